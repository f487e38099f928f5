// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import Testing
import VirtualCards

@Suite struct CPS4Tests {
    let card: CardUnderTest

    init() throws {
        card = try CardUnderTest.chipDoc()
    }

    @Test func opensTheChannelBySelectionOnly() throws {
        let fresh = try CardUnderTest("transcript-cps4")
        #expect(fresh("01B0000000") == "6881")
        #expect(fresh("01A4080002D00300") == "6881")
        #expect(fresh("01A4040C05A000000003") == "6A82")
        #expect(fresh("01200001") == "6881")
        #expect(fresh("02A4040C088025000001FF0100") == "6881")
        #expect(fresh("01A4040C088025000001FF0100") == "9000")
        #expect(fresh("01200001") == "63C3")
        fresh.face.reset()
        #expect(fresh("01200001") == "6881")
    }

    @Test func leavesTheBasicChannelToTheOlderApplet() {
        #expect(card("00A4000C023F00") == "6E00")
        #expect(card("A0A40000023F00") == "9F0F")
        #expect(card("A0A40000027F01") == "9F0F")
        #expect(card("A0A40000024000") == "9F0F")
        #expect(card("A0C000000F") == "850D006040000400000000000000009000")
        #expect(card("A0B0000005") == "9804")
        #expect(card("01200001 04 31323334") == "9000")
        #expect(card("A0B0000005") == "F0038001019000")
        #expect(card("00A4040C07A0000001510000") == "9000")
        #expect(card("A0A40000023F00") == "6E00")
        #expect(card("00B0000000") == "6D00")
        #expect(card("00A4040C088025000001FF0002") == "9000")
        #expect(card("A0A40000023F00") == "9F0F")
    }

    @Test func selectsTheAppletOnOneChannelAtATime() {
        #expect(card("00A4040C088025000001FF0100") == "6985")
        #expect(card("01A4040C07A0000001510000") == "9000")
        #expect(card("00A4040C088025000001FF0100") == "9000")
        #expect(card("00200001") == "63C3")
    }

    @Test func answersFCIInBothForms() {
        #expect(card("01A4080002D00300") == "6F0E8002000C8201018302D0038A01059000")
        #expect(card("01A4080C02D003") == "9000")
        #expect(card("01A4080402D003") == "6110")
        #expect(card("01C0000000") == "6F0E8002000C8201018302D0038A01059000")
        #expect(card("01A4080102D003") == "6A86")
        #expect(card("01A40800043F00D003") == "6A82")
    }

    @Test func goesOnTellingTheCounterAfterTheRightPIN() throws {
        #expect(card("01200001 04 31323334") == "9000")
        #expect(card("01200001") == "63C3")
        #expect(card("01200002") == "63CA")
        let other = try CardUnderTest.chipDoc { $0.quirks.verifiedAnswers9000 = true }
        #expect(other("01200001") == "63C3")
        #expect(other("01200001 04 31323334") == "9000")
        #expect(other("01200001") == "9000")
    }

    @Test func changesThePINAfterVerification() {
        #expect(card("01240101 04 35363738") == "6982")
        #expect(card("01240001 08 31323334 35363738") == "6A86")
        #expect(card("01200001 04 31323334") == "9000")
        #expect(card("01240101 03 353637") == "6700")
        #expect(card("01240101 04 35363738") == "9000")
        card.face.reset()
        _ = card("01A4040C088025000001FF0100")
        #expect(card("01200001 04 31323334") == "63C2")
        #expect(card("01200001 04 35363738") == "9000")
    }

    @Test func unblocksInTwoSteps() {
        for _ in 0..<3 { _ = card("01200001 04 39393939") }
        #expect(card("01200001") == "6983")
        #expect(card("012C0381") == "6982")
        #expect(card("01200002 08 3132333435363738") == "9000")
        #expect(card("01240101 04 34333231") == "6982")
        #expect(card("012C0381") == "9000")
        #expect(card("012C0382") == "6A88")
        #expect(card("01240101 04 34333231") == "9000")
        #expect(card("01240101 04 35353535") == "6982")
        #expect(card("01200001 04 34333231") == "9000")
    }

    @Test(arguments: [
        (UInt8(0x0A), HashFunction.sha1, SignaturePadding.pkcs1), (0x28, .sha256, .pkcs1), (0x15, .sha1, .pss),
        (0x2C, .sha256, .pss),
    ])
    func signsByScheme(_ algorithm: UInt8, _ function: HashFunction, _ padding: SignaturePadding) throws {
        for (reference, role) in [("90", CardKeyRole.signature), ("A0", .authentication)] {
            let key = try RSAPrivateKey(pem: #require(card.card.profile.keys[role]).pem).publicKey
            let digest = [UInt8](repeating: 0x42, count: function.digestCount)
            let command = "012A9E9A" + [UInt8(digest.count)].hexadecimal + digest.hexadecimal + "00"
            _ = card("01A40800020001")
            #expect(card(command) == "6985")
            #expect(card("012281B6 04 9102" + [algorithm].hexadecimal + reference) == "9000")
            card.card.forgetVerification()
            #expect(card(command) == "6982")
            #expect(card("01200001 04 31323334") == "9000")
            let signed = try #require([UInt8](hexadecimal: card(command).dropLast(4)))
            #expect(key.verifies(signed, digest: digest, function, padding))
            #expect(card("012A9E9A 01 00 00") == "6700")
        }
    }

    @Test func deciphersRawBlocksInAChain() throws {
        let key = try RSAPrivateKey(pem: #require(card.card.profile.keys[.authentication]).pem).publicKey
        let block = try #require(PKCS1.signatureBlock(Array("TEST".utf8), count: 256))
        #expect(card("01200001 04 31323334") == "9000")
        #expect(card("012241B8 03 830120") == "9000")
        #expect(card("112A8086 FF" + block.prefix(255).hexadecimal) == "9000")
        let answer = card("012A8086 01" + block.suffix(1).hexadecimal + "00")
        let signed = try #require([UInt8](hexadecimal: answer.dropLast(4)))
        #expect(key.verifiesPKCS1(signed, block: Array("TEST".utf8)))
        #expect(card("112A8086 FF" + String(repeating: "FF", count: 255)) == "9000")
        #expect(card("012A8086 01 FF 00") == "6A80")
        #expect(card("012241B8 03 830110") == "6985")
        #expect(card("012281B6 04 91022810") == "6A80")
        #expect(card("012281B6 04 91022891") == "6A88")
        #expect(card("01880000 01 00") == "6D00")
    }

    @Test func guardsItsFiles() {
        for file in ["D120", "D130", "D150"] {
            #expect(card("01A4080C040001\(file)") == "9000")
            #expect(card("01B0000010") == "6982")
        }
        #expect(card("01A4080C040001D101") == "9000")
        #expect(card("01D600000141") == "6982")
        #expect(card("01A4080C040001D107") == "9000")
        #expect(card("01D600000141") == "9000")
        #expect(card("01B0000001") == "419000")
    }

    @Test(arguments: ["transcript-cps4", "transcript-cps4-t0"])
    func answersFilesInAnyChunks(_ profile: String) throws {
        let card = try CardUnderTest.chipDoc(profile)
        #expect(card("01200001 04 31323334") == "9000")
        for path in [
            "2F00", "D003", "00015031", "00015032", "00017001", "00017002", "00017004", "00017005", "00017006",
        ]
            + ["0001A001", "0001A002", "0001D102", "0001D107", "0001D121", "0001D130", "0001D146", "0001D150"]
        {
            let select = "01A40804" + (path.count == 4 ? "02" : "04") + path
            let count = try #require(UInt8(card(select).suffix(2), radix: 16))
            let parameters = try #require([UInt8](hexadecimal: card("01C00000" + [count].hexadecimal)))
            let size = Int(parameters[4]) << 8 | Int(parameters[5])
            let whole = try read(card, size, by: 256)
            for chunk in [1, 100, 231] { #expect(try read(card, size, by: chunk) == whole) }
            #expect(whole.count == size)
        }
    }

    private func read(_ card: CardUnderTest, _ size: Int, by chunk: Int) throws -> [UInt8] {
        try stride(from: 0, to: size, by: chunk).reversed().reduce(into: []) { result, offset in
            let count = UInt8(truncatingIfNeeded: min(chunk, size - offset))
            let answer = card.face.respond(to: [0x01, 0xB0, UInt8(offset >> 8), UInt8(offset & 0xFF), count])
            try #require(answer.suffix(2) == [0x90, 0x00])
            result = answer.dropLast(2) + result
        }
    }

    @Test func refusesTheFirstSelectionWhereTold() throws {
        let other = try CardUnderTest("transcript-cps4") { $0.quirks.firstSelectRefused = true }
        #expect(other("01A4040C088025000001FF0100") == "6985")
        #expect(other("01A4040C088025000001FF0100") == "6985")
        #expect(other("01A4040C07A0000001510000") == "9000")
        #expect(other("01A4040C088025000001FF0100") == "9000")
    }
}
