// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import AuditTrail
import CardCrypto
import Foundation
import KioskDesk
import RoamingSessions
import SecretMemory
import Testing

@Suite struct KioskDeskTests {
    @Test func opensLocksAndOpensAgain() throws {
        let kiosk = try KioskBench()
        try kiosk.enrol()
        try kiosk.tap()
        #expect(kiosk.awaitsCode)
        kiosk.runner.tell(.secondFactorRight(.sitePassword))
        #expect(kiosk.isOpen)
        kiosk.store.time += 2_000
        try kiosk.tap()
        #expect(kiosk.isLocked)
        kiosk.store.time += 2_000
        try kiosk.tap()
        #expect(kiosk.isOpen)
        #expect(
            try kiosk.audited() == [
                "badge.authenticate refused expired", "session.open done", "badge.authenticate done",
                "session.lock done", "badge.authenticate done", "session.resume done",
            ])
        let report = try AuditVerification.run(path: kiosk.folder)
        #expect(report.isWhole)
    }

    /// The session was begun at another kiosk, whose ticket is enough here when the store is gone.
    @Test func goesOnWithTicketsWhenTheStoreIsGone() throws {
        let kiosk = try KioskBench()
        let other = try KioskBench("bloc-2", store: kiosk.store)
        try kiosk.enrol()
        try other.signIn()
        other.runner.tell(.lock)
        kiosk.turn()
        kiosk.store.time += 60_000
        kiosk.turn()
        kiosk.store.isCut = true
        kiosk.store.time += 1_000
        try kiosk.tap()
        #expect(kiosk.desk.isAlone)
        #expect(kiosk.isOpen)
        // Back again: the session is open here, and nothing has doubled.
        kiosk.store.isCut = false
        kiosk.store.time += 6_000
        kiosk.turn()
        #expect(!kiosk.desk.isAlone)
        #expect(kiosk.isOpen)
        #expect(try kiosk.store.sessions().map(\.kiosk?.text) == ["urgences-1"])
    }

    @Test func believesNoTicketThatIsNotSigned() throws {
        let kiosk = try KioskBench()
        let other = try KioskBench("bloc-2", store: kiosk.store)
        try kiosk.enrol()
        try other.signIn()
        other.runner.tell(.lock)
        let person = try #require(KioskBench.person)
        // Somebody who writes into the store puts the second factor an hour forward.
        var forged = try #require(kiosk.store.table.sessions[person])
        forged.secondFactor += 3_600_000
        kiosk.store.table = SessionTable(
            Array(kiosk.store.table.enrolments.values), [forged], failures: [:], revocations: [:], version: 99)
        kiosk.store.time += 3_700_000
        kiosk.turn()
        kiosk.store.isCut = true
        try kiosk.tap()
        #expect(kiosk.desk.isAlone)
        #expect(kiosk.awaitsCode)
    }

    @Test func wantsASecondFactorOnAClockThatWasPut() throws {
        let kiosk = try KioskBench()
        try kiosk.enrol()
        try kiosk.signIn()
        kiosk.runner.tell(.lock)
        kiosk.store.isCut = true
        kiosk.time.wallOffset = -120_000
        kiosk.store.time += 2_000
        try kiosk.tap()
        #expect(kiosk.desk.trust == .none)
        #expect(kiosk.awaitsCode)
        kiosk.runner.tell(.secondFactorRight(.sitePassword))
        #expect(kiosk.isOpen)
    }

    @Test func opensByCardAloneAfterAStartWithoutTheStore() throws {
        let store = MemoryStore()
        store.isCut = true
        let kiosk = try KioskBench(store: store)
        #expect(kiosk.desk.isAlone)
        try kiosk.tap()
        #expect(kiosk.runner.machine.base == .idle)
        try kiosk.signIn()
        #expect(kiosk.isOpen)
        store.isCut = false
        store.time += 6_000
        kiosk.turn()
        #expect(!kiosk.desk.isAlone)
        #expect(kiosk.isOpen)
        #expect(try store.sessions().count == 1)
    }

    @Test func closesWhatWasRevokedMeanwhile() throws {
        let kiosk = try KioskBench()
        try kiosk.enrol()
        try kiosk.signIn()
        kiosk.store.isCut = true
        kiosk.runner.tell(.lock)
        #expect(kiosk.desk.isAlone)
        kiosk.store.isCut = false
        #expect(try kiosk.store.revoke(#require(KioskBench.person)))
        kiosk.store.time += 6_000
        kiosk.turn()
        #expect(kiosk.runner.machine.base == .idle)
        #expect(kiosk.outputs.last == .closed(try #require(KioskBench.person)))
    }

    /// Whatever cannot be announced is not done.
    @Test func doesNothingThatLeavesNoTrace() throws {
        let kiosk = try KioskBench()
        try kiosk.enrol()
        // The folder's file is swapped: the trail is in doubt, as after a failing disk.
        let files = try FileManager.default.contentsOfDirectory(atPath: kiosk.folder).filter { $0.hasSuffix(".jsonl") }
        let file = try #require(files.first)
        let handle = try #require(FileHandle(forWritingAtPath: kiosk.folder + "/" + file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("somebody else\n".utf8))
        try kiosk.signIn()
        #expect(!kiosk.isOpen)
        #expect(
            kiosk.outputs.contains {
                guard case .failed(.audit) = $0 else { return false }
                return true
            })
        #expect(try kiosk.store.sessions().isEmpty)
    }
}
