// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

@testable import VirtualCards

/// Transaction codes, dynamic reads, delegation, proximity and virtual card selection.
@Suite struct DerivationVectorTests {
    @Test(arguments: [
        (
            "66A8CB93269DC9BC2885B7A91B9C697B", 9 as UInt32, "04010203040506", "7C1AD2D9C5C08154A0A4914B401A6598",
            "119B902A07B18A865B8E1B0060594784", false
        ),
        (
            "0123456789ABCDEFFEDCBA9876543210", 0x1234_5679, "04A1B2C3D4E5F6", "8F76D21BAE6765845188BCF9159BE0EC",
            "6F701DC037A5F0757A7FF667055F4B25", false
        ),
        (
            "00112233445566778899AABBCCDDEEFF", 1, "04782E21801D80", "2DB206D20F493AC4524EADE977E976B4",
            "A0DD3EA52546EC462FE0F466FEB3A62F", false
        ),
        (
            "00112233445566778899AABBCCDDEEFF", 1, "04782E21801D80", "2D5BA917D8539675CE15D7EEF2599080",
            "C87362306C6A8ED1684CF11E10FFC214", true
        ),
    ])
    func derivesTransactionKeys(
        _ key: String, _ counter: UInt32, _ uid: String, _ code: String, _ secret: String, _ resilient: Bool
    ) throws {
        let pair = try TransactionKeyPair(
            BadgeKey(.aes, hex(key), version: 0), counter: counter, uid: Array(hex(uid)), resilient: resilient)
        let message = try hex("00112233445566778899AABBCCDDEEFF0001")
        let block = message.part(0, 16)
        if resilient {
            var start = WipingBytes.zeros(4)
            #expect(try pair.code(message) == LeakageResilientFunction(hex(code)).code(message).everySecond)
            #expect(
                try pair.secret(block)
                    == LeakageResilientFunction(hex(secret)).transform(block, &start, deciphers: false))
        } else {
            #expect(try pair.code(message) == CMAC(BlockCipher(.aes128, key: hex(code))).code(message).everySecond)
            #expect(try pair.secret(block) == BlockCipher(.aes128, key: hex(secret)).encrypt(block))
        }
    }

    @Test func codesATransaction() throws {
        let pair = try TransactionKeyPair(
            BadgeKey(.aes, hex("00112233445566778899AABBCCDDEEFF"), version: 0), counter: 1,
            uid: Array(hex("04782E21801D80")), resilient: false)
        var transaction = BadgeTransaction()
        transaction.cover(1, 0x3D, try hex("02000000030000"), try hex("102030"))
        #expect(try text(pair.code(#require(transaction.inputs[1]))) == "C01F2C3365B855EF")
        #expect(try text(pair.secret(hex("00112233445566778899AABBCCDDEEFF"))) == "4CBA5402F5723FA30DFCDF9477E623F5")
    }

    @Test func derivesMirrorKeys() throws {
        let zero = WipingBytes.zeros(16)
        let keys = try MirrorKeys(zero, hex("04DE5F1EACC040"), hex("3D0000"), resilient: false)
        #expect(try text(keys.code([])) == "94EED9EE65337086")
        let others = try MirrorKeys(zero, hex("04958CAA5C5E80"), hex("010000"), resilient: false)
        let text16 = WipingBytes(repeatElement(UInt8(ascii: "x"), count: 16))
        #expect(try text(others.secret(text16, hex("010000"))) == "94592FDE69FA06E8E3B6CA686A22842B")
        let block = try hex("C7042E1D222A63806A000016E2CA89D1")
        let secret = try MirrorKeys.resilientIdentity(block, zero, hex("AAE1508939ECF6FF"))
        #expect(text(secret) == "26BCE407959AB1A5EC022819A35CD293")
        let resilient = try MirrorKeys(zero, hex("042E1D222A6380"), hex("6A0000"), resilient: true)
        guard case .function(let function) = resilient else { return }
        let known = try LeakageResilientFunction(hex("99C2FD9C885C2CA3C9089C20057310C0"))
        #expect(try function.code(block) == known.code(block))
        // The code covers the characters that stand for the identity, and the letter after them.
        let input = WipingBytes("AAE1508939ECF6FF26BCE407959AB1A5EC022819A35CD293x".utf8)
        #expect(try text(known.code(input).everySecond) == "5E3DB82C19E3865F")
    }

    @Test func takesADelegatedApplication() throws {
        var profile = try BadgeProfile.plain(.ev2)
        profile.keys[0x11] = BadgeProfile.Key(.aes, WipingBytes(repeatElement(0x11, count: 16)))
        profile.keys[0x12] = BadgeProfile.Key(.aes, WipingBytes(repeatElement(0x22, count: 16)))
        let bench = try BadgeBench(profile)
        let secret = "9232C82A913FA1CFCDC7ED5EC63AB45CE991C06A1F485156DB8C3CDCB689BD27"
        let plan = "123456 0000 00 4000 EF 81"
        // Without messaging the owner's session is one of EV1 here: what is sent is what is written on the page.
        try bench.openEV1(0, 0x10, .aes, "000102030405060708090A0B0C0D0E0F")
        #expect(try bench.say("C9\(plan)") == "AF")
        #expect(try bench.say("AF\(secret)5D941683B901612B").hasPrefix("00"))
        #expect(bench.system.state.applications.first?.identifier == 0x563412)
        #expect(bench.system.state.applications.first?.keys == [.factory(.aes)])
        #expect(try bench.say("690000").hasPrefix("00004000"))
        #expect(try bench.say("DA123456DCD2F30E702C9370").hasPrefix("00"))
        #expect(bench.system.state.applications.isEmpty)
        // The same permission again.
        try bench.openEV1(0, 0x10, .aes, "000102030405060708090A0B0C0D0E0F")
        #expect(try bench.say("C9\(plan)") == "AF")
        #expect(try bench.say("AF\(secret)5D941683B901612B") == "9D")
        #expect(bench.system.state.applications.isEmpty)
    }

    @Test(arguments: [
        (["0800112233445566 77"], ["8899AABBCCDDEEFF"], "DA41AE5F51513074", "87FECB646FFA0FEA"),
        (["0400112233", "0444556677"], ["8899AABB", "CCDDEEFF"], "398435346E2A34F1", "C7674FCCAC78C5F7"),
    ])
    func provesProximity(_ rounds: [String], _ answers: [String], _ host: String, _ card: String) throws {
        var profile = try BadgeProfile.plain(.ev2)
        profile.keys[0x21] = try BadgeProfile.aes("00112233445566778899AABBCCDDEEFF")
        let bench = try BadgeBench(profile, draws: ["8899AABBCCDDEEFF"])
        try bench.play("F0 -> 000103B400")
        for (round, answer) in zip(rounds, answers) { try bench.play("F2\(round) -> 00\(answer)") }
        try bench.play("FD\(host) -> 00\(card)")
    }

    @Test func isSelectedAsAVirtualCard() throws {
        var profile = try BadgeProfile.plain(.ev2)
        profile.keys[0x23] = try BadgeProfile.aes("000102030405060708090A0B0C0D0E0F")
        profile.keys[0x22] = try BadgeProfile.aes("101112131415161718191A1B1C1D1E1F")
        let bench = try BadgeBench(profile, draws: ["A0A1A2A3A4A5A6A7A8A9AAABACADAEAF"])
        bench.system.state.configuration.installationName = [0xA0, 0, 0, 3, 0x96]
        let select = "00A4040005A00000039600"
        try bench.play(
            """
            \(select) -> 6F2285205E18D1FEF61D087EC0A33ED734A7918F05D2B5B29B16A165BFA7ECA2C3C57FFB9000
            008200000876116254D44716BA -> 9000
            """)
        #expect(try bench.say(select).hasSuffix("9000"))
        #expect(try bench.say("008200000876116254D44716BA") == "6982")
        #expect(try bench.say("00A4040005A00000039700") == "6A82")
    }
}
