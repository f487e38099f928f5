// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

/// An RSA public key as certificates and cards give it.
public struct RSAPublicKey: Hashable, Sendable {
    /// n, big-endian, without leading zeros.
    public let modulus: [UInt8]
    /// e, big-endian, without leading zeros.
    public let exponent: [UInt8]

    /// From modulus and exponent, 1024 to 4096 bits.
    public init(modulus: some Sequence<UInt8>, exponent: some Sequence<UInt8>) throws(CryptoError) {
        self.modulus = Array(modulus.drop { $0 == 0 })
        self.exponent = Array(exponent.drop { $0 == 0 })
        guard (128...512).contains(self.modulus.count), (1...8).contains(self.exponent.count) else {
            throw .key("RSA public key size")
        }
    }

    /// Length of modulus and signatures in bytes.
    public var count: Int { modulus.count }

    /// Whether `signature` is one of `digest` (PKCS#1 v1.5 with DigestInfo, or PSS with a salt of the digest's length).
    public func verifies(
        _ signature: [UInt8], digest: [UInt8], _ function: HashFunction, _ padding: SignaturePadding
    ) -> Bool {
        guard digest.count == function.digestCount else { return false }
        switch padding {
        case .pkcs1:
            return verifiesPKCS1(signature, block: function.digestInfoPrefix + digest)
        case .pss:
            guard let encoded = encrypted(signature) else { return false }
            return PSS.verifies(encoded, digest: digest, function, modulusBits: modulusBits)
        }
    }

    /// Whether `signature` holds exactly `block` under PKCS#1 v1.5 padding (no DigestInfo added).
    public func verifiesPKCS1(_ signature: [UInt8], block: [UInt8]) -> Bool {
        guard let padded = PKCS1.signatureBlock(block, count: count), let opened = encrypted(signature) else {
            return false
        }
        return opened == padded
    }

    /// The raw public operation; nil when the input is not below the modulus or has another length.
    public func encrypted(_ block: [UInt8]) -> [UInt8]? {
        encrypted(WipingBytes(block))
    }

    /// The raw public operation on a secret, which leaves no copy of it behind.
    func encrypted(_ block: WipingBytes) -> [UInt8]? {
        guard block.count == count else { return nil }
        return BigNumber.power(block, exponent, modulus)
    }

    /// A PKCS#1 v1.5 cryptogram (RFC 8017 §7.2.1); nil when the plaintext is longer than the modulus less 11 bytes.
    public func encryptedPKCS1(
        _ plaintext: WipingBytes, random: any RandomSource
    ) throws(CryptoError) -> [UInt8]? {
        guard let block = try PKCS1.encryptionBlock(plaintext, count: count, random: random) else { return nil }
        return encrypted(block)
    }

    /// Bits of the modulus.
    public var modulusBits: Int { count * 8 - (modulus.first ?? 0).leadingZeroBitCount }
}

/// Paddings of RSA signatures.
public enum SignaturePadding: String, Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5.
    case pkcs1
    /// RSASSA-PSS, MGF1 with the same hash, salt as long as the digest.
    case pss
}
