// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file that is about to be loaded.
///
/// The dynamic loader maps what the headers promise. Where the file ends earlier, as after a copy that was interrupted,
/// the process dies of SIGBUS instead of getting an error.
enum SharedObject {
    /// Whether the file ends before its segments do; false also for what is no ELF file, which the loader refuses itself.
    static func isCutShort(_ path: String) -> Bool {
        let file = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { _ = close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
        let size = UInt64(clamping: facts.st_size)
        // ELF-64, little-endian ("System V ABI", ELF header): other classes are refused by the loader.
        let header = bytes(of: file, at: 0, count: 64)
        guard header.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { return false }
        guard header.count == 64 else { return true }
        guard header[4] == 2, header[5] == 1 else { return false }
        let table = number(header, at: 32, count: 8)
        let entry = Int(number(header, at: 54, count: 2))
        let count = Int(number(header, at: 56, count: 2))
        guard entry >= 56, table < size else { return entry >= 56 }
        let entries = bytes(of: file, at: table, count: entry * count)
        guard entries.count == entry * count else { return true }
        return (0..<count).contains { index in
            let start = index * entry
            // PT_LOAD
            guard number(entries, at: start, count: 4) == 1 else { return false }
            let offset = number(entries, at: start + 8, count: 8)
            let length = number(entries, at: start + 32, count: 8)
            let (end, overflow) = offset.addingReportingOverflow(length)
            return overflow || end > size
        }
    }

    private static func bytes(of file: Int32, at offset: UInt64, count: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        let got = unsafe pread(file, &result, count, off_t(clamping: offset))
        return Array(result.prefix(max(got, 0)))
    }

    private static func number(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
