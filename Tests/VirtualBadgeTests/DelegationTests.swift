// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// Applications of somebody else's: slots, quota, codes (checklist 14).
@Suite struct DelegationTests {
    private static let codes = "101112131415161718191A1B1C1D1E1F"
    private static let secrets = "202122232425262728292A2B2C2D2E2F"
    private static let initial = "00112233445566778899AABBCCDDEEFF"

    private func bench() throws -> HostBench {
        var profile = try BadgeProfile.plain(.ev2)
        profile.keys[0] = BadgeProfile.zeroAES
        profile.keys[0x11] = try BadgeProfile.aes(DelegationTests.codes)
        profile.keys[0x12] = try BadgeProfile.aes(DelegationTests.secrets)
        return try HostBench(profile)
    }

    /// What the other party hands to the card's owner.
    private func permission(_ plan: String, wrong: Bool = false) throws -> String {
        let cipher = try BlockCipher(.aes128, key: hex(DelegationTests.secrets))
        var vector = cipher.zeroVector
        let secret = try cipher.encryptCBC(
            hex("01020304050607" + DelegationTests.initial + "0000000000000000" + "05"), &vector)
        let whole = try text(hex(plan)) + text(secret)
        let codes = try CMAC(BlockCipher(.aes128, key: hex(DelegationTests.codes)))
        let code = try codes.code(hex("C9" + whole)).everySecond
        return whole + (wrong ? "0000000000000000" : text(code))
    }

    private func create(_ bench: HostBench, _ permission: String) throws {
        try bench.host.select(.card)
        try bench.host.authenticateEV2(0x10, HostBench.zero)
        try bench.manage(.createDelegatedApplication, permission)
    }

    @Test func staysWithinItsQuota() throws {
        let bench = try bench()
        let free = try bench.host.freeMemory()
        // Slot 1, version 1, ten blocks, two AES keys.
        try create(bench, permission("020000 0100 01 0A00 0F 82"))
        #expect(try bench.host.freeMemory() == free - 320)
        #expect(try bench.manage(.getDelegatedInfo, "0100") == "010A000600020000")
        try bench.host.select(ApplicationID(2))
        try bench.authenticate(1, DESFireKey(.aes, hex(DelegationTests.initial)))
        #expect(try bench.host.keyVersion(1) == 5)
        try bench.authenticate(0, DESFireKey(.aes, hex(DelegationTests.initial)))
        try bench.manage(.createStandardDataFile, "01 00 EEEE 800000")
        #expect(bench.status { try bench.manage(.createStandardDataFile, "02 00 EEEE 410000") } == 0x0E)
        bench.host.endSession()
        try bench.manage(.createStandardDataFile, "02 00 EEEE 400000")
        try bench.host.select(.card)
        #expect(try bench.host.freeMemory() == free - 320)
        #expect(try bench.manage(.getDelegatedInfo, "0100") == "010A000000020000")
    }

    @Test func refusesWhatIsNotPermitted() throws {
        let bench = try bench()
        let plan = "020000 0100 01 0A00 0F 82"
        let good = try permission(plan)
        let before = bench.system.state
        #expect(bench.status { try create(bench, permission(plan, wrong: true)) } == 0x1E)
        // A right code, but for another application.
        #expect(bench.status { try create(bench, "03" + good.dropFirst(2)) } == 0x1E)
        // Not the owner's key.
        try bench.host.select(.card)
        try bench.host.authenticateEV2(0, HostBench.zero)
        #expect(bench.status { try bench.manage(.createDelegatedApplication, good) } == 0x9D)
        // Too small for its own keys, or without any room.
        #expect(bench.status { try create(bench, permission("020000 0100 01 0300 0F 82")) } == 0x0E)
        #expect(bench.status { try create(bench, permission("020000 0100 01 0000 0F 82")) } == 0x9E)
        #expect(bench.system.state == before)
        try create(bench, good)
        // A slot holds one, and remembers which versions it has seen.
        #expect(bench.status { try create(bench, permission("030000 0100 02 0A00 0F 82")) } == 0xDE)
        let code = try text(
            CMAC(BlockCipher(.aes128, key: hex(DelegationTests.codes))).code(hex("DA020000")).everySecond)
        try bench.host.select(.card)
        try bench.host.authenticateEV2(0x10, HostBench.zero)
        #expect(bench.status { try bench.manage(.deleteApplication, "020000") } == 0x9D)
        try bench.host.authenticateEV2(0x10, HostBench.zero)
        try bench.manage(.deleteApplication, "020000" + code)
        #expect(bench.status { try create(bench, good) } == 0x9D)
        try create(bench, permission("020000 0100 02 0A00 0F 82"))
        try bench.host.select(.card)
        #expect(bench.status { try bench.manage(.getDelegatedInfo, "0200") } == 0x9E)
    }
}
