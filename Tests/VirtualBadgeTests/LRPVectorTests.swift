// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

@testable import VirtualCards

/// The leakage-resilient mode: AN12304, logs of NTAG 424, and own computations under a key that is not zero.
@Suite struct LRPVectorTests {
    @Test(arguments: [
        ("63A0169B4D9FE42C72B2784C806EAC21", "", "0E07C601970814A4176FDA633C6FC3DE"),
        ("8195088CE6C393708EBBE6C7914ECB0B", "BBD5B85772C7", "AD8595E0B49C5C0DB18E77355F5AAFF6"),
        ("E2F84A0B0AF40EFEB3EEA215A436605C", "8BF1DDA9FE445560A4F4EB9CE0", "D04382DF71BC293FEC4BB10BDB13805F"),
        ("5AA9F6C6DE5138113DF5D6B6C77D5D52", "A4434D740C2CB665FE5396959189383F", "8B43ADF767E46B692E8F24E837CB5EFC"),
    ])
    func codes(_ key: String, _ message: String, _ code: String) throws {
        #expect(try text(LeakageResilientFunction(hex(key)).code(hex(message))) == code)
    }

    @Test(arguments: [
        ("567826B8DA8E768432A9548DBE4AA3A0", 2, "1359", "1BA2C0C578996BC497DD181C6885A9DD"),
        ("88B95581002057A93E421EFE4076338B", 2, "77299D", "E9C04556A214AC3297B83E4BDF46F142"),
    ])
    func evaluates(_ key: String, _ start: Int, _ path: String, _ value: String) throws {
        #expect(try text(LeakageResilientFunction(hex(key)).value(start, hex(path))) == value)
    }

    @Test func authenticatesAsPublished() throws {
        let bench = try bench("00000000000000000000000000000000", ["56109A31977C855319CD4618C9D2AED2", "58EE9424"])
        try bench.play(
            """
            5A010000 -> 00
            71030102 -> AF0156109A31977C855319CD4618C9D2AED2
            AF74D7DF6A2CEC0B72B412DE0D2B1117E6189B59DCEDC31A3D3F38EF8D4810B3B4 -> 00F4FC209D9D60623588B299FA5D6B2D710125F8547D9FB8D572C90D2C2A14E235
            """)
    }

    /// Under a key that is not zero.
    @Test func authenticatesUnderAKey() throws {
        let bench = try bench(
            "00112233445566778899AABBCCDDEEFF",
            ["F0E1D2C3B4A5968778695A4B3C2D1E0F", "11223344", "0102030405060708090A0B0C0D0E0F10"])
        try bench.play(
            """
            5A010000 -> 00
            7100010200 -> 7E
            71000102 -> AF01F0E1D2C3B4A5968778695A4B3C2D1E0F
            AF0F1E2D3C4B5A69788796A5B4C3D2E1F013109EF2D8B0ABFF225C351D80943FE3 -> 00C7EDB253B4870FA37B047D3BEE0577FD843E92378AB91915194E318AAEB558B9
            7702 -> AF010102030405060708090A0B0C0D0E0F10
            """)
    }

    /// GetCardUID three times: the blocks of both directions are counted together.
    @Test func countsBlocksOfBothDirections() throws {
        let bench = try bench("00000000000000000000000000000000", [], uid: "04940D2A2F7080")
        try open(bench, "0856D337F42AE40EFF294C4326D9C1F1", "4F5E8407")
        try bench.play(
            """
            51C37D6270F674CC6D -> 005EC351196B8E2943DB04FCD4A952F53DA2830DC2258E4539
            51D65CCB81E5591400 -> 00D80B735F7B4C8E7E8A3CDAAA4410F35F752769C8EBC48E1A
            518C677D7DCC349371 -> 009CCD031474A50199C696D8EF272E231A10173FAF41B614E4
            """)
        try open(bench, "AF11924734B7A8F7B72AA37CDE57B155", "204F2276")
        try bench.play(
            """
            8D03000000030000EAF0FAD0430ECDC947A822E12EC8D5F3BB75F218B405FDBC -> 00D5B8D8F8CD67F23C
            AD0300000003000059858E133A7F487D -> 0039665FAE8AF18FEB23DA1767EAF2274BB97FC66CC9437713
            """)
    }

    @Test func refusesTheOtherMode() throws {
        let resilient = try bench("00000000000000000000000000000000", [])
        try resilient.play("5A010000 -> 00\n710000 -> 9D")
        var profile = resilient.badge.profile
        profile.isLeakageResilient = false
        try BadgeBench(profile).play("5A010000 -> 00\n71000102 -> 9D")
    }

    private func open(_ bench: BadgeBench, _ key: String, _ transaction: String) throws {
        bench.system.select([1])
        // The authentication took block 0.
        let cipher = LeakageResilientCipher(try LeakageResilientFunction(hex(key)), blocks: try hex("00000001"))
        bench.system.session = CountedSession(
            KeyReference(application: 1, number: 0), cipher,
            CountedContext(transaction: try hex(transaction), counter: 0))
    }

    private func bench(_ key: String, _ draws: [String], uid: String = "04A1B2C3D4E5F6") throws -> BadgeBench {
        var profile = try BadgeProfile.plain(.ev3, uid: uid)
        profile.isLeakageResilient = true
        let key = try BadgeProfile.aes(key)
        profile.applications = [
            .init(
                1, settings: 0x0F, keys: Array(repeating: key, count: 5),
                files: [.init(3, mode: 3, rights: 0x0000, .data([UInt8](repeating: 0, count: 128), isBackup: false))])
        ]
        return try BadgeBench(profile, draws: draws)
    }
}
