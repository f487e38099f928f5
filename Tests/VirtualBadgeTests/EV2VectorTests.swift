// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

@testable import VirtualCards

/// EV2: dialogues that are public, and own computations under keys that are not zero.
@Suite struct EV2VectorTests {
    private static let key = "00112233445566778899AABBCCDDEEFF"

    /// One application with two keys and one enciphered file of 16 bytes.
    private func profile(_ first: String, _ second: String = "00000000000000000000000000000000") throws -> BadgeProfile
    {
        var profile = try BadgeProfile.plain(.ev2)
        profile.applications = [
            .init(
                1, settings: 0x0F, keys: [try BadgeProfile.aes(first), try BadgeProfile.aes(second)],
                files: [.init(2, mode: 3, rights: 0x0000, .data([UInt8](repeating: 0, count: 16), isBackup: false))])
        ]
        return profile
    }

    /// A whole dialogue: a write, a read, another key changed, and the session gone on with it.
    @Test func playsAWholeDialogue() throws {
        let bench = try BadgeBench(
            profile(EV2VectorTests.key),
            draws: [
                "F0E1D2C3B4A5968778695A4B3C2D1E0F", "11223344", "33333333333333333333333333333333",
            ])
        try bench.play(
            """
            5A010000 -> 00
            710000 -> AFC96BF47FDF7F6B27640F17CD1EBE8CDE
            AF8E7DE3065E4B6BF0C478D86372BF78B521B8662A905B56E5CBE5B27A448BAB2D -> 003227F2D48C8BAF23EE4CD91C85F2665784E56DB0C2FCE557CA6EAA8FD18D3483
            3D02000000100000246B21264F07FB2AC34F8E8144B3A39D817FF50DEA1B18397C803A0DD5C4AC7AACCAD9419F58E12E -> 009D62A3DCD7F4507F
            BD02000000100000421BAF2628F0B292 -> 00B86F217855223610D4239AE0097E0B1C1642C48DDFAE694D97E5AC728DE23984CA48DA31782934D4
            C401781358779BBF7282A5A5CBAD47AE6B90A545FFDB00868FBCC40B7678D0A0E3CD9819D40E4BB75F84 -> 00B63195F0E3EBC389
            7701 -> AF70FBF4C4CA28872105665449765B13E1
            AFD1B4106613B1BCCA56ACDB2960DCA2D7898D6857C37B02B30F4086D27EDDD24C -> 00D594DBB17F8DA0BC08BB6D0973F7043B
            """)
        #expect(try bench.say("6FF557BEB0785C0678").hasPrefix("0002"))
        #expect(bench.system.state.applications[0].keys[1].version == 1)
    }

    @Test(arguments: [
        ("710000", "4D693FA018614D600133425883AE77E27E888514CBB6195AD99B1E6B9512EEAD"),
        ("710006010203040506", "4D693FA018614D600133425883AE77E2D1796CC80A0A7BF756479D07782A67A9"),
    ])
    func repeatsCapabilities(_ command: String, _ answer: String) throws {
        let bench = try BadgeBench(
            profile("00000000000000000000000000000000"), draws: ["000102030405060708090A0B0C0D0E0F", "A1B2C3D4"])
        bench.system.state.configuration.capabilities = Array(try hex("00000000A55A00000000"))
        try bench.play(
            """
            5A010000 -> 00
            \(command) -> AF7ACA0FD9BCD6EC7C9F97466616E6A282
            AF358D5B59ADB65D04107676586F4734468AE4FC4E8630324D15ABDA99C0D0202C -> 00\(answer)
            """)
    }

    /// AN12196, and a write of 128 bytes: the card's code over it.
    @Test func authenticatesAsPublished() throws {
        let bench = try BadgeBench(
            profile("00000000000000000000000000000000"), draws: ["B9E2FC789B64BF237CCCAA20EC7E6E48", "9D00C4DF"])
        try bench.play(
            """
            5A010000 -> 00
            710000 -> AFA04C124213C186F22399D33AC2A30215
            AF35C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D -> 003FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663
            """)
        try bench.openEV2(
            1, 0, enc: "1309C877509E5A215007FF0ED19CA564", mac: "4C6626F5E72EA694202139295C7A7FC7", ti: "9D00C4DF")
        let session = try #require(bench.system.session as? CountedSession)
        let shape = CommandShape(header: 7, mode: .plain)
        _ = try session.open(0x8D, hex("03000000800000"), shape)
        #expect(try text(session.seal([], .ok, AnswerShape())) == "FC222E5F7A542452")
    }

    @Test func writesAndReadsAsPublished() throws {
        var profile = try profile("00000000000000000000000000000000")
        profile.applications[0].files = [
            .init(3, mode: 3, rights: 0x0000, .data([UInt8](repeating: 0, count: 128), isBackup: false)),
            .init(0, mode: 1, rights: 0x0000, .data([UInt8](repeating: 0, count: 48), isBackup: false)),
        ]
        let bench = try BadgeBench(profile, draws: ["91517975190DCEA6104948EFA3085C1B", "7614281A"])
        try bench.play("5A010000 -> 00\n710000 -> AFB875CEB0E66A6C5CD00898DC371F92D1")
        try bench.openEV2(
            1, 0, enc: "7A93D6571E4B180FCA6AC90C9A7488D4", mac: "FC4AF159B62E549B5812394CAB1918CC", ti: "7614281A")
        try bench.play("8D030000000A00006B5E6804909962FC4E3FF5522CF0F8436C0C53315B9C73AA -> 00C26D236E4A7C046D")
        guard case .standard(let bytes) = bench.system.state.applications[0].files[0].content else { return }
        #expect(bytes.prefix(11) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0])

        try bench.openEV2(1, 0, mac: "9366FA195EB566F5BD2BAD4020B83002", ti: "E2D3AF69")
        let twos = String(repeating: "22", count: 25)
        let zeros = String(repeating: "00", count: 23)
        try bench.play(
            """
            8D00000000190000\(twos)68F2C28C575A1628 -> 000820F68898C2A7F1
            AD000000003000000D9BE191D5960834 -> 00\(twos)\(zeros)A49A44222D926666
            """)
        try bench.openEV2(
            1, 0, enc: "1D8C929597A19990295306DEFC57755A", mac: "2D9377F5CAAA1D53935454806B170723", ti: "FBCF7BCF")
        bench.system.state.applications[0].files[1].option = 3
        #expect(
            try bench.say("8D0000000005000077A2FD1B2BC19EC917B26D17694B6844CD3177470834C634").hasPrefix("00"))
    }

    @Test func tellsSettingsAndUID() throws {
        var profile = try profile("00000000000000000000000000000000")
        profile.generation = .ev3
        profile.uid = Array(try hex("04958CAA5C5E80"))
        profile.applications[0].files = [
            .init(2, mode: 0, rights: 0xEEEE, .data([UInt8](repeating: 0, count: 256), isBackup: false))
        ]
        let bench = try BadgeBench(profile)
        bench.system.state.applications[0].files[0].option = 0x40
        var reader = ParameterReader(try hex("D1FE001F00004400004400002000006A0000"))
        bench.system.state.applications[0].files[0].mirror = try DynamicMirror(&reader, counter: 0)
        try bench.openEV2(1, 0, mac: "8248134A386E86EB7FAF54A52E536CB6", ti: "7A21085E")
        try bench.play("F5026597A457C8CD442C -> 000040EEEE000100D1FE001F00004400004400002000006A00002A474282E7A47986")
        try bench.openEV2(
            1, 0, enc: "2B4D963C014DC36F24F69A50A394F875", mac: "379D32130CE61705DD5FD8C36B95D764", ti: "DF055522")
        try bench.play("518E2C155ADDA99BE3 -> 0070756055688505B52A5E26E59E329CD6595F672298EA41B7")
        try bench.openEV2(1, 0, mac: "AAB799EBB2B22AC79D7F3EB0E1CFD49E", ti: "5084A1A3")
        #expect(try bench.say("64007F0A6EABC174B6DF").hasPrefix("0000"))
    }

    @Test func changesItsOwnKey() throws {
        let bench = try BadgeBench(profile("00000000000000000000000000000000"))
        try bench.openEV2(
            1, 0, enc: "4CF3CB41A22583A61E89B158D252FC53", mac: "5529860B2FC5FB6154B7F28361D30BF9", ti: "7614281A",
            counter: 3)
        try bench.play("C400C0EB4DEEFEDDF0B513A03A95A75491818580503190D4D05053FF75668A01D6FDA6610234BDED6432 -> 00")
        #expect(bench.system.session == nil)
        #expect(
            try bench.system.state.applications[0].keys[0]
                == BadgeKey(.aes, hex("5004BF991F408672B1EF00F08F9E8647"), version: 1))
        try bench.openEV2(
            1, 0, enc: "E156C8522F7C8DC82B0C99BA847DE723", mac: "45D50C1570000D2F173DF949288E3CAD", ti: "94297F4D")
        try bench.play("C400BF5400DC97A1FBD65BE870716D6F11F8161BB4CA472856DB94AB94B2EC1A13E627CE07CF56C11091 -> 00")
        #expect(try bench.system.state.applications[0].keys[0].bytes == hex("01234567890123456789012345678901"))
    }

    /// Derivations under zero and other keys, and the vectors of messages.
    @Test(arguments: [
        (
            "00000000000000000000000000000000", "B04D0787C93EE0CC8CACC8E86F16C6FE", "FA659AD0DCA738DD65DC7DC38612AD81",
            "63DC07286289A7A6C0334CA31C314A04", "774F26743ECE6AF5033B6AE8522946F6"
        ),
        (
            "00112233445566778899AABBCCDDEEFF", "0123456789ABCDEF0123456789ABCDEF", "FEDCBA9876543210FEDCBA9876543210",
            "195428119C8528D59580A73C7C96C6A3", "0AF00F6E39F904C4A6388C812D53DC94"
        ),
    ])
    func derives(_ key: String, _ host: String, _ card: String, _ enc: String, _ mac: String) throws {
        let made = try BadgeSessionKeys.paired(BadgeKey(.aes, hex(key), version: 0), host: hex(host), card: hex(card))
        let wanted = try PairedCipher(encryption: hex(enc), codes: hex(mac))
        let context = CountedContext(transaction: try hex("01020304"), counter: 7)
        let block = try hex("000102030405060708090A0B0C0D0E0F")
        #expect(try made.code(block) == wanted.code(block))
        #expect(try made.encipher(block, context) == wanted.encipher(block, context))
        #expect(try made.decipher(block, context) == wanted.decipher(block, context))
    }

    @Test(arguments: [
        ("66A8CB93269DC9BC2885B7A91B9C697B", "ED56F6E6", 0 as UInt16, "DA0F644A4986275957CF1EC3AF4CCE53"),
        ("445A8626B3338459321232FADF6ADE2B", "11223344", 5, "177494FCC4F1DAB2AFBE8FAE2057A9D2"),
        ("0102030405060708090A0B0C0D0E0F10", "0A0B0C0D", 3, "528283B1F572A77B44BFFCA4D1F89A49"),
        ("4CF3CB41A22583A61E89B158D252FC53", "7614281A", 3, "01602D579423B2797BE8B478B0B4D27B"),
    ])
    func begins(_ enc: String, _ transaction: String, _ counter: UInt16, _ vector: String) throws {
        let cipher = try PairedCipher(encryption: hex(enc), codes: hex(enc))
        let context = CountedContext(transaction: try hex(transaction), counter: counter)
        // A cryptogram that deciphers to zeros before chaining shows the vector.
        let block = try BlockCipher(.aes128, key: hex(enc)).encrypt(hex("00000000000000000000000000000000"))
        #expect(try text(cipher.decipher(block, context)) == vector)
    }

    @Test func codesACommand() throws {
        let bench = try BadgeBench(profile("00000000000000000000000000000000"))
        try bench.openEV2(1, 0, mac: "0102030405060708090A0B0C0D0E0F10", ti: "0A0B0C0D", counter: 3)
        let session = try #require(bench.system.session)
        let opened = try session.open(0xCA, hex("0001 9DA19BEF7ABB8A6C"), .managed)
        #expect(try opened.header == hex("0001"))
    }
}
