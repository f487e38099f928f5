// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The folder where a lot's files go: made with mode 0700 if it does not exist, files with mode 0600.
///
/// A file never takes the place of another: what is there already must be the same, byte for byte.
struct OutputFolder {
    let path: String

    init(path: String) throws(LotStop) {
        self.path = path
        guard !FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .output(file: PayloadFile.name(of: path))
        }
    }

    func path(of name: String) -> String { path + "/" + name }

    func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(of: name)) }

    /// Writes a whole file under a passing name, then gives it its own.
    func write(_ name: String, _ content: [UInt8]) throws(LotStop) {
        try make(name, isSame: { (try? PayloadFile.bytes($0, maximum: 1 << 24)) == content }) { file in
            try file.write(contentsOf: Data(content))
        }
    }

    /// Waits until files written before are on disk: together at the end, not one by one between two signatures.
    func synchronize(_ names: [String]) throws(LotStop) {
        for name in names { try synchronize(path(of: name), name) }
    }

    private func synchronize(_ path: String, _ name: String) throws(LotStop) {
        guard let file = FileHandle(forReadingAtPath: path), (try? file.synchronize()) != nil else {
            throw .output(file: name)
        }
    }

    /// Makes a file by `body`; it is on disk, folder entry included, when this returns.
    func writeDurably(_ name: String, _ body: (FileHandle) throws -> Void) throws(LotStop) {
        try make(
            name,
            isSame: { [path] existing in
                FileManager.default.contentsEqual(atPath: existing, andPath: path + "/" + Self.passingName(name))
            }
        ) { file in
            try body(file)
            try file.synchronize()
        }
        try synchronize(path, name)
    }

    private static func passingName(_ name: String) -> String { "." + name + ".partial" }

    /// A new file that is its owner's alone before anything is in it.
    ///
    /// FileManager makes files under a name of its own first, which a kill would leave behind for ever.
    private static func emptyFile(_ path: String) -> FileHandle? {
        do {
            try Data().write(to: URL(filePath: path), options: .withoutOverwriting)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            return nil
        }
        return FileHandle(forWritingAtPath: path)
    }

    private func make(
        _ name: String, isSame: (String) -> Bool, _ body: (FileHandle) throws -> Void
    ) throws(LotStop) {
        let manager = FileManager.default
        let (passing, final) = (path(of: Self.passingName(name)), path(of: name))
        // What an interrupted run left.
        try? manager.removeItem(atPath: passing)
        guard let file = Self.emptyFile(passing) else { throw .output(file: name) }
        do {
            try body(file)
            try file.close()
        } catch {
            try? manager.removeItem(atPath: passing)
            if error is ArchiveError { throw .tooLarge }
            throw error as? LotStop ?? .output(file: name)
        }
        guard !manager.fileExists(atPath: final) else {
            let same = isSame(final)
            try? manager.removeItem(atPath: passing)
            guard same else { throw .outputExists(file: name) }
            return
        }
        guard (try? manager.moveItem(atPath: passing, toPath: final)) != nil else { throw .output(file: name) }
    }
}
