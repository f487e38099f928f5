// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

private func hex(_ text: String) throws -> WipingBytes {
    let digits = Array(text.filter { !$0.isWhitespace })
    let bytes = try stride(from: 0, to: digits.count, by: 2).map {
        try #require(UInt8(String(digits[$0..<$0 + 2]), radix: 16))
    }
    return WipingBytes(bytes)
}

@Suite struct BlockCipherTests {
    // NIST SP 800-38A §F.1 and §F.2.
    @Test(arguments: [
        (BlockCipher.Algorithm.aes128, "2b7e151628aed2a6abf7158809cf4f3c", "3ad77bb40d7a3660a89ecaf32466ef97"),
        (.aes192, "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "bd334f1d6e45f25ff712a214571fa5cc"),
        (
            .aes256, "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "f3eed1bdb5d2a03c064b5a7e3db181f8"
        ),
    ])
    func encryptsABlock(_ algorithm: BlockCipher.Algorithm, _ key: String, _ cipher: String) throws {
        let block = try hex("6bc1bee22e409f96e93d7e117393172a")
        let aes = try BlockCipher(algorithm, key: hex(key))
        #expect(try aes.encrypt(block) == hex(cipher))
        #expect(try aes.decrypt(hex(cipher)) == block)
    }

    @Test func chainsBlocks() throws {
        let aes = try BlockCipher(.aes128, key: hex("2b7e151628aed2a6abf7158809cf4f3c"))
        let plain = try hex("6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51")
        let cipher = try hex("7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2")
        var vector = try hex("000102030405060708090a0b0c0d0e0f")
        #expect(try aes.encryptCBC(plain, &vector) == cipher)
        #expect(try vector == hex("5086cb9b507219ee95db113a917678b2"))
        vector = try hex("000102030405060708090a0b0c0d0e0f")
        #expect(try aes.decryptCBC(cipher, &vector) == plain)
        #expect(try vector == hex("5086cb9b507219ee95db113a917678b2"))
    }

    @Test(arguments: [BlockCipher.Algorithm.tripleDES2Keys, .tripleDES3Keys])
    func chainsWithTheDecryptionOnly(_ algorithm: BlockCipher.Algorithm) throws {
        let des = try BlockCipher(algorithm, key: WipingBytes((0..<algorithm.keyCount).map { UInt8($0 * 7) }))
        let plain = WipingBytes((0..<32).map { UInt8($0) })
        var vector = des.zeroVector
        let sent = try des.decryptForSending(plain, &vector)
        vector = des.zeroVector
        #expect(try des.encryptForReceiving(sent, &vector) == plain)
        #expect(sent != plain)
    }

    @Test func refusesKeysAndBlocksOfOtherLengths() throws {
        #expect(throws: CryptoError.self) { try BlockCipher(.aes128, key: [1, 2, 3]) }
        let aes = try BlockCipher(.aes128, key: WipingBytes(repeatElement(0, count: 16)))
        #expect(throws: CryptoError.self) { try aes.encrypt([1]) }
        var vector: WipingBytes = [1]
        #expect(throws: CryptoError.self) { try aes.encryptCBC(aes.zeroVector, &vector) }
    }
}

@Suite struct CMACTests {
    // NIST SP 800-38B §D.1.
    @Test(arguments: [
        ("", "bb1d6929e95937287fa37d129b756746"),
        ("6bc1bee22e409f96e93d7e117393172a", "070a16b46b4d4144f79bdd9dd04a287c"),
        (
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411",
            "dfa66747de9ae63030ca32611497c827"
        ),
        (
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef"
                + "f69f2445df4f9b17ad2b417be66c3710", "51f0bebf7e3b9d92fc49741779363cfe"
        ),
    ])
    func codesAMessage(_ message: String, _ code: String) throws {
        let aes = try BlockCipher(.aes128, key: hex("2b7e151628aed2a6abf7158809cf4f3c"))
        #expect(try CMAC(aes).code(hex(message)) == hex(code))
    }

    // Triple DES with three keys: NIST SP 800-38B §D.4 (first edition).
    @Test(arguments: [
        ("", "b7a688e122ffaf95"), ("6bc1bee22e409f96", "8e8f293136283797"),
        ("6bc1bee22e409f96e93d7e117393172aae2d8a57", "743ddbe0ce2dc2ed"),
    ])
    func codesAMessageWithTripleDES(_ message: String, _ code: String) throws {
        let des = try BlockCipher(.tripleDES3Keys, key: hex("8aa83bf8cbda1062 0bc1bf19fbb6cd58 bc313d4a371ca8b5"))
        #expect(try CMAC(des).code(hex(message)) == hex(code))
    }
}
