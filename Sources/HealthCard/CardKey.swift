// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto
internal import ISO7816
internal import PKCS15

/// What a key on the card is for.
public enum KeyRole: String, Hashable, Sendable, CaseIterable {
    /// `CPS_PRIV_SIG`: signatures that cannot be repudiated.
    case signature
    /// `CPS_PRIV_AUT`: authentication and decipherment.
    case authentication
    /// `CPS_PRIV_TECH_AUT`: authentication of the card without PIN, contactless CPS3 only.
    case technical
}

/// How a signature is made.
public enum SignatureScheme: Hashable, Sendable {
    /// PKCS#1 v1.5 over a DigestInfo.
    case pkcs1(HashFunction)
    /// PSS, salt as long as the digest, MGF1 with the same hash (CPS4 only).
    case pss(HashFunction)
    /// PKCS#1 v1.5 over the data as given, no DigestInfo added (authentication keys).
    case pkcs1Data
}

/// What is to be signed.
public enum SignatureInput: Sendable {
    /// The message itself: the card may finish the hash.
    case message([UInt8])
    /// A message that came in parts and was not kept: the card may still finish the hash.
    case streamed(MessageHash)
    /// A ready digest, or the data of ``SignatureScheme/pkcs1Data``.
    case digest([UInt8])

    /// The digest under a hash function.
    ///
    /// - Throws: `unsupportedOperation` for a message that was hashed with another one.
    func digest(_ function: HashFunction) throws(CardError) -> [UInt8] {
        switch self {
        case .message(let message): return function.digest(message)
        case .streamed(let hash):
            guard hash.function == function else { throw .unsupportedOperation("message hashed otherwise") }
            return hash.digest()
        case .digest(let digest): return digest
        }
    }

    /// The hash before its last round, where the message is not reduced to a digest yet.
    func messageHash(_ function: HashFunction) throws(CardError) -> MessageHash? {
        switch self {
        case .message(let message): return MessageHash(function, of: message)
        case .streamed(let hash):
            guard hash.function == function else { throw .unsupportedOperation("message hashed otherwise") }
            return hash
        case .digest: return nil
        }
    }
}

/// A key as hosts address it: role, reference, and the iD that it shares with its certificate.
public struct CardKey: Hashable, Sendable {
    /// What it is for.
    public let role: KeyRole
    /// Label as the card names it.
    public let label: String
    /// iD.
    public let identifier: [UInt8]
    /// Reference in commands.
    public let reference: UInt8
    /// Whether a PIN guards it.
    public let needsPIN: Bool
    /// Bits of the modulus.
    public let modulusBits: Int
    /// Usage bits as the card announces them: 1 decrypt, 2 sign, 9 non-repudiation.
    public let usage: UInt64

    /// Whether it deciphers.
    public var decrypts: Bool { usage & 1 << 1 != 0 }
    /// Whether it signs, for authentication or for good.
    public var signs: Bool { usage & (1 << 2 | 1 << 9) != 0 }

    init(_ object: PrivateKeyObject) {
        role = object.isNonRepudiation ? .signature : object.isPrivate ? .authentication : .technical
        label = object.label
        identifier = object.identifier
        reference = object.reference
        needsPIN = object.isPrivate
        modulusBits = object.modulusBits
        usage = object.usage
    }
}
