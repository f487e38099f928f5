// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// Transactions, their codes, and two applications at once (checklist 13).
@Suite struct TransactionTests {
    private static let free = AccessRights(read: 0, write: 0, readWrite: 0, change: 0)
    private static let key = "00112233445566778899AABBCCDDEEFF"

    /// A backup file, a value, and the file of codes; `write` F wants no reader, else its key.
    private func bench(codes write: String = "F") throws -> HostBench {
        let bench = try HostBench(.ev2)
        try bench.openApplication()
        try bench.host.createDataFile(2, size: 16, .plain, TransactionTests.free, isBackup: true)
        try bench.host.createValueFile(3, 0...100, value: 50, .plain, TransactionTests.free)
        // Read free, write as said, both never, change 0.
        try bench.full(.createTransactionMACFile, "0F 00 F0 E\(write) 02", TransactionTests.key + "01")
        return bench
    }

    @Test func codesATransaction() throws {
        let bench = try bench()
        let key = try DESFireKey(.aes, hex(TransactionTests.key))
        try bench.host.write(hex("102030"), to: 2, .plain)
        try bench.host.change(file: 3, by: -7, .plain)
        let told = try TransactionMAC(parsing: bench.host.manage(.commitTransaction, [1]))
        #expect(told.counter == 1)
        var input = TransactionInput()
        input.append(.writeData, try hex("02000000030000"), try hex("102030"))
        input.append(.debit, [3], try hex("07000000"))
        let keys = try TransactionKeys(key, counter: 1, uid: bench.badge.profile.uid)
        #expect(try keys.verifies(told, over: input))
        // The file says the same, to everybody.
        try bench.host.select(ApplicationID(1))
        #expect(try TransactionMAC(parsing: bench.host.read(15, 0..<12, .plain)) == told)
        #expect(try bench.manage(.getFileSettings, "0F") == "0500F0EF0201")
    }

    @Test func wantsToKnowTheReader() throws {
        let bench = try bench(codes: "1")
        let key = try DESFireKey(.aes, hex(TransactionTests.key))
        try bench.host.write(hex("10"), to: 2, .plain)
        #expect(bench.status { try bench.host.commit() } == 0x9D)
        #expect(bench.system.state.applications[0].files[0].content == .backup([UInt8](repeating: 0, count: 16)))
        let readers = ["00112233445566778899AABBCCDDEEFF", "FFEEDDCCBBAA99887766554433221100"]
        var previous = String(repeating: "0", count: 32)
        for (number, reader) in readers.enumerated() {
            try bench.authenticate(0)
            #expect(bench.status { try bench.manage(.commitReaderID, reader) } == 0x9D)
            try bench.authenticate(0)
            try bench.host.write(hex("10"), to: 2, .plain)
            try bench.authenticate(1)
            let answer = try bench.host.perform(
                LogicalCommand(instruction: .commitReaderID, header: hex(reader), answerMode: .full))
            let keys = try TransactionKeys(key, counter: UInt32(number + 1), uid: bench.badge.profile.uid)
            #expect(try text(keys.previousReader(answer)) == previous)
            previous = reader
            let told = try TransactionMAC(parsing: bench.host.manage(.commitTransaction, [1]))
            #expect(told.counter == UInt32(number + 1))
        }
    }

    @Test func countsUpToItsLimit() throws {
        let bench = try bench()
        try bench.full(.changeFileSettings, "0F", "20 F0EF 01000000".filter { $0 != " " })
        #expect(try bench.manage(.getFileSettings, "0F") == "0520F0EF020101000000")
        try bench.host.change(file: 3, by: 1, .plain)
        try bench.host.commit()
        try bench.host.change(file: 3, by: 1, .plain)
        #expect(bench.status { try bench.host.commit() } == 0x9D)
        try bench.authenticate()
        #expect(try bench.host.value(ofFile: 3, .plain) == 51)
        #expect(
            bench.status { try bench.full(.createTransactionMACFile, "0E 00 F0 EF 02", TransactionTests.key + "01") }
                == 0xDE)
        try bench.authenticate()
        #expect(bench.status { try bench.host.write([1], to: 15, .plain) } == 0x9D)
    }

    @Test(arguments: ["5A010000", "A7", "AA09", "reset", "6C09"]) func rollsBack(_ how: String) throws {
        let bench = try BadgeBench(
            {
                var profile = try BadgeProfile.plain()
                profile.applications = [
                    .init(
                        1, settings: 0x0F, keys: [BadgeProfile.zeroAES],
                        files: [
                            .init(1, mode: 0, rights: 0xEEEE, .data([0, 0], isBackup: true)),
                            .init(2, mode: 0, rights: 0xEEEE, .value(5, lower: 0, upper: 9, flags: 0)),
                            .init(3, mode: 0, rights: 0xEEEE, .records(size: 1, most: 2, isCyclic: false)),
                        ])
                ]
                return profile
            }())
        try bench.play(
            """
            5A010000 -> 00
            3D010000000100007F -> 00
            DC0205000000 -> 00
            3B030000000100000A -> 00
            BD01000000020000 -> 000000
            6C02 -> 0005000000
            """)
        how == "reset" ? bench.badge.face.reset() : { _ = try? bench.say(how) }()
        try bench.play("5A010000 -> 00\nC7 -> 0C")
        #expect(bench.states.isEmpty)
        // And forward: all three at once.
        try bench.play(
            """
            3D010000000100007F -> 00
            DC0205000000 -> 00
            3B030000000100000A -> 00
            C7 -> 00
            BD01000000020000 -> 007F00
            6C02 -> 0000000000
            BB03000000000000 -> 000A
            """)
        #expect(bench.states.count == 1)
    }

    /// Bit 7 of a file or key number means the second application; one commit means both.
    @Test func worksInTwoApplications() throws {
        let bench = try HostBench(.ev2)
        for number in UInt32(1)...2 {
            try bench.openApplication(number)
            try bench.host.createDataFile(
                UInt8(number), size: 4, .plain, AccessRights(read: 14, write: 14, readWrite: 14, change: 0),
                isBackup: true)
        }
        let bare = { (command: String) throws in text(bench.badge.face.respond(to: Array(try hex(command)))) }
        #expect(try bare("905A000006010000010000 00") == "919E")
        #expect(try bare("905A000006000000010000 00") == "919E")
        #expect(try bare("905A000006010000020000 00") == "9100")
        #expect(try bare("903D000008 01000000010000AA 00") == "9100")
        #expect(try bare("903D000008 82000000010000BB 00") == "9100")
        #expect(try bare("90C7000000") == "9100")
        #expect(bench.system.state.applications[0].files[0].content == .backup([0xAA, 0, 0, 0]))
        #expect(bench.system.state.applications[1].files[0].content == .backup([0xBB, 0, 0, 0]))
        #expect(try bare("90F5000001 02 00") == "91F0")
        #expect(try bare("90F5000001 82 00").hasSuffix("9100"))
        // A key of the second one opens files there, not here.
        #expect(try bare("90AA000001 80 00").hasSuffix("91AF"))
    }

    @Test func restoresAValueFromAnother() throws {
        let bench = try bench()
        try bench.host.createValueFile(4, 0...100, value: 77, .plain, TransactionTests.free)
        try bench.manage(.restoreTransfer, "0304")
        #expect(try bench.host.value(ofFile: 3, .plain) == 50)
        try bench.host.commit()
        #expect(try bench.host.value(ofFile: 3, .plain) == 77)
    }
}
