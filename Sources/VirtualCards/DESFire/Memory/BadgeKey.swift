// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// Kinds of keys, as key settings and key numbers code them.
enum BadgeKeyKind: UInt8, Hashable, Sendable, Codable {
    /// DES, and triple DES with two keys.
    case des = 0x00
    /// Triple DES with three keys.
    case tripleDES = 0x40
    case aes = 0x80

    var keyCount: Int { self == .tripleDES ? 24 : 16 }
    /// Bytes of each side's random number in 1A and AA.
    var challengeCount: Int { self == .des ? 8 : 16 }

    var algorithm: BlockCipher.Algorithm {
        switch self {
        case .des: .tripleDES2Keys
        case .tripleDES: .tripleDES3Keys
        case .aes: .aes128
        }
    }
}

/// A key that the card holds.
struct BadgeKey: Hashable, Sendable {
    var kind: BadgeKeyKind
    var bytes: WipingBytes
    /// Beside an AES key; a DES key carries its version itself.
    private var written: UInt8

    init(_ kind: BadgeKeyKind, _ bytes: WipingBytes, version: UInt8) {
        self.kind = kind
        self.bytes = bytes
        written = version
    }

    /// Zeros.
    static func factory(_ kind: BadgeKeyKind) -> BadgeKey { BadgeKey(kind, .zeros(kind.keyCount), version: 0) }

    /// The lowest bits of a DES key's first eight bytes, first byte highest.
    var version: UInt8 {
        guard kind != .aes else { return written }
        return bytes.prefix(8).reduce(0) { $0 << 1 | $1 & 1 }
    }

    /// Two halves that differ in parity at most make single DES, everywhere.
    var isSingleDES: Bool {
        kind == .des && (0..<8).allSatisfy { (bytes[$0] ^ bytes[$0 + 8]) & 0xFE == 0 }
    }

    func cipher() throws(BadgeStatus) -> BlockCipher {
        try guarded { () throws(CryptoError) in try BlockCipher(kind.algorithm, key: bytes) }
    }
}

extension BadgeKey: Codable {
    private enum Field: String, CodingKey { case kind, bytes, version }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        kind = try fields.decode(BadgeKeyKind.self, forKey: .kind)
        bytes = WipingBytes(try fields.decode([UInt8].self, forKey: .bytes))
        written = try fields.decode(UInt8.self, forKey: .version)
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(kind, forKey: .kind)
        try fields.encode(Array(bytes), forKey: .bytes)
        try fields.encode(written, forKey: .version)
    }
}

/// Which key: of an application, or of the card itself (application 0).
struct KeyReference: Hashable, Sendable {
    var application: UInt32
    var number: UInt8
}
