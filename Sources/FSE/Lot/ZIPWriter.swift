// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Writes a ZIP archive entry by entry: one entry in memory at a time, the same bytes for the same input.
struct ZIPWriter {
    private let file: FileHandle
    private let stamp: (time: UInt16, date: UInt16)
    private var entries: [ZIPFormat.Entry] = []
    private var offset = 0

    /// Writes to an empty file; all entries bear `time`.
    init(to file: FileHandle, time: Int64) {
        self.file = file
        stamp = ZIPFormat.stamp(time)
    }

    mutating func add(_ name: String, _ content: [UInt8]) throws {
        guard ZIPFormat.isSafe(name), content.count <= ZIPFormat.maximumEntrySize,
            entries.count < ZIPFormat.maximumEntries, offset + content.count < ZIPFormat.maximumSize,
            !entries.contains(where: { $0.name == name })
        else { throw ArchiveError(.limits, entry: name) }
        let entry = ZIPFormat.Entry(
            name: name, checksum: CRC32.checksum(content), size: content.count, time: stamp.time, date: stamp.date,
            offset: offset)
        var header: [UInt8] = []
        header.append(littleEndian: ZIPFormat.localHeader)
        Self.appendCommon(entry, to: &header)
        header += Array(name.utf8)
        try write(header)
        try write(content)
        entries.append(entry)
    }

    /// Writes the directory; the archive is complete after it.
    mutating func finish() throws {
        let start = offset
        for entry in entries {
            var header: [UInt8] = []
            header.append(littleEndian: ZIPFormat.centralHeader)
            header.append(littleEndian: ZIPFormat.version)
            Self.appendCommon(entry, to: &header)
            // No comment, first disk, no attributes.
            header += [UInt8](repeating: 0, count: 10)
            header.append(littleEndian: UInt32(truncatingIfNeeded: entry.offset))
            header += Array(entry.name.utf8)
            try write(header)
        }
        var end: [UInt8] = []
        end.append(littleEndian: ZIPFormat.endOfDirectory)
        end += [0, 0, 0, 0]
        end.append(littleEndian: UInt16(entries.count))
        end.append(littleEndian: UInt16(entries.count))
        end.append(littleEndian: UInt32(truncatingIfNeeded: offset - start))
        end.append(littleEndian: UInt32(truncatingIfNeeded: start))
        end += [0, 0]
        try write(end)
    }

    /// From "version needed" to "extra field length", the same in both headers.
    private static func appendCommon(_ entry: ZIPFormat.Entry, to header: inout [UInt8]) {
        header.append(littleEndian: ZIPFormat.version)
        header += [0, 0, 0, 0]
        header.append(littleEndian: entry.time)
        header.append(littleEndian: entry.date)
        header.append(littleEndian: entry.checksum)
        header.append(littleEndian: UInt32(truncatingIfNeeded: entry.size))
        header.append(littleEndian: UInt32(truncatingIfNeeded: entry.size))
        header.append(littleEndian: UInt16(truncatingIfNeeded: entry.name.utf8.count))
        header += [0, 0]
    }

    private mutating func write(_ bytes: [UInt8]) throws {
        try file.write(contentsOf: Data(bytes))
        offset += bytes.count
    }
}
