// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

@Suite struct EncryptionPaddingTests {
    private static let count = 256

    /// A right block, with changes.
    private static func block(
        filler: Int, plaintext: [UInt8], _ change: (inout [UInt8]) -> Void = { _ in }
    ) -> WipingBytes {
        var block = [0x00, 0x02] + [UInt8](repeating: 0xA5, count: filler) + [0x00] + plaintext
        change(&block)
        return WipingBytes(block)
    }

    @Test(arguments: [8, 9, 100, 252, 253]) func opensRightBlocks(filler: Int) {
        let plaintext = (0..<(Self.count - 3 - filler)).map { UInt8(truncatingIfNeeded: $0) }
        #expect(PKCS1.encryptedContent(Self.block(filler: filler, plaintext: plaintext)).map(Array.init) == plaintext)
    }

    @Test func refusesEveryFlaw() {
        let plaintext = [UInt8](repeating: 0x41, count: 153)
        let flaws: [(inout [UInt8]) -> Void] = [
            { $0[0] = 0x01 }, { $0[0] = 0x80 }, { $0[1] = 0x01 }, { $0[1] = 0x00 }, { $0[1] = 0x82 },
            { $0[102] = 0x01 },
            {
                $0[0] = 0x01; $0[1] = 0x00
            },
        ]
        for flaw in flaws {
            #expect(PKCS1.encryptedContent(Self.block(filler: 100, plaintext: plaintext, flaw)) == nil)
        }
        // Fewer than eight bytes of filler.
        for place in 2..<10 {
            #expect(PKCS1.encryptedContent(Self.block(filler: 100, plaintext: plaintext) { $0[place] = 0 }) == nil)
        }
        #expect(PKCS1.encryptedContent(Self.block(filler: 100, plaintext: plaintext) { $0[10] = 0 })?.count == 245)
    }

    @Test func refusesShortBlocks() {
        for count in 0...10 { #expect(PKCS1.encryptedContent(WipingBytes([UInt8](repeating: 0, count: count))) == nil) }
        #expect(PKCS1.encryptedContent([0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0])?.isEmpty == true)
    }
}

@Suite struct EncryptionTests {
    /// The identity: with exponent 1 the cryptogram is the padded block itself.
    private func key(_ exponent: [UInt8] = [1]) throws -> RSAPublicKey {
        try RSAPublicKey(modulus: [UInt8](repeating: 0xC3, count: 256), exponent: exponent)
    }

    @Test(arguments: [0, 1, 32, 245]) func padsForEncryption(count: Int) throws {
        let plaintext = [UInt8](repeating: 0, count: count)
        let block = try #require(try key().encryptedPKCS1(WipingBytes(plaintext), random: SystemRandom()))
        #expect(block.count == 256)
        #expect(PKCS1.encryptedContent(WipingBytes(block)).map(Array.init) == plaintext)
        #expect(try key().encryptedPKCS1(WipingBytes(plaintext), random: SystemRandom()) != block)
    }

    @Test func refusesPlaintextsThatDoNotFit() throws {
        let plaintext = WipingBytes([UInt8](repeating: 1, count: 246))
        #expect(try key().encryptedPKCS1(plaintext, random: SystemRandom()) == nil)
    }

    @Test func replacesZerosOfTheSource() throws {
        let block = try #require(try key().encryptedPKCS1([0x41], random: HalfZero()))
        #expect(!block[2..<254].contains(0))
        #expect(block.suffix(2) == [0x00, 0x41])
    }

    @Test func givesUpOnABrokenSource() throws {
        #expect(throws: CryptoError.self) { try key().encryptedPKCS1([0x41], random: AllZero()) }
    }

    private final class HalfZero: RandomSource {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 % 2 * 0x77) } }
    }

    private final class AllZero: RandomSource {
        func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    }
}

@Suite struct PSSTests {
    @Test(arguments: HashFunction.allCases) func verifiesSaltsOfTheDigestsLengthOnly(function: HashFunction) throws {
        let key = try RSAPublicKey(modulus: [UInt8](repeating: 0xC3, count: 256), exponent: [1])
        let digest = function.digest([1, 2, 3])
        let salt = [UInt8](repeating: 7, count: function.digestCount)
        // With exponent 1 the encoded message is its own signature.
        let encoded = try PSS.encode(digest: digest, function, salt: salt, modulusBits: key.modulusBits)
        #expect(key.verifies(encoded, digest: digest, function, .pss))
        #expect(!key.verifies(encoded, digest: function.digest([1]), function, .pss))
        for count in [0, function.digestCount - 1, function.digestCount + 1] {
            #expect(throws: CryptoError.self) {
                try PSS.encode(
                    digest: digest, function, salt: [UInt8](repeating: 7, count: count), modulusBits: key.modulusBits)
            }
        }
    }

    /// Made with a shorter salt by the standard's steps, all else right.
    @Test func refusesForeignSaltLengths() throws {
        let key = try RSAPublicKey(modulus: [UInt8](repeating: 0xC3, count: 256), exponent: [1])
        let digest = HashFunction.sha256.digest([1, 2, 3])
        for count in [0, 20, 31, 32, 33] {
            let encoded = Self.encoded(digest, salt: [UInt8](repeating: 7, count: count))
            #expect(key.verifies(encoded, digest: digest, .sha256, .pss) == (count == 32))
        }
    }

    /// EMSA-PSS with SHA-256 for 2048 bits and any salt (RFC 8017 §9.1.1).
    private static func encoded(_ digest: [UInt8], salt: [UInt8]) -> [UInt8] {
        let hash = HashFunction.sha256.digest([UInt8](repeating: 0, count: 8) + digest + salt)
        var block = [UInt8](repeating: 0, count: 256 - salt.count - 34) + [1] + salt
        var mask: [UInt8] = []
        for counter in 0..<8 as Range<UInt8> { mask += HashFunction.sha256.digest(hash + [0, 0, 0, counter]) }
        for index in block.indices { block[index] ^= mask[index] }
        block[0] &= 0x7F
        return block + hash + [0xBC]
    }
}
