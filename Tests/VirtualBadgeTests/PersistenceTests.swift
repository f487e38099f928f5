// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import SecretMemory
import Testing
import VirtualCardPlugs

@testable import DESFire
@testable import VirtualCards

/// What is told is what is kept, whenever the power goes (checklist 23).
@Suite struct PersistenceTests {
    /// A work on several files and keys: each step is one command of the host.
    private static func steps(_ host: DESFireCard) -> [() throws -> Void] {
        let free = AccessRights(read: 0, write: 0, readWrite: 0, change: 0)
        let zero = DESFireKey.factory(.aes)
        return [
            {
                try host.create(
                    ApplicationPlan(ApplicationID(1), KeySettings(rawValue: 0x0F), keyCount: 2, keyType: .aes))
            },
            { try host.select(ApplicationID(1)) },
            { try host.authenticateEV2(0, zero) },
            { try host.createDataFile(1, size: 8, .full, free, isBackup: true) },
            { try host.createValueFile(2, 0...100, value: 50, .mac, free) },
            { try host.createRecordFile(3, recordSize: 4, most: 4, isCyclic: true, .plain, free) },
            { try host.write([1, 2, 3, 4, 5, 6, 7, 8], to: 1, .full) },
            { try host.change(file: 2, by: -20, .mac) },
            { try host.writeRecord([9, 9, 9, 9], to: 3, .plain) },
            { try host.commit() },
            {
                try host.changeKey(
                    1, to: DESFireKey(.aes, WipingBytes(repeatElement(7, count: 16)), version: 3), from: zero)
            },
            { try host.write([8, 7, 6], to: 1, .full) },
            { try host.change(file: 2, by: 5, .mac) },
            { try host.commit() },
            { try host.deleteFile(3) },
        ]
    }

    private struct PowerCut: Error {}

    /// Cut at each point of the journal: before the new state is on the disk, and after, before the answer leaves.
    @Test(arguments: [false, true]) func survivesACutAtEachPoint(_ isWritten: Bool) throws {
        let folder = try TemporaryFolder()
        let whole = try run(in: folder, cutAt: .max, isWritten: isWritten)
        #expect(whole.writes == 8)
        for point in 1...whole.writes {
            let other = try TemporaryFolder()
            let cut = try run(in: other, cutAt: point, isWritten: isWritten)
            // The badge comes back in the state before the command, or after it; never in between.
            let wanted = isWritten ? whole.states[point] : whole.states[point - 1]
            #expect(cut.restored == wanted, "\(point)")
            #expect(cut.answered.allSatisfy { $0 < point || isWritten }, "\(point)")
        }
    }

    private struct Run {
        /// States as they came, the first day's before them.
        var states: [BadgeSnapshot]
        var writes = 0
        /// Writes whose answers the host got.
        var answered: [Int] = []
        var restored: BadgeSnapshot?
    }

    private func run(in folder: borrowing TemporaryFolder, cutAt point: Int, isWritten: Bool) throws -> Run {
        let store = try StateStore(directory: folder.file("state"))
        let profile = try BadgeProfile.plain(.ev2)
        let badge = try VirtualBadge(profile, random: SeededRandom(seed: 8))
        var run = Run(states: [badge.snapshot])
        var isOver = false
        badge.written = { snapshot in
            guard !isOver else { return }
            run.writes += 1
            if run.writes == point {
                isOver = true
                guard isWritten else { return }
            }
            run.states.append(snapshot)
            try? store.save(Array(JSONEncoder().encode(snapshot)), as: "badge")
        }
        badge.face.powerOn()
        let link = BadgeLink(badge.face)
        let host = DESFireCard(DESFireChannel(over: link), random: SeededRandom(seed: 9))
        for step in PersistenceTests.steps(host) {
            let before = run.writes
            try step()
            // Without power no answer leaves.
            if isOver { break }
            if run.writes > before { run.answered.append(run.writes) }
        }
        let next = try VirtualBadge(profile, random: SeededRandom(seed: 10))
        if let saved = try store.load("badge") {
            let kept = try JSONDecoder().decode(BadgeSnapshot.self, from: Data(saved))
            #expect(next.restore(kept))
        }
        run.restored = next.snapshot
        return run
    }

    @Test func comesBackWithEverything() throws {
        let bench = try HostBench(.ev3)
        try bench.openApplication()
        try bench.full(.createTransactionMACFile, "0F 00 F0 EF 02", String(repeating: "11", count: 16) + "01")
        let coded = try JSONEncoder().encode(bench.badge.snapshot)
        let kept = try JSONDecoder().decode(BadgeSnapshot.self, from: coded)
        #expect(kept == bench.badge.snapshot)
        let other = try VirtualBadge(bench.badge.profile, random: SeededRandom(seed: 1))
        #expect(other.restore(kept))
        #expect(other.snapshot == bench.badge.snapshot)
        // Not into another card.
        let stranger = try VirtualBadge(.plain(.ev3, uid: "04000000000001"), random: SeededRandom(seed: 1))
        #expect(!stranger.restore(kept))
    }

    /// States come from files: what no badge can hold is refused, not trapped on.
    @Test func refusesStatesThatCannotBe() throws {
        let bench = try HostBench(.ev3)
        try bench.openApplication()
        try bench.manage(.createStandardDataFile, "01 00 EEEE 100000")
        try bench.manage(.createCyclicRecordFile, "02 00 EEEE 100000 030000")
        let text = String(decoding: try JSONEncoder().encode(bench.badge.snapshot), as: UTF8.self)
        for (old, new) in [
            ("\"number\":1", "\"number\":40"), ("\"most\":3", "\"most\":1"), ("\"size\":16", "\"size\":0"),
            ("\"read\":14", "\"read\":200"), ("\"identifier\":1", "\"identifier\":0"),
            ("\"longestKey\":16", "\"longestKey\":17"),
            ("\"capabilities\":[0,", "\"capabilities\":["), ("\"number\":1", "\"number\":2"),
        ] {
            let changed = text.replacingOccurrences(of: old, with: new)
            #expect(changed != text, "\(old)")
            let badge = try VirtualBadge(bench.badge.profile, random: SeededRandom(seed: 1))
            let before = badge.snapshot
            let snapshot = try JSONDecoder().decode(BadgeSnapshot.self, from: Data(changed.utf8))
            #expect(!badge.restore(snapshot), "\(new)")
            #expect(badge.snapshot == before)
        }
    }

    /// Field loss and a repeated frame, at each frame of an authentication and a transaction.
    @Test(arguments: [Fault.announcedReset, .duplicate, .remove, .truncate]) func survivesAFaultInEachFrame(
        _ fault: Fault
    ) throws {
        for point in 1...12 {
            for isAfter in [false, true] {
                let badge = try VirtualBadge(.plain(.ev2), random: SeededRandom(seed: 8))
                let plan = FaultPlan(fault, at: isAfter ? .after(command: point, bytes: 1) : .before(command: point))
                let face = FaultyFace(badge.face, plan: plan)
                face.powerOn()
                let host = DESFireCard(DESFireChannel(over: BadgeLink(face)), random: SeededRandom(seed: 9))
                for step in PersistenceTests.steps(host) {
                    do { try step() } catch { break }
                }
                #expect(plan.struck.count == 1)
                // Whatever came of it: the badge is in a state that a badge can be in, and serves the next host.
                #expect(badge.restore(badge.snapshot))
                face.reset()
                let next = DESFireCard(DESFireChannel(over: BadgeLink(badge.face)), random: SeededRandom(seed: 11))
                #expect(try next.version().uid == badge.profile.uid)
            }
        }
    }
}
