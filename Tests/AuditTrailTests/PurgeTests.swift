// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import Testing

@testable import AuditTrail

@Suite struct PurgeTests {
    /// Six days, of which two are kept.
    private func bench() throws -> TrailBench {
        let bench = try TrailBench()
        try bench.writeThreeDays()
        try bench.writeThreeDays()
        bench.policy.retentionDays = 2
        // Some way from the border between two days.
        bench.clock.utc -= 3_600_000
        return bench
    }

    @Test func saysWhatWent() throws {
        let bench = try bench()
        let before = try bench.files
        let first = try #require(try bench.verify().first)
        let trail = try bench.open()
        let purge = try #require(try trail.purge())
        #expect(purge.first == first && purge.files == 4 && purge.count == purge.last.number)
        #expect(try trail.purge() == nil)
        try trail.close()
        #expect(try bench.files.prefix(2) == before[4...5])
        let report = try bench.verify()
        #expect(
            report.isWhole && report.purges == [purge] && report.first?.number == purge.last.number + 1, "\(report)")
        #expect(try AuditCheck.run([bench.path]) == [bench.path: "ok"])

        // The next one takes the record of the first along, and says so itself.
        bench.clock.pass(30 * 86_400)
        let next = try bench.open()
        #expect(try next.purge()?.first.number == purge.last.number + 1)
        try next.close()
        #expect(try bench.verify().isWhole && bench.verify().purges.count == 1)
        #expect(try AuditCheck.run([bench.path]) == [bench.path: "ok"])
    }

    @Test func hidesNothingElse() throws {
        let bench = try bench()
        let trail = try bench.open()
        _ = try trail.purge()
        try trail.close()
        // A file that the purge does not name went too.
        try FileManager.default.removeItem(atPath: bench.path + "/" + (try #require(try bench.files.first)))
        #expect(try bench.verify().findings.contains { $0.reason == .beginning })
        #expect(try AuditCheck.run([bench.path])[bench.path]?.contains("no purge says why") == true)
    }

    @Test func tidiesNoDamageAway() throws {
        let bench = try bench()
        let name = try #require(try bench.files.first)
        let path = bench.path + "/" + name
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing("card.sign", with: "card.read")
        try text.write(to: URL(fileURLWithPath: path), atomically: false, encoding: .utf8)
        let trail = try bench.open()
        do {
            _ = try trail.purge()
            Issue.record("damage was deleted")
        } catch {
            guard case .broken(let finding) = error else { throw error }
            #expect(finding.file == name && finding.reason == .chain)
        }
        #expect(try bench.files.count == 7)
    }

    @Test func keepsWhatIsOpenAndWhatNoClockDates() throws {
        let bench = try TrailBench()
        bench.policy.retentionDays = 2
        let trail = try bench.open()
        let id = try trail.begin(TrailBench.entry())
        bench.clock.pass(30 * 86_400)
        try trail.note(TrailBench.entry(.sessionLock))
        #expect(try trail.purge() == nil)
        try trail.end(id, .done)
        bench.clock.isTrusted = false
        #expect(try trail.purge() == nil)
        bench.clock.isTrusted = true
        #expect(try trail.purge()?.files == 1)
        // Records of a clock that nobody trusted have no age of their own.
        bench.clock.isTrusted = false
        bench.clock.utc = 0
        try trail.note(TrailBench.entry(.kioskStart, by: .system))
        bench.clock.isTrusted = true
        bench.clock.utc = 1_795_891_743_123 + 40 * 86_400_000
        try trail.note(TrailBench.entry(.kioskStart, by: .system))
        #expect(try trail.purge()?.files == 1)
        #expect(try bench.files.count == 2)
        try trail.close()
        #expect(try bench.verify().isWhole)
    }

    @Test func forgetsWhatNobodySettled() throws {
        let bench = try TrailBench()
        bench.policy.retentionDays = 2
        var trail: AuditTrail? = try bench.open()
        _ = try trail?.begin(TrailBench.entry())
        trail = nil
        let next = try bench.open()
        #expect(next.unsettled.count == 1)
        bench.clock.pass(30 * 86_400)
        try next.note(TrailBench.entry(.sessionLock))
        #expect(try next.purge() != nil)
        #expect(next.unsettled.isEmpty)
        try next.close()
        #expect(try bench.open().unsettled.isEmpty)
        #expect(try bench.verify().isWhole)
        #expect(try AuditCheck.run([bench.path]) == [bench.path: "ok"])
    }
}
