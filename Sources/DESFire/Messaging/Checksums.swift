// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// Checksums inside enciphered data; they find errors, not forgers.
enum Checksum {
    /// CRC_A of ISO/IEC 14443-3 §6.2.4, least significant byte first (D40).
    static func crc16(_ bytes: WipingBytes) -> WipingBytes {
        var value: UInt16 = 0x6363
        for byte in bytes {
            value ^= UInt16(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x8408 : value >> 1 }
        }
        return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    /// CRC-32 of IEEE 802.3 without its final inversion, least significant byte first (EV1, EV2).
    static func crc32(_ bytes: WipingBytes) -> WipingBytes {
        var value = UInt32.max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return WipingBytes(stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: value >> UInt32($0)) })
    }
}

extension WipingBytes {
    /// Zeros to the end of the block.
    func zeroPadded(to size: Int) -> WipingBytes {
        let rest = (size - count % size) % size
        return WipingBytes(joining: [self, WipingBytes(repeatElement(0, count: rest))])
    }

    /// 80 and zeros to the end of the block: a whole block more when it is full (ISO/IEC 9797-1 method 2).
    func marked(to size: Int) -> WipingBytes {
        WipingBytes(joining: [self, [0x80]]).zeroPadded(to: size)
    }

    /// The content before 80 and zeros; nil when they are not there.
    func unmarked() -> WipingBytes? {
        guard let mark = lastIndex(where: { $0 != 0 }), self[mark] == 0x80 else { return nil }
        return WipingBytes(self[..<mark])
    }

    /// First byte to the end.
    func rotatedLeft() -> WipingBytes {
        WipingBytes(joining: [WipingBytes(dropFirst()), WipingBytes(prefix(1))])
    }

    /// Last byte to the front.
    func rotatedRight() -> WipingBytes {
        WipingBytes(joining: [WipingBytes(suffix(1)), WipingBytes(dropLast())])
    }

    /// Bytes 1, 3, 5, … 15 of a code (EV2 §truncation).
    var oddBytes: WipingBytes {
        WipingBytes(enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
    }

    /// Compares without telling where they differ.
    func isSame(as other: WipingBytes) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<count { difference |= self[index] ^ other[index] }
        return difference == 0
    }
}

/// A number of `count` bytes, least significant first.
func littleEndian(_ value: UInt32, _ count: Int) -> WipingBytes {
    WipingBytes((0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) })
}
