// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Reads archives as ``ZIPWriter`` writes them and refuses all others: nothing may hide between what is listed.
struct ZIPReader {
    private let file: FileHandle
    let entries: [ZIPFormat.Entry]

    init(path: String) throws(ArchiveError) {
        guard let file = FileHandle(forReadingAtPath: path), let end = try? file.seekToEnd() else {
            throw ArchiveError(.unreadable)
        }
        guard end <= UInt64(ZIPFormat.maximumSize) else { throw ArchiveError(.limits) }
        self.file = file
        let size = Int(end)
        entries = try Self.directory(of: file, size: size)
        try checkLayout()
    }

    /// The content of an entry, and whether its checksum is right.
    ///
    /// A wrong checksum does not end the reading: the verifier goes on, to say what was altered.
    func content(of entry: ZIPFormat.Entry) throws(ArchiveError) -> (bytes: [UInt8], isIntact: Bool) {
        let start = entry.offset + ZIPFormat.localHeaderSize + entry.name.utf8.count
        let content = try Self.read(file, at: start, count: entry.size)
        return (content, CRC32.checksum(content) == entry.checksum)
    }

    private static func read(_ file: FileHandle, at offset: Int, count: Int) throws(ArchiveError) -> [UInt8] {
        guard count > 0 else { return [] }
        guard offset >= 0, (try? file.seek(toOffset: UInt64(offset))) != nil,
            let data = try? file.read(upToCount: count), data.count == count
        else { throw ArchiveError(.notZIP) }
        return [UInt8](data)
    }

    private static func directory(of file: FileHandle, size: Int) throws(ArchiveError) -> [ZIPFormat.Entry] {
        let endSize = ZIPFormat.endOfDirectorySize
        guard size >= endSize else { throw ArchiveError(.notZIP) }
        var end = ByteReader(try read(file, at: size - endSize, count: endSize))
        guard end.word32() == ZIPFormat.endOfDirectory else {
            // An end record further up means a comment; none at all, another format.
            let start = try read(file, at: 0, count: 4)
            var signature = ByteReader(start)
            throw ArchiveError(signature.word32() == ZIPFormat.localHeader ? .foreign : .notZIP)
        }
        guard end.word32() == 0 else { throw ArchiveError(.foreign) }
        let (count, total) = (Int(end.word16()), Int(end.word16()))
        let (length, start) = (Int(end.word32()), Int(end.word32()))
        guard end.word16() == 0, count == total else { throw ArchiveError(.foreign) }
        guard count <= ZIPFormat.maximumEntries,
            length <= ZIPFormat.maximumEntries * (ZIPFormat.centralHeaderSize + ZIPFormat.maximumNameLength)
        else { throw ArchiveError(.limits) }
        guard start + length == size - endSize else { throw ArchiveError(.inconsistent) }
        var bytes = ByteReader(try read(file, at: start, count: length))
        var entries: [ZIPFormat.Entry] = []
        for _ in 0..<count { entries.append(try centralEntry(&bytes)) }
        guard bytes.isAtEnd else { throw ArchiveError(.inconsistent) }
        return entries
    }

    private static func centralEntry(_ bytes: inout ByteReader) throws(ArchiveError) -> ZIPFormat.Entry {
        guard bytes.word32() == ZIPFormat.centralHeader else { throw ArchiveError(.inconsistent) }
        guard bytes.word16() == ZIPFormat.version else { throw ArchiveError(.foreign) }
        let (entry, nameLength) = try commonFields(&bytes)
        // Comment length, disk, internal and external attributes.
        guard bytes.word32() == 0, bytes.word16() == 0, bytes.word32() == 0 else { throw ArchiveError(.foreign) }
        let offset = Int(bytes.word32())
        let name = bytes.text(nameLength)
        guard ZIPFormat.isSafe(name) else { throw ArchiveError(.unsafeName) }
        return ZIPFormat.Entry(
            name: name, checksum: entry.checksum, size: entry.size, time: entry.time, date: entry.date, offset: offset)
    }

    /// From "version needed" to "extra field length"; the entry's name and offset are still empty.
    private static func commonFields(
        _ bytes: inout ByteReader
    ) throws(ArchiveError) -> (ZIPFormat.Entry, nameLength: Int) {
        let (version, flags, method) = (bytes.word16(), bytes.word16(), bytes.word16())
        let (time, date) = (bytes.word16(), bytes.word16())
        let checksum = bytes.word32()
        let (compressed, size) = (Int(bytes.word32()), Int(bytes.word32()))
        let (nameLength, extraLength) = (Int(bytes.word16()), Int(bytes.word16()))
        guard version == ZIPFormat.version, flags == 0, method == 0, compressed == size, extraLength == 0 else {
            throw ArchiveError(.foreign)
        }
        guard size <= ZIPFormat.maximumEntrySize, nameLength <= ZIPFormat.maximumNameLength else {
            throw ArchiveError(.limits)
        }
        let entry = ZIPFormat.Entry(name: "", checksum: checksum, size: size, time: time, date: date, offset: 0)
        return (entry, nameLength)
    }

    /// Entries follow one another from the first byte to the directory, each with the header the directory announces.
    private func checkLayout() throws(ArchiveError) {
        var offset = 0
        var names: Set<String> = []
        for entry in entries {
            guard names.insert(entry.name).inserted else { throw ArchiveError(.duplicateName, entry: entry.name) }
            guard entry.offset == offset else { throw ArchiveError(.inconsistent, entry: entry.name) }
            let length = ZIPFormat.localHeaderSize + entry.name.utf8.count
            var bytes = ByteReader(try Self.read(file, at: offset, count: length))
            guard bytes.word32() == ZIPFormat.localHeader else { throw ArchiveError(.inconsistent, entry: entry.name) }
            var (local, nameLength) = try Self.commonFields(&bytes)
            local.offset = offset
            local.name = bytes.text(nameLength)
            guard local == entry else { throw ArchiveError(.inconsistent, entry: entry.name) }
            offset += length + entry.size
        }
        let size = entries.reduce(0) { $0 + ZIPFormat.centralHeaderSize + $1.name.utf8.count }
        guard let end = try? file.seekToEnd(), Int(end) == offset + size + ZIPFormat.endOfDirectorySize else {
            throw ArchiveError(.inconsistent)
        }
    }
}

/// Takes little-endian numbers from bytes; beyond the end everything is zero, and `isAtEnd` stays false.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func word16() -> UInt16 {
        let value = position + 2 <= bytes.count ? UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8 : 0
        position += 2
        return value
    }

    mutating func word32() -> UInt32 {
        let low = word16()
        return UInt32(low) | UInt32(word16()) << 16
    }

    mutating func text(_ count: Int) -> String {
        defer { position += count }
        guard position + count <= bytes.count else { return "" }
        return String(decoding: bytes[position..<(position + count)], as: UTF8.self)
    }
}
