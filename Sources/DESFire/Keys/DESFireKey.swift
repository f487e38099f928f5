// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import SecretMemory

/// Kinds of keys.
public enum DESFireKeyType: UInt8, Hashable, Sendable, CaseIterable {
    /// DES, and triple DES with two keys.
    case des2Keys = 0x00
    /// Triple DES with three keys.
    case des3Keys = 0x40
    /// AES-128.
    case aes = 0x80

    /// Bytes of a key.
    public var keyCount: Int { self == .des3Keys ? 24 : 16 }
    /// Bytes of each side's random number.
    var randomCount: Int { self == .des2Keys ? 8 : 16 }

    var algorithm: BlockCipher.Algorithm {
        switch self {
        case .des2Keys: .tripleDES2Keys
        case .des3Keys: .tripleDES3Keys
        case .aes: .aes128
        }
    }
}

/// A key of a card with its version.
public struct DESFireKey: Sendable {
    /// Its kind.
    public let type: DESFireKeyType
    /// Its bytes; the last reference wipes them.
    public let bytes: WipingBytes
    /// Its version: kept beside an AES key, inside the parity bits of a DES key.
    public let version: UInt8

    /// From its bytes.
    ///
    /// - Throws: ``DESFireError/parameter(_:)`` for another length.
    public init(_ type: DESFireKeyType, _ bytes: WipingBytes, version: UInt8 = 0) throws(DESFireError) {
        guard bytes.count == type.keyCount else { throw .parameter("key length") }
        self.type = type
        self.bytes = bytes
        self.version = version
    }

    /// The factory key of a kind: zeros.
    public static func factory(_ type: DESFireKeyType) -> DESFireKey {
        DESFireKey(unchecked: type, WipingBytes(repeatElement(0, count: type.keyCount)))
    }

    private init(unchecked type: DESFireKeyType, _ bytes: WipingBytes) {
        self.type = type
        self.bytes = bytes
        version = 0
    }

    /// Whether both halves are the same but for parity, so that it is single DES.
    var isSingleDES: Bool {
        guard type == .des2Keys else { return false }
        var difference: UInt8 = 0
        for index in 0..<8 { difference |= (bytes[index] ^ bytes[index + 8]) & 0xFE }
        return difference == 0
    }

    /// The same DES key with a version written into the lowest bits of its first eight bytes, first bit first.
    public func withVersionInParity(_ version: UInt8) -> DESFireKey {
        guard type != .aes else { return self }
        let written = WipingBytes(count: bytes.count) { target in
            for index in 0..<target.count {
                let bit = version >> UInt8(7 - index % 8) & 1
                target[index] = bytes[index] & 0xFE | (index < 8 || index >= 8 && index < 16 ? bit : bytes[index] & 1)
            }
        }
        return DESFireKey(unchecked: type, written)
    }
}
