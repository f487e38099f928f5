// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// Authentication and keys (checklist 5, 7, 10, 11, 16).
@Suite struct KeyTests {
    @Test func refusesKeysOfOtherKinds() throws {
        var profile = try BadgeProfile.plain()
        profile.applications = [.init(1, settings: 0x0F, keys: [BadgeProfile.zeroAES])]
        let bench = try BadgeBench(profile)
        // The card's own key is DES.
        for command in ["AA00", "710000"] { #expect(try bench.say(command) == "AE") }
        #expect(try bench.say("1A00").hasPrefix("AF"))
        #expect(try bench.say("0A00") == "CA")
        try bench.play(
            "5A010000 -> 00\n0A00 -> AE\n1A00 -> AE\nAA01 -> 40\n71010000 -> 7E\n710100 -> 40\n7700 -> 9D\nAA -> 7E\nAA0000 -> 7E"
        )
        #expect(try bench.say("AA00").hasPrefix("AF"))
        #expect(try bench.say("AF00") == "7E")
        #expect(try bench.say("AA00").hasPrefix("AF"))
        #expect(try bench.say("AF" + String(repeating: "00", count: 32)) == "AE")
        #expect(bench.states.isEmpty)
    }

    @Test func neverUsesATransactionIdentifierTwice() throws {
        let bench = try HostBench()
        var seen: Set<WipingBytes> = []
        for _ in 0..<50 {
            try bench.host.select(.card)
            try bench.host.authenticateEV2(0, HostBench.zero)
            let session = try #require(bench.system.session as? CountedSession)
            #expect(seen.insert(session.context.transaction).inserted)
        }
    }

    /// FFFF is the end of a session.
    @Test func countsNoFurther() throws {
        let bench = try BadgeBench(.plain())
        try bench.openEV2(0, 0, mac: "00112233445566778899AABBCCDDEEFF", ti: "01020304", counter: 0xFFFF)
        #expect(try bench.say("6A0000000000000000") == "AE")
        #expect(bench.system.session == nil)
    }

    @Test(arguments: [
        // Change key, session, key to change, allowed.
        (0x00 as UInt8, 0 as UInt8, 1 as UInt8, true), (0x00, 1, 2, false), (0x00, 1, 1, false), (0x10, 1, 2, true),
        (0x10, 0, 2, false), (0x10, 0, 1, true), (0x10, 1, 1, false), (0xE0, 2, 2, true), (0xE0, 0, 2, false),
        (0xF0, 0, 1, false), (0xF0, 1, 1, false), (0xF0, 0, 0, true), (0xE0, 1, 0, false),
    ])
    func followsTheRuleOfTheChangeKey(_ rule: UInt8, _ session: UInt8, _ number: UInt8, _ isAllowed: Bool) throws {
        let bench = try HostBench()
        try bench.openApplication(settings: 0x0F | rule)
        try bench.authenticate(session)
        let new = try DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF"), version: 9)
        let before = bench.system.state
        let status = bench.status { try bench.host.changeKey(number, to: new, from: HostBench.zero) }
        #expect(status == (isAllowed ? nil : 0x9D))
        if isAllowed {
            try bench.host.select(ApplicationID(1))
            try bench.authenticate(number, new)
            #expect(try bench.host.keyVersion(number) == 9)
        } else {
            #expect(bench.system.state == before)
        }
    }

    @Test func freezesTheMasterKeyAndTheSettings() throws {
        let bench = try HostBench()
        try bench.openApplication(settings: 0x06)
        let new = try DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF"))
        #expect(bench.status { try bench.host.changeKey(0, to: new) } == 0x9D)
        try bench.authenticate()
        #expect(bench.status { try bench.host.changeKeySettings(KeySettings(rawValue: 0x0F)) } == 0x9D)
    }

    /// A wrong checksum within a right code: the plain text itself is checked too.
    @Test func checksWhatIsWithinTheCryptogram() throws {
        let bench = try HostBench()
        try bench.openApplication()
        let key = String(repeating: "11", count: 16)
        #expect(bench.status { try bench.full(.changeKey, "01", key + "0700000000") } == 0x1E)
        try bench.authenticate()
        #expect(bench.status { try bench.full(.changeKey, "01", key) } == 0x7E)
        try bench.authenticate()
        #expect(bench.status { try bench.full(.changeKey, "05", key + "0700000000") } == 0x40)
        #expect(bench.system.state.applications[0].keys.allSatisfy { $0 == .factory(.aes) })
    }

    @Test func givesNewApplicationsTheDefaultKey() throws {
        let bench = try HostBench()
        try bench.host.authenticateEV2(0, HostBench.zero)
        let key = "00112233445566778899AABBCCDDEEFF"
        try bench.full(.setConfiguration, "01", key + "000000000000000042")
        try bench.host.create(
            ApplicationPlan(ApplicationID(1), KeySettings(rawValue: 0x0F), keyCount: 2, keyType: .aes))
        try bench.host.select(ApplicationID(1))
        try bench.authenticate(1, DESFireKey(.aes, hex(key)))
        #expect(try bench.host.keyVersion(1) == 0x42)
    }

    /// Prepared, finished, rolled to: the old session is over, and the new keys are in force.
    @Test func rollsKeySets() throws {
        let bench = try HostBench()
        try bench.host.authenticateEV2(0, HostBench.zero)
        // Three sets of keys of 24 bytes at most; key 0 rolls.
        try bench.manage(.createApplication, "010000 0F 92 01 0A 03 18 00")
        try bench.host.select(ApplicationID(1))
        try bench.authenticate()
        #expect(try bench.manage(.getKeySettings) == "0F920A031800")
        #expect(bench.status { try bench.manage(.rollKeySet, "01") } == 0x9E)
        try bench.authenticate()
        try bench.manage(.initializeKeySet, "01 02")
        try bench.manage(.initializeKeySet, "02 01")
        let new = "00112233445566778899AABBCCDDEEFF"
        let sum = text(BadgeChecksum.long.over(try hex(new)))
        try bench.full(.changeKeyEV2, "01 00", new + "07" + sum)
        try bench.manage(.finalizeKeySet, "01 33")
        #expect(try bench.manage(.getKeyVersion, "40 80") == "0A3300")
        #expect(try bench.manage(.getKeyVersion, "40 01") == "07")
        // The answer to the roll has no code: the session it would be under is gone.
        _ = try bench.host.perform(LogicalCommand(instruction: .rollKeySet, header: [1], endsSession: true))
        #expect(bench.system.session == nil)
        try bench.host.select(ApplicationID(1))
        try bench.authenticate(0, DESFireKey(.aes, hex(new)))
        #expect(try bench.manage(.getKeyVersion, "40 80") == "330A00")
        #expect(bench.status { try bench.manage(.initializeKeySet, "00 02") } == 0x9E)
    }

    @Test func turnsMessagingOffForGood() throws {
        let bench = try HostBench()
        try bench.host.authenticateEV2(0, HostBench.zero)
        try bench.full(.setConfiguration, "04", "0003")
        try bench.full(.setConfiguration, "04", "0000")
        try bench.host.select(.card)
        #expect(bench.status { try bench.host.authenticateEV1(0, HostBench.zero) } == 0x9D)
        #expect(bench.status { try bench.host.authenticateD40(0, .factory(.des2Keys)) } == 0x9D)
        try bench.host.authenticateEV2(0, HostBench.zero)
    }

    /// Frames that go on with AF, forbidden within sessions that count.
    @Test func turnsFrameChainingOff() throws {
        let bench = try HostBench()
        try bench.openApplication()
        let rights = AccessRights(read: 0, write: 0, readWrite: 0, change: 0)
        try bench.host.createDataFile(1, size: 100, .full, rights)
        let data = WipingBytes(repeatElement(1, count: 100))
        try bench.host.write(data, to: 1, .full)
        try bench.host.select(.card)
        try bench.authenticate()
        try bench.full(.setConfiguration, "04", "0004")
        try bench.host.select(ApplicationID(1))
        try bench.authenticate()
        #expect(bench.status { try bench.host.write(data, to: 1, .full) } == 0x7E)
        // In one sequence of blocks it still goes.
        try bench.authenticate()
        let whole = DESFireChannel(over: bench.link, frameCount: 248)
        let session = try #require(bench.host.session)
        let command = LogicalCommand(
            instruction: .writeData, header: try hex("01000000640000"), data: data, mode: .full, isFileData: true)
        let sent = try session.protect(command)
        #expect(try whole.transmit(.writeData, sent).status == .ok)
    }

    /// For good too, and not on a card that came before it.
    @Test func turnsLeakageResilienceOn() throws {
        let capabilities = "00000000020000000000"
        let bench = try HostBench(.ev3)
        try bench.host.authenticateEV2(0, HostBench.zero)
        try bench.full(.setConfiguration, "05", capabilities)
        #expect(bench.system.state.configuration.isLeakageResilient)
        let old = try HostBench(.ev2)
        try old.host.authenticateEV2(0, HostBench.zero)
        #expect(old.status { try old.full(.setConfiguration, "05", capabilities) } == 0x9E)
        #expect(!old.system.state.configuration.isLeakageResilient)
        try old.host.authenticateEV2(0, HostBench.zero)
        try old.full(.setConfiguration, "05", "01000000000000000000")
        #expect(throws: CardProfileError.field("leakageResilient")) {
            var profile = try BadgeProfile.plain(.ev2)
            profile.isLeakageResilient = true
            _ = try BadgeBench(profile)
        }
    }

    @Test func countsFailures() throws {
        let bench = try HostBench()
        try bench.host.authenticateEV2(0, HostBench.zero)
        // Three failures are too many; each success takes one back.
        try bench.full(.setConfiguration, "0A", "0300010001")
        let wrong = try DESFireKey(.aes, hex("00112233445566778899AABBCCDDEEFF"))
        for _ in 0..<2 { #expect(bench.status { try bench.host.authenticateEV2(0, wrong) } == 0xAE) }
        try bench.host.authenticateEV2(0, HostBench.zero)
        bench.badge.face.reset()
        bench.host.endSession()
        for _ in 0..<2 { #expect(bench.status { try bench.host.authenticateEV1(0, wrong) } == 0xAE) }
        #expect(bench.status { try bench.host.authenticateEV1(0, HostBench.zero) } == 0xAD)
    }

    @Test func keepsOneWayBits() throws {
        let bench = try HostBench()
        try bench.host.authenticateEV2(0, HostBench.zero)
        try bench.full(.setConfiguration, "00", "03")
        try bench.full(.setConfiguration, "00", "00")
        #expect(bench.system.state.configuration.flags == 0x03)
        #expect(bench.status { try bench.host.format() } == 0x9D)
        #expect(bench.badge.face.respond(to: [0xFF, 0xCA, 0, 0, 0])[0] == 0x08)
        // An EV1 marks the end of an ATS with 80, because the card cannot know its length.
        let old = try HostBench(.ev1)
        try old.host.authenticateEV1(0, HostBench.zero)
        let ats = "0875778102801234"
        let sum = text(BadgeChecksum.long.over(try hex("5C02" + ats)))
        let session = try #require(old.host.session as? EV1Messaging)
        let sent = try session.encipher(hex(ats + sum + "80000000"))
        let (status, answer) = try old.host.channel.transmit(.setConfiguration, WipingBytes(joining: [[0x02], sent]))
        _ = try session.verify(answer, status, to: LogicalCommand(instruction: .setConfiguration))
        old.badge.face.reset()
        #expect(text(old.badge.face.atr).hasPrefix("3B838001801234"))
        #expect(old.status { try old.full(.setConfiguration, "04", "0001") } != nil)
    }
}
