// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SecretMemory

extension PseudonymKey {
    /// From a file of 32 to 4096 bytes that its owner alone may read.
    public convenience init(path: String) throws(AuditError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .storage(path, errno) }
        defer { _ = close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0 else { throw .storage(path, errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .key("site key") }
        guard facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0 else { throw .exposed(path) }
        // One byte more, so that a longer file is no key.
        let key = try SecretBytes(capacity: 4097) { target throws(AuditError) in
            let count = unsafe target.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
            guard (32...4096).contains(count) else { throw .key("site key") }
            return count
        }
        try self.init(key)
    }
}
