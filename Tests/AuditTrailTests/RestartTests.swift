// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AuditTrail

@Suite struct RestartTests {
    @Test func saysWhatTheLastRunLeftOpen() throws {
        let bench = try TrailBench()
        var trail: AuditTrail? = try bench.open()
        let done = try #require(try trail?.begin(TrailBench.entry()))
        let left = try #require(try trail?.begin(TrailBench.entry(.cardSign, by: TrailBench.nurse)))
        try trail?.end(done, .done)
        trail = nil

        let next = try bench.open()
        #expect(next.unsettled.map(\.id) == [left])
        #expect(next.unsettled.first?.entry == TrailBench.entry(.cardSign, by: TrailBench.nurse))
        #expect(
            try bench.lines.contains {
                $0.contains("\"intent\":\(left.number),\"result\":\"unknown\",\"reason\":\"restart\"")
            })
        #expect(throws: AuditError.unknownOperation) { try next.end(left, .done) }
        // Nobody asked the card yet: the next start asks again, days later too.
        try next.close()
        bench.clock.pass(3 * 86_400)
        let third = try bench.open()
        #expect(third.unsettled.map(\.id) == [left])
        #expect(throws: AuditError.unknownOperation) { try third.settle(left, .unknown(.communication)) }
        try third.settle(left, .failed(.cardRemoved))
        #expect(third.unsettled.isEmpty)
        try third.close()
        #expect(try bench.open().unsettled.isEmpty)
        let report = try bench.verify()
        #expect(report.isWhole && report.unsettled.isEmpty, "\(report)")
        #expect(try AuditCheck.run([bench.path]) == [bench.path: "ok"])
    }

    /// A line that is cut at any byte is kept, told, and nothing else is lost.
    @Test(arguments: [1, 7, 60, 200, 260]) func keepsATornLine(_ count: Int) throws {
        let bench = try TrailBench()
        var trail: AuditTrail? = try bench.open()
        for _ in 0..<2 { _ = try trail?.begin(TrailBench.entry()) }
        trail = nil
        let name = try #require(try bench.files.last)
        let path = bench.path + "/" + name
        let content = try #require(FileManager.default.contents(atPath: path))
        let start = try #require(content.dropLast().lastIndex(of: 0x0A)) + 1
        try #require(start + count < content.count - 1)
        try content[..<(start + count)].write(to: URL(fileURLWithPath: path))
        let before = try bench.verify()
        #expect(before.isWhole && before.tornBytes == count)
        #expect(try AuditCheck.run([bench.path]) == [bench.path: "ok"])

        let next = try bench.open()
        #expect(next.tornLines.map(\.bytes) == [count])
        let kept = try #require(next.tornLines.first)
        #expect(FileManager.default.contents(atPath: bench.path + "/" + kept.file) == content[start..<(start + count)])
        #expect(next.unsettled.count == 1)
        try next.close()
        #expect(try bench.lines.filter { $0.contains(#""kind":"torn""#) }.count == 1)
        #expect(try bench.verify().isWhole)
        #expect(try AuditCheck.run([bench.path]) == [bench.path: "ok"])
        #expect(try bench.open().tornLines.isEmpty)
    }

    @Test func goesOnAfterAFileThatWasOnlyJustMade() throws {
        let bench = try TrailBench()
        try bench.open().close()
        // The disk is full between the making of a file and its first line.
        bench.clock.pass(86_400)
        bench.probe = { [isMade = Made()] step, count in
            if step == .create { isMade.count += 1 }
            return step == .write && isMade.count == 3 ? .fail(ENOSPC) : .proceed
        }
        #expect(throws: AuditError.self) { try bench.open() }
        bench.probe = nil
        let (trail, files) = (try bench.open(), try bench.files)
        #expect(files.count == 2)
        try trail.close()
        #expect(try bench.verify().isWhole)
    }

    private final class Made { var count = 0 }

    @Test func goesOnWithNothingThatWasChanged() throws {
        let bench = try TrailBench()
        try bench.writeThreeDays()
        let path = bench.path + "/" + (try #require(try bench.files.last))
        let content = try String(contentsOfFile: path, encoding: .utf8)
        for (part, other) in [("card.sign", "card.read"), ("\"n\":", "\"m\":"), ("}\n", "}"), ("{\"n\"", "\n{\"n\"")] {
            try content.replacing(part, with: other, maxReplacements: 1)
                .write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            do {
                _ = try bench.open()
                Issue.record("a trail with \(other) was gone on with")
            } catch {
                guard case .broken = error else { throw error }
            }
        }
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try FileManager.default.removeItem(atPath: bench.path + "/head.json")
        #expect(throws: AuditError.broken(AuditFinding("head.json", nil, .noHead))) { try bench.open() }
        try FileManager.default.removeItem(atPath: bench.path + "/seal.key")
        #expect(throws: AuditError.key("seal.key")) { try bench.open() }
    }
}

extension String {
    fileprivate func write(toFile path: String, atomically: Bool, encoding: Encoding) throws {
        try write(to: URL(fileURLWithPath: path), atomically: atomically, encoding: encoding)
    }
}
