// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Simple TLV as the card itself writes and reads it.
enum DataObject {
    /// Tag (1 to 3 bytes), definite length, value.
    static func encode(_ tag: UInt32, _ value: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for shift in [16, 8] where tag >> UInt32(shift) != 0 {
            result.append(UInt8(truncatingIfNeeded: tag >> UInt32(shift)))
        }
        result.append(UInt8(truncatingIfNeeded: tag))
        let count = value.count
        if count < 0x80 {
            result.append(UInt8(count))
        } else if count < 0x100 {
            result += [0x81, UInt8(count)]
        } else {
            result += [0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
        }
        return result + value
    }

    /// A constructed object of several parts.
    static func encode(_ tag: UInt32, _ parts: [UInt8]...) -> [UInt8] { encode(tag, parts.flatMap { $0 }) }

    /// The value of an object with this tag that fills `bytes` exactly (short lengths); nil otherwise.
    static func only(_ tag: UInt8, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard bytes.count >= 2, bytes.first == tag else { return nil }
        let start = bytes.startIndex + 2
        guard Int(bytes[start - 1]) == bytes.endIndex - start else { return nil }
        return bytes[start...]
    }

    /// One-byte tags with short lengths, in order; nil when they do not fill `bytes` exactly.
    static func list(_ bytes: ArraySlice<UInt8>) -> [(tag: UInt8, value: ArraySlice<UInt8>)]? {
        var found: [(tag: UInt8, value: ArraySlice<UInt8>)] = []
        var position = bytes.startIndex
        while position < bytes.endIndex {
            guard bytes.endIndex - position >= 2, bytes[position + 1] < 0x80 else { return nil }
            let start = position + 2
            guard Int(bytes[position + 1]) <= bytes.endIndex - start else { return nil }
            let end = start + Int(bytes[position + 1])
            found.append((bytes[position], bytes[start..<end]))
            position = end
        }
        return found
    }
}
