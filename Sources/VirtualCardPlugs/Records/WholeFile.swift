// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Small files for their owner alone, read and replaced as a whole.
public enum WholeFile {
    /// The content; nil when there is no such file.
    ///
    /// - Throws: ``SystemFailure``; `EFBIG` beyond 16 MiB, `ELOOP` for a link.
    public static func read(_ path: String) throws(SystemFailure) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemFailure("open", path)
        }
        defer { _ = close(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while content.count <= longest {
            let count = unsafe Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure("read", path) }
            if count == 0 { return content }
            content += chunk.prefix(count)
        }
        throw SystemFailure("read", path, code: EFBIG)
    }

    /// Replaces the content, or makes the file 0600; when this returns, the new content survives a power cut.
    public static func replace(_ path: String, with content: [UInt8]) throws(SystemFailure) {
        // Written beside the file, so that the rename stays inside one file system. One writer per file: a leftover
        // of a writer that died is simply written over.
        let temporary = path + ".new"
        try write(content, to: temporary)
        guard unsafe rename(temporary, path) == 0 else { throw SystemFailure("rename", path) }
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw SystemFailure("open", directory) }
        defer { _ = close(folder) }
        guard fsync(folder) == 0 else { throw SystemFailure("fsync", directory) }
    }

    private static func write(_ content: [UInt8], to path: String) throws(SystemFailure) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemFailure("open", path) }
        defer { _ = close(file) }
        var rest = content[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemFailure("write", path) }
            rest = rest.dropFirst(count)
        }
        // The content must be on the disk before the name points to it.
        guard fsync(file) == 0 else { throw SystemFailure("fsync", path) }
    }

    private static let longest = 16 << 20
}
