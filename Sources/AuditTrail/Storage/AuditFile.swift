// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The file that records are added to.
final class AuditFile {
    let name: String
    /// Bytes that whole records of ours take.
    private(set) var size: Int
    private let folder: AuditFolder
    private let descriptor: Int32

    /// Opens the file, or makes it.
    init(_ name: String, in folder: AuditFolder, size: Int, isNew: Bool) throws(AuditError) {
        self.name = name
        self.folder = folder
        self.size = size
        let flags = O_WRONLY | O_APPEND | (isNew ? O_CREAT : 0)
        guard let file = try folder.open(name, flags, isPrivate: true) else { throw .storage(name, ENOENT) }
        descriptor = file
        if isNew { try folder.sync() }
    }

    deinit { _ = close(descriptor) }

    /// Adds a line and its end mark.
    ///
    /// - Throws: ``AuditError/storage(_:_:)`` when nothing was added; ``AuditError/inDoubt`` when that is not sure.
    func append(_ line: [UInt8]) throws(AuditError) {
        try requireUnchanged()
        let whole = line + [UInt8(ascii: "\n")]
        do {
            try folder.write(whole.span, to: descriptor, name)
        } catch {
            do {
                try folder.truncate(descriptor, name, to: size)
            } catch {
                throw .inDoubt
            }
            throw error
        }
        size += whole.count
    }

    /// Makes everything durable that was added.
    func sync() throws(AuditError) { try folder.sync(descriptor, name) }

    /// Cuts what a crash left after the last whole line.
    func cut() throws(AuditError) {
        try folder.truncate(descriptor, name, to: size)
        try sync()
    }

    /// Whether the file is as long as we made it, and still in a folder.
    private func requireUnchanged() throws(AuditError) {
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw .storage(name, errno) }
        guard facts.st_size == size, facts.st_nlink > 0 else { throw .changed(name) }
    }
}
