// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// Checksums within enciphered data.
enum BadgeChecksum {
    /// CRC_A (ISO/IEC 14443-3 §6.2.4), two bytes: D40.
    case short
    /// CRC-32 of IEEE 802.3 without the last inversion, four bytes: EV1 and later.
    case long

    var count: Int { self == .short ? 2 : 4 }

    func over(_ bytes: WipingBytes) -> WipingBytes {
        let (start, polynomial): (UInt32, UInt32) = self == .short ? (0x6363, 0x8408) : (.max, 0xEDB8_8320)
        var register = start
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register >> 1 ^ (register & 1 == 0 ? 0 : polynomial) }
        }
        return WipingBytes(register, count: count)
    }
}
