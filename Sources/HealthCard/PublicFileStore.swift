// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
internal import PKCS15

/// Where contents of public files are kept from one run to the next; what a PIN guards never goes there.
public protocol PublicFileStore: AnyObject {
    /// What was kept, if it was.
    func content(of file: PublicFile) -> [UInt8]?
    /// Keeps a content; failing to is no error.
    func keep(_ content: [UInt8], of file: PublicFile)
    /// Forgets everything about a card.
    func forget(serial: String)
}

/// One version of one public file of one card.
public struct PublicFile: Hashable, Sendable {
    /// The card's number.
    public let serial: String
    /// TokenInfo.lastUpdate and EF_ACTUA: both change with every update of the card's content.
    public let version: String
    /// The file's path, hexadecimal.
    public let path: String
}

extension ProfessionalCard {
    /// What a file says that needs no PIN and that hosts do not write.
    ///
    /// Only a content that can be read is kept, and one that was kept and cannot be read is forgotten: a disturbed read
    /// must not haunt later runs. `isWhole` judges contents that are read whatever they are.
    func publicFile<R>(
        _ path: FilePath, _ extent: FileExtent, keptWhen isWhole: ([UInt8]) -> Bool = { !$0.isEmpty },
        _ parse: ([UInt8]) throws(CardError) -> R
    ) throws(CardError) -> R {
        guard let store, let version = try contentVersion() else { return try parse(driver.file(path, extent)) }
        let name = path.identifiers.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }.hexadecimal
        let file = PublicFile(serial: identity.serial.digits, version: version, path: name)
        if let kept = store.content(of: file) {
            if let parsed = try? parse(kept) { return parsed }
            store.forget(serial: identity.serial.digits)
        }
        let content = try driver.file(path, extent)
        let parsed = try parse(content)
        if isWhole(content) { store.keep(content, of: file) }
        return parsed
    }

    /// What names the card's present content; nil when nothing does, and then nothing is kept.
    private func contentVersion() throws(CardError) -> String? {
        if let known = directories.version { return known }
        guard let lastUpdate = try tokenInfo().lastUpdate, !lastUpdate.isEmpty else { return nil }
        let update = try updateState()
        guard update != .interrupted else { return nil }
        let characters = "\(lastUpdate)-\(update)".filter { $0.isASCII && ($0.isNumber || $0.isLetter) }
        directories.version = characters
        return characters
    }
}
