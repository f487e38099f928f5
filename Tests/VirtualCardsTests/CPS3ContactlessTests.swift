// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import ISO7816
import Testing
import VirtualCards

@Suite struct CPS3ContactlessTests {
    let card: CardUnderTest

    init() throws {
        card = try CardUnderTest("transcript-cps3", contactless: true)
    }

    @Test func signsWithTheTechnicalKeyWithoutPIN() throws {
        let key = try RSAPrivateKey(pem: #require(card.card.profile.keys[.technical]).pem).publicKey
        #expect(card("00A4090C043F000002") == "9000")
        #expect(card("002241A406800102840183") == "9000")
        let answer = card("00880000034142430 0")
        #expect(answer.hasSuffix("9000"))
        let signed = try #require([UInt8](hexadecimal: answer.dropLast(4)))
        #expect(key.verifiesPKCS1(signed, block: Array("ABC".utf8)))
        #expect(card.card.statistics.privateOperations == [.technical: 1])
    }

    @Test func hasNoPINAndNoOlderDialect() {
        #expect(card("0020000104313233 34") == "6A88")
        #expect(card("00200001") == "6A88")
        #expect(card("A0A40000023F00") == "6E00")
        #expect(card.card.statistics.verifications == 0)
    }

    @Test func keepsTheContactApplicationShut() {
        #expect(card("00A4090C063F0000017001") == "9000")
        #expect(card("00B0000001") == "6982")
        #expect(card("00A4090C043F000001") == "9000")
        #expect(card("002241A406800102840182") == "9000")
        #expect(card("0088000003414243") == "6982")
    }

    @Test func neverWrites() {
        #expect(card("00A4090C063F000002D107") == "9000")
        #expect(card("00D600000141") == "6982")
    }

    @Test func sharesNoSecurityStateWithContact() {
        card.card.contact.powerOn()
        let verify = [UInt8](hexadecimal: "00200001 04 31323334") ?? []
        #expect(card.card.contact.respond(to: verify) == [0x90, 0x00])
        #expect(card("00A4090C063F000001D120") == "9000")
        #expect(card("00B0000001") == "6982")
    }

    @Test func trimsAnswersToLe() {
        #expect(card("00A4090C043F00D003") == "9000")
        #expect(card("00B0000000") == "5A0A8025000001990000010F9000")
        #expect(card("00B0000010") == "5A0A8025000001990000010F6282")
        #expect(card("00B0000002") == "5A0A9000")
        #expect(card("00A40904043F00D003") == "6127")
        #expect(card("00C0000002") == "62256125")
        #expect(card("00A40904043F00D00302") == "62256125")
        #expect(card("00C0000030") == "6C25")
        #expect(card.status("00C0000000") == "9000")
        #expect(card("00C0000000") == "6985")
    }

    @Test func refusesExtendedLengths() {
        #expect(card("00B00000000100") == "6700")
        #expect(card("00A4090C0000043F00D003") == "6700")
    }
}
