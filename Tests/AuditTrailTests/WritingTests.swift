// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import SecretMemory
import Testing

@testable import AuditTrail

@Suite struct WritingTests {
    private func kinds(_ bench: TrailBench) throws -> [String] {
        try bench.lines.map { line in
            try #require(ReadRecord(Array(line.utf8))).record.body.kind
        }
    }

    @Test func bindsOutcomesToIntents() throws {
        let bench = try TrailBench()
        let trail = try bench.open()
        let first = try trail.begin(TrailBench.entry())
        let second = try trail.begin(TrailBench.entry(.cardSign, by: TrailBench.nurse))
        try trail.end(second, .refused(.consentRefused))
        try trail.end(first, .done, isDurable: true)
        #expect(throws: AuditError.unknownOperation) { try trail.end(first, .done) }
        #expect(throws: AuditError.unknownOperation) { try trail.settle(first, .done) }
        try trail.close()
        #expect(throws: AuditError.closed) { try trail.begin(TrailBench.entry()) }
        let kinds = try kinds(bench)
        #expect(kinds == ["file", "open", "seal", "intent", "intent", "outcome", "outcome", "seal"])
        let lines = try bench.lines
        #expect(lines[3].contains(#""who":"899700010038","what":"session.open","where":"kiosk-1""#))
        #expect(lines[5].contains("\"intent\":\(second.number),\"result\":\"refused\",\"reason\":\"consent_refused\""))
        let report = try bench.verify()
        #expect(report.isWhole && report.isClosed && !report.isInUse && report.unsealed == 0, "\(report)")
        #expect(report.records == 8 && report.open.isEmpty)
    }

    @Test func isForItsOwnerAlone() throws {
        let bench = try TrailBench()
        try bench.open().close()
        #expect(try bench.temporary.permissions(bench.path) == 0o700)
        for name in try bench.names { #expect(try bench.permissions(name) == 0o600, "\(name)") }
        #expect(try bench.names.count == 5)
    }

    @Test func refusesWhatOthersCanRead() throws {
        let bench = try TrailBench()
        try bench.open().close()
        let file = try #require(try bench.files.last)
        for name in [".", "seal.key", file, "lock"] {
            let path = bench.path + "/" + name
            let before = try bench.temporary.permissions(path)
            try FileManager.default.setAttributes([.posixPermissions: before | 0o040], ofItemAtPath: path)
            #expect(throws: AuditError.exposed(name)) { try bench.open() }
            try FileManager.default.setAttributes([.posixPermissions: before], ofItemAtPath: path)
        }
        try bench.open().close()
    }

    @Test func beginsAFileADay() throws {
        let bench = try TrailBench()
        let trail = try bench.open()
        let open = try trail.begin(TrailBench.entry())
        bench.clock.pass(86_400)
        try trail.note(TrailBench.entry(.sessionLock))
        let files = try bench.files
        #expect(files == ["audit-000000000001-20261128.jsonl", "audit-000000000006-20261129.jsonl"])
        // Sealed before the next begins; what is open goes along.
        #expect(try bench.lines(files[0]).last?.contains(#""kind":"seal""#) == true)
        #expect(try bench.lines(files[1]).first?.contains("\"open\":[\(open.number)],\"unknown\":[]") == true)
        // A clock that is set back begins another, and the order stays.
        bench.clock.utc -= 86_400_000 * 30
        try trail.end(open, .done)
        try trail.close()
        #expect(try bench.files.last == "audit-000000000009-20261030.jsonl")
        #expect(try bench.verify().isWhole)
    }

    @Test func beginsAFileWhenOneIsFull() throws {
        let bench = try TrailBench()
        bench.policy.fileBytes = 2000
        let trail = try bench.open()
        for _ in 0..<30 { try trail.end(trail.begin(TrailBench.entry()), .done) }
        try trail.close()
        #expect(try bench.files.count > 5)
        #expect(try bench.verify().isWhole)
        try bench.open().close()
        #expect(try AuditCheck.run([bench.path]) == [bench.path: "ok"])
    }

    @Test func sealsByNumberAndByTime() throws {
        let bench = try TrailBench()
        let trail = try bench.open()
        func seals() throws -> Int { try kinds(bench).filter { $0 == "seal" }.count }
        #expect(try seals() == 1)
        for _ in 0..<8 { try trail.note(TrailBench.entry(.badgeRead, by: .unknown), .refused(.badgeUnknown)) }
        #expect(try seals() == 1)
        #expect(try bench.verify().unsealed == 8)
        try trail.note(TrailBench.entry())
        #expect(try seals() == 2)
        bench.clock.pass(599)
        try trail.sealIfDue()
        #expect(try seals() == 2)
        bench.clock.pass(1)
        try trail.sealIfDue()
        #expect(try seals() == 3)
        bench.clock.pass(6000)
        // Nothing new: nothing to seal.
        try trail.sealIfDue()
        #expect(try seals() == 3)
        #expect(try bench.verify().unsealed == 0)
    }

    @Test func hidesWhoWhereThePolicySaysSo() throws {
        let bench = try TrailBench()
        let key = try PseudonymKey(SecretBytes(copying: [UInt8](repeating: 7, count: 32).span))
        bench.policy.identity = .pseudonym(key)
        let trail = try bench.open()
        try trail.end(trail.begin(TrailBench.entry()), .done)
        try trail.note(TrailBench.entry(.kioskStart, by: .system))
        try trail.close()
        let text = try bench.lines.joined()
        let identifier = try #require(NationalIdentifier("899700010038"))
        #expect(!text.contains("899700010038"))
        #expect(text.contains("\"who\":\"pseudonym:\(try key.pseudonym(of: identifier).text)\""))
        #expect(text.contains(#""who":"system""#))
    }

    @Test func saysWhetherTheClockCanBeTrusted() throws {
        let bench = try TrailBench()
        bench.clock.isTrusted = false
        try bench.open().close()
        #expect(try bench.lines.allSatisfy { $0.contains(#""clock":"untrusted""#) })
        let machine = MachineClock(isTrusted: true).moment
        #expect(machine.utc > 1_700_000_000_000 && machine.uptime > 0 && machine.isTrusted)
    }

    @Test func takesOutcomesThatAreForgottenForWhatTheyAre() throws {
        let bench = try TrailBench()
        bench.policy.sealRecords = 5000
        let trail = try bench.open()
        for _ in 0..<1000 { _ = try trail.begin(TrailBench.entry()) }
        #expect(throws: AuditError.tooManyOpen) { try trail.begin(TrailBench.entry()) }
        try trail.close()
        let next = try bench.open()
        #expect(next.unsettled.count == 1000)
        try next.close()
    }

    @Test func selectsRecordsOfAPersonAndAPeriod() throws {
        let bench = try TrailBench()
        try bench.writeThreeDays()
        func selected(_ selection: AuditSelection) throws -> [String] {
            var (selection, found) = (selection, [String]())
            _ = try AuditVerification.run(path: bench.path) { line in
                if selection.wants(line) { found.append(line.text) }
            }
            return found
        }
        let nurse = try selected(AuditSelection(people: [TrailBench.nurse]))
        // Three signatures and what became of them.
        #expect(nurse.count == 6)
        #expect(nurse.filter { $0.contains("899700010046") }.count == 3)
        #expect(!nurse.joined().contains("899700010038"))
        // An enrolment more, its outcome and its settlement, and an event a day.
        #expect(try selected(AuditSelection(people: [TrailBench.doctor])).count == 3 * 3 + 3)
        let secondDay = AuditTime.milliseconds("2026-11-29T00:00:00.000Z")
        let thirdDay = AuditTime.milliseconds("2026-11-30T00:00:00.000Z")
        let day = try selected(AuditSelection(from: secondDay, until: thirdDay))
        #expect(day.allSatisfy { $0.contains("\"utc\":\"2026-11-29T") } && day.count == 12)
        #expect(try selected(AuditSelection(from: secondDay, until: thirdDay, people: [TrailBench.nurse])).count == 2)
        #expect(try selected(AuditSelection()) == bench.lines)
    }
}
