// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import Testing
import VirtualCards

@Suite struct CPS3OperationTests {
    let card: CardUnderTest
    let signature: RSAPublicKey
    let authentication: RSAPublicKey

    init() throws {
        card = try CardUnderTest("transcript-cps3")
        signature = try RSAPrivateKey(pem: #require(card.card.profile.keys[.signature]).pem).publicKey
        authentication = try RSAPrivateKey(pem: #require(card.card.profile.keys[.authentication]).pem).publicKey
        #expect(card("00200001 04 31323334") == "9000")
        #expect(card("00A4090C043F000001") == "9000")
    }

    private func bytes(_ answer: String) throws -> [UInt8] {
        try #require(answer.hasSuffix("9000"))
        return try #require([UInt8](hexadecimal: answer.dropLast(4)))
    }

    @Test(arguments: [HashFunction.sha1, .sha256], [3, 63, 64, 65, 128, 200])
    func finishesTheHashThatTheHostBegan(_ function: HashFunction, _ count: Int) throws {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let blocks = max(count - 1, 0) / 64 * 64
        var data: [UInt8] = [0x90, 0x00]
        if blocks > 0 {
            let partial = try PartialHash(function, of: message.prefix(blocks))
            data = [0x90, UInt8(partial.state.count + 8)] + partial.state
            data += (0..<8).map { UInt8(truncatingIfNeeded: partial.bitCount >> (56 - 8 * UInt64($0))) }
        }
        data += [0x80, UInt8(count - blocks)] + message[blocks...]
        #expect(card("002241AA 03 8001" + (function == .sha1 ? "10" : "40")) == "9000")
        #expect(card("002A90A0" + [UInt8(data.count)].hexadecimal + data.hexadecimal) == "9000")
        #expect(card("002241B6 06 840181 8001" + (function == .sha1 ? "12" : "42")) == "9000")
        let signed = try bytes(card("002A9E9A00"))
        #expect(signature.verifies(signed, digest: function.digest(message), function, .pkcs1))
        // The hash is spent.
        #expect(card("002A9E9A00") == "6985")
    }

    @Test func keepsTheHashAcrossRefusalAndVerification() throws {
        #expect(card("002241AA 03 800140") == "9000")
        #expect(card("002A90A0 07 9000 8003 616263") == "9000")
        #expect(card("002241B6 06 800142 840181") == "9000")
        card.card.forgetVerification()
        #expect(card("002A9E9A00") == "6982")
        #expect(card("00200001 04 31323334") == "9000")
        let signed = try bytes(card("002A9E9A00"))
        #expect(signature.verifies(signed, digest: HashFunction.sha256.digest(Array("abc".utf8)), .sha256, .pkcs1))
    }

    @Test func signsAHashFromTheCommand() throws {
        let digest = [UInt8](repeating: 0x42, count: 32)
        #expect(card("002241B6 06 800142 840181") == "9000")
        #expect(card("002A9E9A 20" + digest.hexadecimal) == "6100")
        let first = card("00C00000E7")
        #expect(first.hasSuffix("6119"))
        let signed = try bytes(first.dropLast(4) + card("00C0000019"))
        #expect(signature.verifies(signed, digest: digest, .sha256, .pkcs1))
        #expect(card("002A9E9A 14" + digest.prefix(20).hexadecimal) == "6A80")
    }

    @Test func authenticatesWithTheBytesAsGiven() throws {
        let data = [UInt8](repeating: 0x79, count: 36)
        #expect(card("002241A4 06 800102 840182") == "9000")
        #expect(card("00880000 24" + data.hexadecimal) == "6100")
        #expect(authentication.verifiesPKCS1(try bytes(card("00C0000000")), block: data))
    }

    @Test func limitsAuthenticationDataToFortyPercent() {
        #expect(card("002241A4 06 800102 840182") == "9000")
        #expect(card("00880000 66" + String(repeating: "01", count: 102)) == "6100")
        #expect(card("00880000 67" + String(repeating: "01", count: 103)) == "6700")
        #expect(card("0088000000") == "6700")
    }

    @Test func deciphersAndUnpads() throws {
        let block = [0x00, 0x02] + [UInt8](repeating: 0x77, count: 248) + [0x00] + Array("hello".utf8)
        let cryptogram = try #require(authentication.encrypted(block))
        #expect(card("002241B8 06 80011A 840182") == "9000")
        #expect(card("102A8086 FF81" + cryptogram.prefix(254).hexadecimal) == "9000")
        #expect(card("002A8086 02" + cryptogram.suffix(2).hexadecimal) == "6105")
        #expect(card("00C0000005") == "68656C6C6F9000")
        #expect(card("102A8086 FF00" + cryptogram.prefix(254).hexadecimal) == "9000")
        #expect(card("002A8086 02" + cryptogram.suffix(2).hexadecimal) == "6A80")
        #expect(card("002A8086 02" + cryptogram.suffix(2).hexadecimal) == "6700")
    }

    @Test func forgetsABrokenChain() {
        #expect(card("002241B8 06 80011A 840182") == "9000")
        #expect(card("102A8086 FF81" + String(repeating: "00", count: 254)) == "9000")
        #expect(card.status("0084000008") == "9000")
        #expect(card("002A8086 02 0000") == "6700")
        for _ in 0..<4 { _ = card("102A8086 FF" + String(repeating: "00", count: 255)) }
        #expect(card("102A8086 FF" + String(repeating: "00", count: 255)) == "6700")
    }

    @Test(arguments: [
        ("002241B6 06 800142 840183", "6A88"), ("002241B6 06 800142 840101", "6A88"),
        ("002241B6 06 800142 840182", "6985"), ("002241A4 06 800102 840181", "6985"),
        ("002241B6 06 800128 840181", "6A80"), ("002241AA 03 800142", "6A80"), ("002241B6 03 840181", "6A80"),
        ("002241B6 07 800142 840181 00", "6A80"), ("00224100 06 800142 840181", "6A86"),
        ("002281B6 06 800142 840181", "6A86"), ("0022F301", "9000"), ("0022F302", "6A88"),
    ])
    func judgesEnvironments(_ command: String, _ status: String) {
        #expect(card(command) == status)
    }

    @Test func needsAnEnvironmentOfThisDirectory() {
        let hash = String(repeating: "42", count: 32)
        #expect(card("002A9E9A20" + hash) == "6985")
        #expect(card("002241B6 06 800142 840181") == "9000")
        #expect(card("00A4090C043F000001") == "9000")
        #expect(card("002A9E9A20" + hash) == "6985")
        #expect(card("00A4090C023F00") == "9000")
        #expect(card("002241B6 06 800142 840181") == "6A88")
        #expect(card("002A90A0 07 9000 8003 616263") == "6985")
    }

    @Test func needsThePINForItsContactKeys() {
        card.card.forgetVerification()
        for (environment, operation) in [
            ("002241B6 06 800142 840181", "002A9E9A20" + String(repeating: "42", count: 32)),
            ("002241A4 06 800102 840182", "00880000 01 42"),
            ("002241B8 06 80011A 840182", "002A8086 01 42"),
        ] {
            #expect(card(environment) == "9000")
            #expect(card(operation) == "6982")
        }
        #expect(card.card.statistics.privateOperations.isEmpty)
    }

    @Test func countsPrivateOperationsByKey() {
        _ = card("002241A4 06 800102 840182")
        _ = card("00880000 01 42")
        _ = card("00880000 01 42")
        _ = card("002241B6 06 800142 840181")
        _ = card("002A9E9A20" + String(repeating: "42", count: 32))
        #expect(card.card.statistics.privateOperations == [.authentication: 2, .signature: 1])
    }

    @Test func givesChallengesOfEightBytes() {
        #expect(card("0084000008").count == 20)
        #expect(card("0084000008") != card("0084000008"))
        #expect(card("0084000010") == "6C08")
        #expect(card("0084010008") == "6A86")
    }

    @Test func describesItsObjects() {
        #expect(card("00CB3FFF0A4D087006BF810102A080") == "6A88")
        #expect(card("00CB3FFF0A4D087006BFFB01027B80") == "6A88")
        #expect(card("00CB3FFF0A4D087006BF900102A080") == "6117")
        #expect(card("00CB3FFF0A4D087006BF900302A080") == "6A88")
        #expect(card("00A4090C023F00") == "9000")
        #expect(card("00CB3FFF0A4D087006BF900102A080") == "6A88")
        #expect(card("00CB3FFF0A4D087006BFFB01027B80") == "6110")
        #expect(card("00C0000010") == "700EBFFB010A7B08A4069501088301019000")
        #expect(card("00CB3FFF0A4D087006BFFB02027B80") == "6A88")
        #expect(card("00CB3FFF0A4D087006BF8A0502A280") == "6A86")
        #expect(card("00CB3FFF0A4D087006BF8101027F41") == "6A80")
        #expect(card("00CB3FFF0A4D097006BF810102A080") == "6A80")
        #expect(card("00CB00000A4D087006BF810102A080") == "6A86")
    }
}
