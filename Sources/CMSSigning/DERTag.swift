// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The identifiers that we write, one octet each (X.690 §8.1.2).
struct DERTag {
    let byte: UInt8

    static let integer = DERTag(byte: 0x02)
    static let octetString = DERTag(byte: 0x04)
    static let objectIdentifier = DERTag(byte: 0x06)
    static let utf8String = DERTag(byte: 0x0C)
    static let utcTime = DERTag(byte: 0x17)
    static let generalizedTime = DERTag(byte: 0x18)
    static let sequence = DERTag(byte: 0x30)
    static let set = DERTag(byte: 0x31)

    /// Constructed and context-specific, for numbers below 31.
    static func context(_ number: UInt8) -> DERTag { DERTag(byte: 0xA0 | number & 0x1F) }
}
