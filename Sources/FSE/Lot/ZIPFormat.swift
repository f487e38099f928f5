// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FSEDocuments

/// The part of the ZIP format that a container of ours uses (APPNOTE 6.3): stored entries, no extra field, no ZIP64.
enum ZIPFormat {
    static let localHeader: UInt32 = 0x0403_4B50
    static let centralHeader: UInt32 = 0x0201_4B50
    static let endOfDirectory: UInt32 = 0x0605_4B50
    static let localHeaderSize = 30
    static let centralHeaderSize = 46
    static let endOfDirectorySize = 22
    /// Version needed to extract, 1.0: stored files.
    static let version: UInt16 = 10

    /// Most entries of a container, and the sizes it may have.
    static let maximumEntries = 4_096
    static let maximumNameLength = 128
    static let maximumEntrySize = 4 << 20
    static let maximumSize = 2 << 30

    /// What the local and the central header say alike.
    struct Entry: Equatable {
        var name: String
        var checksum: UInt32
        var size: Int
        var time: UInt16
        var date: UInt16
        var offset: Int
    }

    /// Whether a name is plain ASCII, relative, and stays below the folder that it is unpacked to.
    static func isSafe(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (1...maximumNameLength).contains(bytes.count),
            bytes.allSatisfy({ $0.isDigit || $0.isCapital || (0x61...0x7A).contains($0) || "-._/".utf8.contains($0) })
        else { return false }
        return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.first != UInt8(ascii: ".")
        }
    }

    /// MS-DOS time and date of a UTC second; ZIP knows 1980 to 2107 in steps of two seconds.
    static func stamp(_ seconds: Int64) -> (time: UInt16, date: UInt16) {
        let first: Int64 = 315_532_800
        let last: Int64 = 4_354_819_199
        let moment = min(max(seconds, first), last)
        let (day, second) = (moment / 86_400, moment % 86_400)
        let (year, month, dayOfMonth) = civil(day)
        let time = UInt16(second / 3_600) << 11 | UInt16(second % 3_600 / 60) << 5 | UInt16(second % 60 / 2)
        let date = UInt16(year - 1_980) << 9 | UInt16(month) << 5 | UInt16(dayOfMonth)
        return (time, date)
    }

    /// The Gregorian date of a day counted from 1970-01-01, from 1980 on.
    private static func civil(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        var (rest, year, month) = (Int(days), 1_970, 1)
        func isLeap(_ year: Int) -> Bool { CivilDate.days(inMonth: 2, of: year) == 29 }
        while rest >= (isLeap(year) ? 366 : 365) {
            rest -= isLeap(year) ? 366 : 365
            year += 1
        }
        while rest >= CivilDate.days(inMonth: month, of: year) {
            rest -= CivilDate.days(inMonth: month, of: year)
            month += 1
        }
        return (year, month, rest + 1)
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: UInt16) {
        self += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    mutating func append(littleEndian value: UInt32) {
        append(littleEndian: UInt16(truncatingIfNeeded: value))
        append(littleEndian: UInt16(truncatingIfNeeded: value >> 16))
    }
}
