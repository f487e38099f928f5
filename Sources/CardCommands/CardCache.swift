// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import Foundation
public import HealthCard

/// Contents of public files of cards, in a folder that is the user's alone.
///
/// Directories, certificates and the holder's free data are the same from one command to the next, and cost seconds
/// on a slow card. A file is taken only when its own digest is right; anything odd counts as absent.
public final class CardCache: PublicFileStore {
    private let folder: String

    /// In the user's cache folder; nil when it cannot be made private, and then nothing is kept.
    public init?(environment: [String: String]) {
        guard let base = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map({ $0 + "/.cache" }), !base.isEmpty
        else { return nil }
        folder = base + "/caducee/cards"
        let files = FileManager.default
        try? files.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard let facts = try? files.attributesOfItem(atPath: folder),
            facts[.type] as? FileAttributeType == .typeDirectory,
            (facts[.posixPermissions] as? NSNumber)?.intValue == 0o700,
            (facts[.ownerAccountID] as? NSNumber)?.uint32Value == geteuid()
        else { return nil }
    }

    /// What was kept, when it is whole.
    public func content(of file: PublicFile) -> [UInt8]? {
        guard let kept = try? InputFile.read(path(of: file), limit: 65_536), kept.count > 32 else { return nil }
        let content = Array(kept.dropFirst(32))
        return HashFunction.sha256.digest(content) == Array(kept.prefix(32)) ? content : nil
    }

    /// Keeps a content behind its digest; older versions of the card's files go.
    public func keep(_ content: [UInt8], of file: PublicFile) {
        for name in names(of: file.serial) where !name.hasPrefix("\(file.serial)-\(file.version)-") {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        try? OutputFile.write(HashFunction.sha256.digest(content) + content, to: path(of: file))
    }

    /// Forgets a card.
    public func forget(serial: String) {
        for name in names(of: serial) { try? FileManager.default.removeItem(atPath: folder + "/" + name) }
    }

    private func names(of serial: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(serial + "-") }
    }

    private func path(of file: PublicFile) -> String {
        // Serial, version and path are letters and digits: no name leaves the folder.
        "\(folder)/\(file.serial)-\(file.version)-\(file.path)"
    }
}
