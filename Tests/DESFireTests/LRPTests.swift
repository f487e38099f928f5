// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

@testable import DESFire

/// Vectors of NXP's AN12304.
@Suite struct LRPTests {
    @Test(arguments: [
        ("63A0169B4D9FE42C72B2784C806EAC21", "", "0E07C601970814A4176FDA633C6FC3DE"),
        ("8195088CE6C393708EBBE6C7914ECB0B", "BBD5B85772C7", "AD8595E0B49C5C0DB18E77355F5AAFF6"),
        ("E2F84A0B0AF40EFEB3EEA215A436605C", "8BF1DDA9FE445560A4F4EB9CE0", "D04382DF71BC293FEC4BB10BDB13805F"),
        ("5AA9F6C6DE5138113DF5D6B6C77D5D52", "A4434D740C2CB665FE5396959189383F", "8B43ADF767E46B692E8F24E837CB5EFC"),
    ])
    func codesAMessage(_ key: String, _ message: String, _ code: String) throws {
        #expect(try LRP(hex(key)).code(hex(message)) == hex(code))
    }

    @Test(arguments: [
        ("567826B8DA8E768432A9548DBE4AA3A0", 2, "1359", true, "1BA2C0C578996BC497DD181C6885A9DD"),
        ("B65557CE0E9B4C5886F232200113562B", 1, "BB4FCF27C94076F756AB030D", false, "6FDFA8D2A6AA8476BF94E71F25637F96"),
        (
            "C48A8E8B16571645A1557825AA66AC91", 3, "1F0B7C0DB12889CA436CABB78BE42F9", true,
            "51296B5E6D3B8DB8A1A7399760A19189"
        ),
        ("9AFF3EF56FFEC3153B1CADB48B445409", 3, "4B073B247CD48F7E0A", false, "909415E5C8BE77563050F2227E17C0E4"),
    ])
    func evaluates(_ key: String, _ updatedKey: Int, _ nibbles: String, _ isFinal: Bool, _ result: String) throws {
        let digits = try nibbles.map { try #require(UInt8(String($0), radix: 16)) }
        #expect(try LRP(hex(key)).evaluate(updatedKey, digits, isFinal: isFinal) == hex(result))
    }

    @Test func enciphersWithACounterThatWraps() throws {
        let primitive = try LRP(hex("9D813134CFDEE9D58755DEACD4AF72A7"))
        var counter: UInt32 = 0xFFFF_FFFF
        let padded = try hex("27").marked(to: 16)
        let cipher = try primitive.encrypt(padded, under: 0, &counter)
        #expect(try cipher == hex("F5833FC397356EA3D9ECADBB9F6FE440"))
        #expect(counter == 0)
        counter = 0xFFFF_FFFF
        #expect(try primitive.decrypt(cipher, under: 0, &counter) == padded)
    }

    @Test func derivesASessionKey() throws {
        let key = WipingBytes(repeatElement(0, count: 16))
        let session = try SessionKeys.lrp(
            key, hex("74D7DF6A2CEC0B72B412DE0D2B1117E6"), hex("56109A31977C855319CD4618C9D2AED2"))
        #expect(try session == hex("132D7E6F35BA861F39B37221214E25A5"))
    }
}

/// Dialogues of NXP's AN12321 and of an NTAG 424, which has the same mode.
@Suite struct LRPSessionTests {
    @Test func opensASession() throws {
        let (card, link) = try card(
            """
            71030102 -> AF0156109A31977C855319CD4618C9D2AED2
            AF74D7DF6A2CEC0B72B412DE0D2B1117E6189B59DCEDC31A3D3F38EF8D4810B3B4 -> 00F4FC209D9D60623588B299FA5D6B2D710125F8547D9FB8D572C90D2C2A14E235
            """, DrawnNumbers("74D7DF6A2CEC0B72B412DE0D2B1117E6"))
        #expect(try card.authenticateLRP(3, .factory(.aes)) == hex("020000000000"))
        #expect(card.messaging == .lrp)
        #expect(try (card.session as? LRPMessaging)?.context.transaction == hex("58EE9424"))
        #expect(link.isOver)
    }

    @Test func refusesACardThatDoesNotKnowTheKey() throws {
        let (card, _) = try card(
            """
            71030102 -> AF0156109A31977C855319CD4618C9D2AED2
            AF74D7DF6A2CEC0B72B412DE0D2B1117E6189B59DCEDC31A3D3F38EF8D4810B3B4 -> 00F4FC209D9D60623588B299FA5D6B2D710125F8547D9FB8D572C90D2C2A14E234
            """, DrawnNumbers("74D7DF6A2CEC0B72B412DE0D2B1117E6"))
        #expect(throws: DESFireError.cardNotAuthentic) { try card.authenticateLRP(3, .factory(.aes)) }
        #expect(card.messaging == nil)
    }

    /// GetCardUID three times: the counter of blocks goes on from one answer to the next.
    @Test func readsTheUIDInASession() throws {
        let primitive = try LRP(hex("0856D337F42AE40EFF294C4326D9C1F1"))
        let (card, link) = try card(
            """
            51C37D6270F674CC6D -> 005EC351196B8E2943DB04FCD4A952F53DA2830DC2258E4539
            51D65CCB81E5591400 -> 00D80B735F7B4C8E7E8A3CDAAA4410F35F752769C8EBC48E1A
            518C677D7DCC349371 -> 009CCD031474A50199C696D8EF272E231A10173FAF41B614E4
            """, DrawnNumbers())
        card.session = LRPMessaging(
            0, primitive, EV2Context(transaction: try hex("4F5E8407"), counter: 0), blocks: 1)
        for _ in 0..<3 { #expect(try card.uid() == Array(hex("04940D2A2F7080"))) }
        #expect(link.isOver)
    }
}

/// Vectors of NXP's AN10922 and AN10957.
@Suite struct KeyDiversificationTests {
    @Test(arguments: [
        (
            DESFireKeyType.aes, "00112233445566778899AABBCCDDEEFF", "04782E21801D803042F54E585020416275",
            "A8DD63A3B89D54B37CA802473FDA9175"
        ),
        (.aes, "F3F9377698707B688EAF84ABE39E3791", "04DEADBEEFFEED", "0BB408BAFF98B6EE9F2E1585777F6A51"),
        (
            .des2Keys, "00112233445566778899AABBCCDDEEFF", "04782E21801D803042F54E58502041",
            "16F8597C9E8910C86B9648D006107DD7"
        ),
        (
            .des3Keys, "00112233445566778899AABBCCDDEEFF0102030405060708", "04782E21801D803042F54E5850",
            "2F0DD03675D3FB9A5705AB0BDA91CA0B55B8E07FCDBF10EC"
        ),
    ])
    func derivesTheKeyOfACard(_ type: DESFireKeyType, _ master: String, _ input: String, _ key: String) throws {
        let derived = try KeyDiversification.key(from: DESFireKey(type, hex(master)), for: hex(input))
        #expect(try derived.bytes == hex(key))
    }

    @Test func refusesInputsOfOtherLengths() throws {
        #expect(throws: DESFireError.self) { try KeyDiversification.key(from: .factory(.aes), for: []) }
        let long = WipingBytes(repeatElement(1, count: 32))
        #expect(throws: DESFireError.self) { try KeyDiversification.key(from: .factory(.aes), for: long) }
    }
}
