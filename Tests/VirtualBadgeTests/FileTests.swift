// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// Applications, files, rights and memory (checklist 6, 8, 9, 12, 20, 22).
@Suite struct FileTests {
    @Test func refusesWhatIsThereAlready() throws {
        let bench = try HostBench()
        try bench.openApplication(1, iso: 0x1001, name: [1, 2, 3])
        try bench.manage(.createStandardDataFile, "01 0110 00 EEEE 100000")
        for command in ["01 00 EEEE 100000", "02 0110 00 EEEE 100000"] {
            #expect(bench.status { try bench.manage(.createStandardDataFile, command) } == 0xDE)
            try bench.authenticate()
        }
        #expect(bench.status { try bench.manage(.createApplication, "020000 0F 81") } == 0x9D)
        try bench.host.select(.card)
        for plan in ["010000 0F 81", "000000 0F 81", "020000 0F 81 0110", "020000 0F 81 0210 010203"] {
            #expect(bench.status { try bench.manage(.createApplication, plan) } == 0xDE, "\(plan)")
        }
        #expect(bench.status { try bench.manage(.createApplication, "020000 0F 80") } == 0x9E)
        #expect(bench.status { try bench.manage(.createApplication, "020000 0F 8F") } == 0x9E)
        #expect(bench.status { try bench.manage(.createApplication, "020000 0F") } == 0x7E)
        #expect(bench.status { try bench.manage(.createApplication, "020000 5F 83") } == 0x9E)
        try bench.manage(.createApplication, "020000 0F A1 0210 0102030405")
        #expect(try bench.manage(.getDFNames) == "0100000110010203" + "02000002100102030405")
        #expect(bench.system.state.applications.count == 2)
    }

    @Test func knowsItsLimits() throws {
        let bench = try HostBench(.ev1)
        for number in 1...28 {
            try bench.host.create(
                ApplicationPlan(ApplicationID(UInt32(number)), KeySettings(rawValue: 0x0F), keyCount: 1, keyType: .aes))
        }
        #expect(bench.status { try bench.manage(.createApplication, "630000 0F 81") } == 0xCE)
        #expect(bench.badge.face.respond(to: [0x90, 0x71, 0, 0, 2, 0, 0, 0]) == [0x91, 0x1C])
        try bench.host.select(ApplicationID(1))
        try bench.authenticate()
        for command in [
            "20 00 EEEE 100000", "01 00 EEEE 000000", "01 04 EEEE 100000", "01 00 EE5E 100000", "01 80 EEEE 100000",
        ] {
            #expect(bench.status { try bench.manage(.createStandardDataFile, command) } == 0x9E, "\(command)")
            try bench.authenticate()
        }
        #expect(bench.status { try bench.manage(.createStandardDataFile, "01 0110 00 EEEE 100000") } == 0x9E)
        try bench.authenticate()
        #expect(bench.status { try bench.manage(.createCyclicRecordFile, "01 00 EEEE 100000 010000") } == 0x9E)
    }

    /// What is full is full to the block, and empty again after formatting.
    @Test func countsBlocks() throws {
        let bench = try HostBench(capacity: 1024)
        #expect(try bench.host.freeMemory() == 1024)
        try bench.openApplication(keys: 1)
        let free = try bench.host.freeMemory()
        #expect(free == 1024 - 3 * 32)
        try bench.manage(.createStandardDataFile, "01 00 EEEE 010000")
        #expect(try bench.host.freeMemory() == free - 32)
        try bench.manage(.createBackupDataFile, "02 00 EEEE 210000")
        #expect(try bench.host.freeMemory() == free - 32 - 128)
        let left = try bench.host.freeMemory()
        let size = text(WipingBytes(UInt32(left + 1), count: 3))
        #expect(bench.status { try bench.manage(.createStandardDataFile, "03 00 EEEE" + size) } == 0x0E)
        try bench.authenticate()
        #expect(bench.status { try bench.manage(.createStandardDataFile, "03 00 EEEE FFFFFF") } == 0x0E)
        #expect(bench.status { try bench.manage(.createLinearRecordFile, "03 00 EEEE FFFFFF FFFFFF") } == 0x0E)
        try bench.authenticate()
        try bench.manage(.createStandardDataFile, "03 00 EEEE" + text(WipingBytes(UInt32(left), count: 3)))
        #expect(try bench.host.freeMemory() == 0)
        try bench.host.deleteFile(1)
        #expect(try bench.host.freeMemory() == 32)
        try bench.host.select(.card)
        #expect(bench.status { try bench.manage(.createApplication, "020000 0F 81") } == 0x0E)
        try bench.authenticate()
        try bench.host.format()
        #expect(try bench.host.freeMemory() == 1024)
        #expect(try bench.host.applications() == [])
    }

    /// Free rights make data travel as they are, the session's right makes the file's mode count.
    @Test func choosesTheModeByTheRight() throws {
        let bench = try HostBench()
        try bench.openApplication()
        // Read free, write with key 1, both with key 2; enciphered.
        try bench.host.createDataFile(1, size: 16, .full, AccessRights(read: 14, write: 1, readWrite: 2, change: 0))
        #expect(try bench.host.read(1, 0..<4, .plain).count == 4)
        #expect(bench.status { try bench.host.write([1], to: 1, .full) } == 0x9D)
        try bench.authenticate(1)
        try bench.host.write([1], to: 1, .full)
        #expect(try bench.host.read(1, 0..<1, .plain) == [1])
        try bench.host.select(ApplicationID(1))
        try bench.authenticate(2)
        #expect(try bench.host.read(1, 0..<1, .full) == [1])
        try bench.host.select(ApplicationID(1))
        #expect(try bench.host.read(1, 0..<1, .plain) == [1])
        #expect(bench.status { try bench.host.write([1], to: 1, .plain) } == 0xAE)
    }

    @Test func addsRights() throws {
        let bench = try HostBench()
        try bench.openApplication()
        try bench.host.createDataFile(1, size: 16, .plain, AccessRights(read: 0, write: 0, readWrite: 0, change: 0))
        try bench.full(.changeFileSettings, "01", "80 0000 02 FF1F F2FF".filter { $0 != " " })
        #expect(try bench.manage(.getFileSettings, "01") == "00800000" + "100000" + "02FF1FF2FF")
        try bench.authenticate(1)
        _ = try bench.host.read(1, 0..<1, .plain)
        #expect(bench.status { try bench.host.write([1], to: 1, .plain) } == 0x9D)
        try bench.authenticate(0)
        #expect(bench.status { try bench.full(.changeFileSettings, "01", "80000000") } == 0x9E)
        try bench.authenticate(0)
        #expect(bench.status { try bench.full(.changeFileSettings, "01", "800000" + "01" + "FF5F") } == 0x9E)
        try bench.authenticate(1)
        #expect(bench.status { try bench.full(.changeFileSettings, "01", "000000") } == 0x9D)
        // Free to change: no secret is needed, none is made.
        try bench.authenticate(0)
        try bench.full(.changeFileSettings, "01", "00EEEE")
        bench.host.endSession()
        bench.system.dropSession()
        #expect(try text(bench.host.manage(.changeFileSettings, hex("01 00 EFEE"))) == "")
        #expect(bench.status { _ = try bench.host.manage(.changeFileSettings, hex("01 00 EEEE")) } == 0x9D)
    }

    /// The limited credit of an EV1 is told, that of later cards only where it can be used.
    @Test(arguments: [(BadgeProfile.Generation.ev1, "61000000"), (.ev3, "00000000")])
    func tellsLimitedCredit(_ generation: BadgeProfile.Generation, _ told: String) throws {
        let bench = try HostBench(generation)
        try bench.openApplication()
        try bench.host.createValueFile(
            4, 0...1000, value: 100, .plain, AccessRights(read: 0, write: 0, readWrite: 0, change: 0))
        try bench.host.change(file: 4, by: -97, .plain)
        try bench.host.commit()
        #expect(try bench.manage(.getFileSettings, "04") == "02000000" + "00000000E8030000" + told + "00")
    }

    /// Old values until the commit, both ends of the range, and free reading by flag.
    @Test func keepsValuesWithinLimits() throws {
        let bench = try HostBench()
        try bench.openApplication()
        try bench.manage(.createValueFile, "04 00 0000 9CFFFFFF 64000000 00000000 03")
        try bench.host.change(file: 4, by: 100, .plain)
        #expect(bench.status { try bench.host.change(file: 4, by: 1, .plain) } == 0xBE)
        try bench.authenticate()
        try bench.host.change(file: 4, by: -100, .plain)
        try bench.host.change(file: 4, by: 50, .plain)
        #expect(try bench.host.value(ofFile: 4, .plain) == 0)
        try bench.host.commit()
        #expect(try bench.host.value(ofFile: 4, .plain) == -50)
        try bench.host.change(file: 4, by: 60, .plain, isLimited: true)
        #expect(bench.status { try bench.host.change(file: 4, by: 1, .plain, isLimited: true) } == 0xBE)
        try bench.authenticate()
        try bench.host.change(file: 4, by: 100, .plain, isLimited: true)
        try bench.host.commit()
        #expect(bench.status { try bench.host.change(file: 4, by: 1, .plain, isLimited: true) } == 0xBE)
        try bench.host.select(ApplicationID(1))
        #expect(try bench.host.value(ofFile: 4, .plain) == 50)
    }

    /// Oldest first, the newest is number 0, and a full circle forgets its oldest.
    @Test func turnsRecordsRound() throws {
        let bench = try HostBench()
        try bench.openApplication()
        let rights = AccessRights(read: 0, write: 0, readWrite: 0, change: 0)
        try bench.host.createRecordFile(1, recordSize: 2, most: 3, isCyclic: true, .full, rights)
        #expect(bench.status { _ = try bench.host.readRecords(1, from: 0, count: 1, recordSize: 2, .full) } == 0xBE)
        try bench.authenticate()
        for number in UInt8(1)...5 {
            try bench.host.writeRecord([number], to: 1, at: 0, .full)
            try bench.host.writeRecord([0xA0 + number], to: 1, at: 1, .full)
            try bench.host.commit()
        }
        #expect(
            try bench.host.readRecords(1, from: 0, count: 2, recordSize: 2, .full) == [hex("04A4"), hex("05A5")])
        #expect(try bench.host.readRecords(1, from: 1, count: 1, recordSize: 2, .full) == [hex("04A4")])
        // Record 1, one byte at 0.
        let update = LogicalCommand(
            instruction: .updateRecord, header: try hex("01 010000 000000 010000"), data: [0x77], mode: .full,
            isFileData: true)
        _ = try bench.host.perform(update)
        try bench.host.commit()
        #expect(try bench.host.readRecords(1, from: 1, count: 1, recordSize: 2, .full) == [hex("77A4")])
        try bench.host.clearRecords(1)
        #expect(try bench.host.readRecords(1, from: 0, count: 1, recordSize: 2, .full).count == 1)
        try bench.host.commit()
        #expect(bench.status { _ = try bench.host.readRecords(1, from: 0, count: 1, recordSize: 2, .full) } == 0xBE)
    }

    /// Each refusal, with a session and without: the session is over, and nothing is written.
    @Test(arguments: [
        ("00", 0x1C as UInt8), ("AF", 0x1C), ("F520", 0x9E), ("F5", 0x7E), ("F509", 0xF0), ("DF09", 0xF0),
        ("BD01", 0x7E),
        ("BD09000000000000", 0xF0), ("BD01000000110000", 0xBE), ("BD01110000000000", 0xBE), ("BD02000000000000", 0x9D),
        ("6C01", 0x9D), ("3D01100000010000", 0xBE), ("3D0100000000000000", 0x9E), ("3B01000000010000FF", 0x9D),
        ("640F", 0x40), ("6401FF", 0x7E), ("5A630000", 0xA0), ("5A6300", 0x7E), ("CA630000", 0x7E), ("C7", 0x0C),
        ("A7", 0x0C),
        ("C702", 0x9E), ("CD0300EEEE", 0x7E), ("56FF02", 0x9E), ("F6 01", 0x9D), ("6E00", 0x7E), ("55FF", 0x9E),
        ("B10101", 0x9E),
    ])
    func erasesTheSessionAtAnyRefusal(_ command: String, _ status: UInt8) throws {
        for hasSession in [false, true] {
            var profile = try BadgeProfile.plain()
            profile.applications = [
                .init(
                    1, settings: 0x0F, keys: [BadgeProfile.zeroAES],
                    files: [
                        .init(1, mode: 0, rights: 0xEEEE, .data([UInt8](repeating: 0, count: 16), isBackup: false)),
                        .init(2, mode: 0, rights: 0xFFFF, .data([UInt8](repeating: 0, count: 16), isBackup: true)),
                    ])
            ]
            let bench = try BadgeBench(profile)
            try bench.play("5A010000 -> 00")
            // EV1: codes are not sent with management commands, so that the same bytes are right in both states.
            if hasSession { try bench.openEV1(1, 0, .aes, "00112233445566778899AABBCCDDEEFF") }
            #expect(try bench.say(command) == text([status]), "\(hasSession)")
            #expect(bench.system.session == nil)
            #expect(bench.states.isEmpty)
        }
    }

    @Test func wantsASessionForWhatNeedsOne() throws {
        var profile = try BadgeProfile.plain()
        profile.settings = 0x08
        profile.applications = [.init(1, settings: 0x08, keys: [BadgeProfile.zeroAES])]
        let bench = try BadgeBench(profile)
        try bench.play(
            """
            6A -> AE
            45 -> AE
            6D -> AE
            CA0200000F81 -> 9D
            DA010000 -> AE
            FC -> AE
            51 -> AE
            5C0003 -> AE
            540F -> AE
            C400 -> AE
            5A010000 -> 00
            6F -> AE
            45 -> AE
            CD0100EEEE100000 -> 9D
            61 -> 9D
            CE0100FF0F02 -> AE
            """)
        #expect(bench.states.isEmpty)
    }
}
