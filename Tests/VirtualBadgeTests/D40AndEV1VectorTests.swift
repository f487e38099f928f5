// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

@testable import VirtualCards

/// Dialogues of genuine cards, and cryptograms computed by an independent program, replayed through the front door.
@Suite struct D40AndEV1VectorTests {
    @Test func speaksD40() throws {
        let bench = try BadgeBench(.plain(.ev1), draws: ["AFA2C147CFAE67A4"])
        try bench.play(
            """
            0A00 -> AFC93693A0CD32AC39
            AFE96A7E6D790310E8C0B36ED970782406 -> 0089B5D38C7603DAB2
            5473405286C5C8A141 -> 00
            C4800B74925D1B187177BDAF1C2C0A1A3629F6C1335B8FE6B166 -> 00
            6400 -> 0042
            """)
        #expect(bench.system.state.keys[0]?.kind == .aes)
    }

    /// The vector goes on from line to line.
    @Test func managesAGenuineEV1WithDES() throws {
        var profile = try BadgeProfile.plain(.ev1, uid: "04063F72633480")
        (profile.hardware, profile.software) = (Array(try hex("04010101001A05")), Array(try hex("04010101041A05")))
        let bench = try BadgeBench(profile, draws: ["4FD1B75942A8B8E1"])
        try bench.play(
            """
            1A00 -> AF5D994CE085F24089
            AF21D0AD5F2FD97454A746CC80567F1B1C -> 00913C6DED84221C41
            60 -> AF04010101001A05
            AF -> AF04010101041A05
            AF -> 0004063F72633480BA4519E3204913CDC810BAFA401759
            FC -> 009C2C813A065C45F7
            CA16DE000F02 -> 000A1379B01D85AD47
            CA24DE000F42 -> 005D73AE5287A1BBE4
            CA16AE000F82 -> 003B68D72A3BE0D20C
            CACCBBAA0F01 -> 00F11AC0738EF83878
            6A -> 0016DE0024DE0016AE00CCBBAA2739154E2630D650
            """)
        try bench.openEV1(0, 0, .des, "48EC62DE3A3CFE6248EC62DE3A3CFE62", vector: "25DD8D7731B1CFD5")
        try bench.play("5427882805FC3FD49D -> 00A628378374270ACD")
        #expect(bench.system.state.policy.byte == 0x0D)
    }

    @Test func changesItsOwnKeyOfEachKind() throws {
        var two = try BadgeProfile.plain(.ev1)
        two.keys[0] = BadgeProfile.Key(.des, try hex("00102031405060708090A0B0B0A09080"))
        let double = try BadgeBench(two, draws: ["BCD8299747332DAF"])
        try double.say2("1A00", "AFB295579926155AE3", "AF70F349740C945DAE159BA9FEDBCC461A")
        try double.play("C40094E4F709DC2A2B07552610A1966E5C49EC90F616EDECA55B -> 00")
        #expect(try double.system.state.keys[0]?.bytes == hex("10182029303840485058606870788088"))
        #expect(double.system.session == nil)

        var three = try BadgeProfile.plain(.ev1)
        three.applications = [
            .init(
                1, settings: 0x0F,
                keys: [.init(.tripleDES, try hex("00102031405060708090A0B0B0A090807060504030201000"))])
        ]
        let triple = try BadgeBench(three, draws: ["F4D65642AEEB3D12FB8AC6FE46CE7A2F"])
        try triple.play(
            """
            5A010000 -> 00
            1A00 -> AFFA2FB9A17B359D034DF3EB1C4179207E
            AF7BF9E1AC2D7C2836112E642D398FBAEF5CA61CC3A629FA8BD52F43F9D931C043 -> 001E3051B59BA31E4CEF64BBE8721B7BD6
            C4000A9BE77E7203CD8D3EB13D5F2C1F11FFE897ECAC1FE054CE4287685F3CE2162E -> 00
            """)
        #expect(
            try triple.system.state.applications[0].keys[0].bytes
                == hex("101820293038404850586068707880889098A0A8B0B8C0C8"))
        try triple.openEV1(1, 0, .tripleDES, "D0542A865814D2504E9A187CC06668C09C70568258227AFC")
        try triple.play("6400 -> 0010AD4A52B1E31CC741")

        var aes = try BadgeProfile.plain(.ev1)
        aes.keys[0] = BadgeProfile.zeroAES
        let bench = try BadgeBench(aes, draws: ["C05DDD714FD788A6B7B754F3C4D066E8"])
        try bench.play(
            """
            AA00 -> AFB969FDFE56FD91FC9DE6F6F213B8FD1E
            AF36AAD7DF6E436BA08D18613830A70D5AD43E3D3F4A8D47541EEE623A934E4774 -> 00800DB680BC146BD121D6578F2D2E2059
            """)
        // The number of the card's key bears its kind, but this dialogue changed an application's key.
        try bench.openInApplication(key: "00000000000000000000000000000000")
        try bench.openEV1(1, 0, .aes, "F44B26F5C05DDD7110772281C4D066E8")
        try bench.play("C400E9F85E219496C2B58C1090DC3935FAE9E840CF61B383D9531946256B1F110C10 -> 00")
        try bench.openEV1(1, 0, .aes, "90F7A20191036845EC63DECD544B9931")
        try bench.play(
            """
            6400 -> 00108A8FA36F55CD210D
            C400635375E4919F8AF2E9E86B1C1BA55B0C0807EAF484D7A7EF6E0C3084160F5A61 -> 00
            """)
        #expect(bench.system.state.applications[0].keys[0] == .factory(.aes))
        try bench.openEV1(1, 0, .aes, "C2A1E47BD8100044FE6D00A74D7AB17C")
        try bench.play("C401E7ECCB6BD1CA64BC161A12B1C024F71430337408C8A87EACAB7A1FF18951FCA3 -> 002128D3CD9C9ACFFF")
        #expect(bench.system.state.applications[0].keys[1].version == 0x10)
    }

    /// Enciphered reads of a backup file and a value file under three keys of DES.
    @Test func readsEncipheredFiles() throws {
        var profile = try BadgeProfile.plain(.ev1)
        let key = BadgeProfile.Key(.tripleDES, WipingBytes(repeatElement(0, count: 24)))
        profile.applications = [
            .init(
                1, settings: 0x0F, keys: Array(repeating: key, count: 6),
                files: [
                    .init(
                        5, mode: 3, rights: 0x1254,
                        .data([0x30, 0x30] + [UInt8](repeating: 0, count: 62), isBackup: true)),
                    .init(4, mode: 3, rights: 0x1254, .value(3, lower: 0, upper: 1000, flags: 0)),
                ])
        ]
        let challenge = try opened("A6B5EEC10A88A57D3AE4660A27E26A7D", key)
        let bench = try BadgeBench(profile, draws: [challenge])
        guard case .value(var value) = bench.system.state.applications[0].files[1].content else { return }
        value.limitedCredit = 97
        bench.system.state.applications[0].files[1].content = .value(value)
        try bench.play("5A010000 -> 00\n1A01 -> AFA6B5EEC10A88A57D3AE4660A27E26A7D")
        #expect(
            try bench.say("AFAA764B634503744A3AE4660A27E26A7D5182C349BB04E4449BF0B680CC6AFA99").hasPrefix("00"))
        try bench.play(
            """
            F505 -> 0001035412400000A2C8AE79B6C842E1
            BD05000000000000 -> AFF0F7262F33C89B3678622EBDEFF1414F9344318EA19C68CBD75A157A2E102216FBD46AB8008BD401E964FAA1B67731D706D61EA6C270E14A
            AF -> 005CEF8BD47ABA409C5239AC575DD6D5BD
            F504 -> 000203541200000000E8030000610000000028DCC75026C9B698
            6C04 -> 0006A4E51A883CBE32
            """)
    }

    /// A plain file within a session: every answer bears a code, every command moves the vector.
    @Test func worksWithPlainFilesInASession() throws {
        let bench = try BadgeBench(.plain(.ev1))
        try bench.openInApplication(key: "00000000000000000000000000000000")
        try bench.openEV1(1, 0, .aes, "40E7D271626FFBD49C530E3D304F5B17")
        let first = (0x00...0x33).map { format2($0) }.joined()
        let second = (0x34...0x4F).map { format2($0) }.joined()
        let third = (0x30...0x4F).map { format2($0) }.joined()
        let start = (0x00...0x2F).map { format2($0) }.joined()
        try bench.play(
            """
            CD05001100500000 -> 00A75316AD1596B953
            6F -> 00052D5FF67FFEC9D2D3
            F505 -> 00000011005000002AAC7517024E09DC
            3D05000000340000\(first) -> 00765C9DAA50ECB62F
            3D053400001C0000\(second) -> 003E0AED986B8B0F37
            BD05000000300000 -> 00\(start)4C65F1F842262BAC
            BD05300000200000 -> 00\(third)F02205CF913C03C9
            DF05 -> 001BEF0D32B6D1D7F9
            """)
    }

    @Test func managesAGenuineEV3WithAES() throws {
        var profile = try BadgeProfile.plain()
        profile.keys[0] = BadgeProfile.zeroAES
        profile.settings = 0x09
        let bench = try BadgeBench(profile, draws: ["4BB33E19F91A54985F226A21094F22FF"])
        try bench.play(
            """
            AA00 -> AFBF8F998A924873DAAC8B859309B46D13
            AF0FDB4C644C9FAC875CAD7A817D26C0E35C970DD97A654FB17E09A865F39CED90 -> 00631BD8B8F4A2D0F0F5B4EBE6034C3869
            45 -> 0009819C63702E15E62095
            6400 -> 0000245B84397350F81D
            6F -> 00C29CC839562C5145
            54C316B45D72E501BDB9DE4E867A587893 -> 00E2D7DD76BD596FAB
            45 -> 0000815054DA9F9FF1C9D1
            """)
    }

    /// From DES to two keys, to AES, to another, and back.
    @Test func leadsTheMasterKeyThroughEveryKind() throws {
        let twos = BadgeProfile.Key(.des, WipingBytes(repeatElement(2, count: 16)))
        let zeros = BadgeProfile.Key(.des, WipingBytes(repeatElement(0, count: 16)))
        let ones = BadgeProfile.Key(.aes, WipingBytes(repeatElement(1, count: 16)))
        let bench = try BadgeBench(
            .plain(),
            draws: [
                opened("8DC8D62AC78B40F7", zeros), opened("AD3463C0300F23CA", twos),
                opened("A31C2D197933F2E73C8A792BDCA98DC9", BadgeProfile.zeroAES),
                opened("4E3AC83695E353BDF153B5E2F344A656", ones),
            ])
        try bench.play(
            """
            1A00 -> AF8DC8D62AC78B40F7
            AF0A94BA7F9F4EB698B02E3DDC58DAC2FF -> 00E37D7C86999D63F4
            C400BD6D8A1D9D8081CCA0591F7F39DDCF62C868BA73DA8B9BA2 -> 00
            1A00 -> AFAD3463C0300F23CA
            AF19D1EBA52085BA1B6510F72968F9D00F -> 008BF91BF7656411A5
            C480BED765948D2BA93908216473D9323F8616353B071C8AAAA7 -> 00
            AA00 -> AFA31C2D197933F2E73C8A792BDCA98DC9
            AFBCAD772A6D2C5586DB74C2D8A733C68210A0F0CB8F66B2B87FC94FAE3A52D6E8 -> 0099F6CB2A3851BBC119F2AB6A0C480BC3
            C4803925C0C0C16B82D42C6BD26B7A9828EC2613A875914DA06C9F8B4820A35A5C52 -> 00
            AA00 -> AF4E3AC83695E353BDF153B5E2F344A656
            AF09C6485C37C3B0B714C41375DAED05DBFFD1277E3CC0CFD71D2D6B16CE2D6191 -> 00E253FFFAF6270AB4A4CBAC9ADFB22C96
            C400634B5E409763345AFC675BA360C64A239117B429D386BE331DB9A697A01D2EDF -> 00
            """)
        #expect(bench.system.state.keys[0] == .factory(.des))
    }

    @Test func createsFilesAsAGenuineEV3Does() throws {
        let bench = try BadgeBench(.plain())
        try bench.openInApplication(key: "00000000000000000000000000000000")
        try bench.openEV1(1, 0, .aes, "C6B7814261EB54F5119F0DA470D9055A")
        try bench.play(
            """
            CD01000000480100 -> 00953A404FFEC15E15
            CD02010000480100 -> 00047B6BCE30BF941C
            CD03030000480100 -> 0042C89F1B4215802E
            F501 -> 0000000000480100DC176F35F488C073
            """)
    }

    /// What a card drew, out of what it sent.
    private func opened(_ sent: String, _ key: BadgeProfile.Key) throws -> String {
        let algorithm: BlockCipher.Algorithm =
            key.kind == .aes ? .aes128 : key.kind == .des ? .tripleDES2Keys : .tripleDES3Keys
        let cipher = try BlockCipher(algorithm, key: key.bytes)
        var vector = cipher.zeroVector
        return try text(cipher.decryptCBC(hex(sent), &vector))
    }

    private func format2(_ value: Int) -> String { text([UInt8(value)]) }
}

extension BadgeBench {
    /// First step with its answer; the second only has to be accepted.
    func say2(_ first: String, _ answer: String, _ second: String) throws {
        #expect(try say(first) == answer)
        #expect(try say(second).hasPrefix("00"))
    }

    /// Application 000001 with fourteen AES keys, selected.
    func openInApplication(key: String) throws {
        let key = BadgeKey(.aes, try hex(key), version: 0)
        var application = BadgeApplication(
            identifier: 1, policy: KeyPolicy(byte: 0x0F), hasISOFiles: false,
            sets: [BadgeKeySet(version: 0, keys: Array(repeating: key, count: 14), isFinal: true)])
        application.longestKey = 0x10
        system.state.applications = [application]
        system.select([1])
    }
}
