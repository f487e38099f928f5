// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import CertificateTrust
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCards

@Suite struct DeciphermentTests {
    /// A PKCS#1 v1.5 cryptogram for the card's authentication key (RFC 8017 §7.2.1), with fixed filler.
    private func cryptogram(_ content: [UInt8], for token: HealthCardToken, second: UInt8 = 0x02) throws -> [UInt8] {
        let certificate = try X509Certificate(der: token.certificate(.authentication).der)
        guard case .rsa(let modulus, let exponent) = certificate.publicKey else { return [] }
        let key = try RSAPublicKey(modulus: modulus, exponent: exponent)
        let filler = [UInt8](repeating: 0xA5, count: key.count - content.count - 3)
        return try #require(key.encrypted([0x00, second] + filler + [0x00] + content))
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"], [[], [0x42], Array("session".utf8)] as [[UInt8]])
    func opensWhatWasEncrypted(profile: String, content: [UInt8]) throws {
        let token = try HealthCardToken(TestBench(profile).connect())
        let opened = try token.decipher(cryptogram(content, for: token), TestBench.pin("1234"))
        #expect(Array(opened) == content)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"]) func tellsOneErrorForEveryFlaw(profile: String) throws {
        let bench = try TestBench(profile)
        let token = try HealthCardToken(bench.connect())
        var seen: Set<TokenError> = []
        for second in [0x00, 0x01, 0x03, 0xFF] as [UInt8] {
            do {
                _ = try token.decipher(cryptogram([1], for: token, second: second), TestBench.pin("1234"))
                Issue.record("a broken block was opened")
            } catch let error as TokenError {
                seen.insert(error)
            }
        }
        #expect(seen.count == 1)
        #expect(try token.pinState(.holder).triesLeft == 3)
    }

    @Test func refusesOtherLengthsBeforeTheCardIsAsked() throws {
        let bench = try TestBench("cps4-medecin")
        let token = try HealthCardToken(bench.connect())
        #expect(throws: TokenError.self) { try token.decipher([1, 2, 3], TestBench.pin("1234")) }
        #expect(bench.card.statistics.privateOperations.isEmpty)
    }
}
