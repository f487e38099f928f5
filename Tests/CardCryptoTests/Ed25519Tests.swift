// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import Testing

@testable import CardCrypto

/// RFC 8032 §7.1 and RFC 4231 §4.
@Suite struct Ed25519Tests {
    struct Vector: Sendable {
        let seed, publicKey, message, signature: String
    }

    static let vectors = [
        Vector(
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: "",
            signature:
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b"),
        Vector(
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: "72",
            signature:
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00"),
    ]

    private func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }

    private func key(_ seed: String) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: SecretBytes(copying: bytes(seed).span))
    }

    @Test(arguments: vectors) func signsAsTheStandardSays(_ vector: Vector) throws {
        let key = try key(vector.seed)
        #expect(key.publicKey.bytes == bytes(vector.publicKey))
        #expect(try key.sign(bytes(vector.message)) == bytes(vector.signature))
        #expect(key.publicKey.verifies(bytes(vector.signature), of: bytes(vector.message)))
    }

    @Test func refusesEveryChangedByte() throws {
        let vector = Ed25519Tests.vectors[1]
        let key = try Ed25519PublicKey(bytes(vector.publicKey))
        let signature = bytes(vector.signature)
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(!key.verifies(changed, of: [0x72]))
        }
        #expect(!key.verifies(signature, of: [0x73]))
        #expect(!key.verifies(Array(signature.dropLast()), of: [0x72]))
        #expect(!key.verifies([], of: [0x72]))
    }

    @Test func keepsItsKeyInDER() throws {
        let key = try Ed25519PublicKey(bytes(Ed25519Tests.vectors[0].publicKey))
        #expect(key.der.count == 44)
        #expect(try Ed25519PublicKey(der: key.der) == key)
        #expect(throws: CryptoError.self) { try Ed25519PublicKey(der: Array(key.der.dropLast())) }
        #expect(throws: CryptoError.self) { try Ed25519PublicKey(der: key.bytes) }
        #expect(throws: CryptoError.self) { try Ed25519PrivateKey(seed: SecretBytes(copying: [1, 2].span)) }
    }

    @Test func authenticatesAsTheStandardSays() throws {
        let key = SecretBytes(copying: Array("Jefe".utf8).span)
        let code = try HMAC.sha256(Array("what do ya want for nothing?".utf8), key: key)
        #expect(code == bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
    }
}
