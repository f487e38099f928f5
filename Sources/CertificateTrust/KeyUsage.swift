// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a certificate lets its key do (RFC 5280 §4.2.1.3).
public struct KeyUsage: OptionSet, Hashable, Sendable {
    /// Bits in the order of the standard: bit 0 is digitalSignature.
    public let rawValue: UInt16

    /// From bits in the order of the standard.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Proof of presence: authentication, TLS.
    public static let digitalSignature = KeyUsage(rawValue: 1 << 0)
    /// Commitment to a content, nonRepudiation in its older name.
    public static let nonRepudiation = KeyUsage(rawValue: 1 << 1)
    /// Wrapping of keys.
    public static let keyEncipherment = KeyUsage(rawValue: 1 << 2)
    /// Encryption of data without a wrapped key.
    public static let dataEncipherment = KeyUsage(rawValue: 1 << 3)
    /// Key agreement.
    public static let keyAgreement = KeyUsage(rawValue: 1 << 4)
    /// Signature of certificates.
    public static let keyCertSign = KeyUsage(rawValue: 1 << 5)
    /// Signature of revocation lists.
    public static let crlSign = KeyUsage(rawValue: 1 << 6)
    /// Key agreement for encryption only.
    public static let encipherOnly = KeyUsage(rawValue: 1 << 7)
    /// Key agreement for decryption only.
    public static let decipherOnly = KeyUsage(rawValue: 1 << 8)

    /// libcrypto keeps the octets of the BIT STRING: its first bit is 0x80, its ninth 0x8000.
    init(octets: UInt32) {
        var usage: KeyUsage = []
        for bit in 0..<8 where octets & (0x80 >> UInt32(bit)) != 0 {
            usage.insert(KeyUsage(rawValue: 1 << UInt16(bit)))
        }
        if octets & 0x8000 != 0 { usage.insert(.decipherOnly) }
        self = usage
    }
}
