// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import AuditTrail

/// A clock that stands where it was put.
final class StoppedClock: AuditClock, @unchecked Sendable {
    var now = Date(timeIntervalSince1970: 1_790_000_000)
    var uptime: Int64 = 1000
    var isTrusted = true
}

/// A trail in a folder of its own.
final class TrailBench {
    let folder = FileManager.default.temporaryDirectory.appending(path: "caducee-audit-\(UUID().uuidString)")
    let clock = StoppedClock()

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func open(fileLimit: Int = 16 << 20) throws -> AuditTrail {
        try AuditTrail(path: folder.path, clock: clock, fileLimit: fileLimit)
    }

    var files: [URL] {
        get throws {
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.lastPathComponent.hasPrefix("trail-") }
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
        }
    }

    var lines: [String] {
        get throws {
            try files.flatMap { try String(contentsOf: $0, encoding: .utf8).split(separator: "\n").map(String.init) }
        }
    }

    func write(_ lines: [String]) throws {
        let first = try #require(try files.first)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: first)
    }
}

private let opening = AuditEntry(who: "899700010012", what: "session.open", place: "kiosk-1", means: "card-pin")

@Suite struct AuditTrailTests {
    @Test func writesIntentBeforeAndOutcomeAfter() throws {
        let bench = TrailBench()
        let trail = try bench.open()
        let ticket = try trail.begin(opening)
        #expect(try bench.lines.count == 2)
        #expect(try bench.lines[1].contains("\"kind\":\"intent\""))
        try trail.end(ticket, .refused("badge denied"))
        let lines = try bench.lines
        #expect(lines.count == 3)
        #expect(lines[2].contains("\"intent\":2"))
        #expect(lines[2].contains("refused: badge denied"))
        #expect(lines[2].contains("\"time\":\"2026-09-21T"))
    }

    @Test func goesOnWhereItEndedAndTellsWhatWasLeftOpen() throws {
        let bench = TrailBench()
        var trail: AuditTrail? = try bench.open()
        let first = try #require(try trail?.begin(opening))
        try trail?.end(first, .done)
        _ = try trail?.begin(AuditEntry(who: "899700010013", what: "badge.enrol", place: "desk", means: "card-pin"))
        trail = nil
        let again = try bench.open()
        #expect(again.unfinished.map(\.what) == ["badge.enrol"])
        #expect(try bench.lines.last?.contains("\"result\":\"unknown\"") == true)
        #expect(try bench.open().unfinished.isEmpty)
    }

    @Test func changesFilesAndStaysOneChain() throws {
        let bench = TrailBench()
        let trail = try bench.open(fileLimit: 1000)
        for number in 0..<20 { try trail.note(AuditEntry(who: "\(number)", what: "tap", place: "k", means: "badge")) }
        #expect(try bench.files.count > 3)
        #expect(try bench.open(fileLimit: 1000).unfinished.isEmpty)
    }

    @Test func purgesWholeFilesAndSaysSo() throws {
        let bench = TrailBench()
        let trail = try bench.open(fileLimit: 500)
        for _ in 0..<10 { try trail.note(opening) }
        let before = try bench.files.count
        bench.clock.now += 86_400
        for _ in 0..<4 { try trail.note(opening) }
        let gone = try trail.purge(before: bench.clock.now - 3600)
        #expect(gone > 0)
        #expect(try bench.files.count < before + 4)
        #expect(try bench.lines.contains { $0.contains("\"kind\":\"purge\"") })
        #expect(try bench.open(fileLimit: 500).unfinished.isEmpty)
    }

    @Test func isTheOwnersAlone() throws {
        let bench = TrailBench()
        _ = try bench.open()
        for url in try FileManager.default.contentsOfDirectory(at: bench.folder, includingPropertiesForKeys: nil) {
            let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600, "\(url.lastPathComponent)")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bench.folder.path)
        #expect(throws: AuditError.self) { try bench.open() }
    }

    @Test func dropsALineThatACrashCutShort() throws {
        let bench = TrailBench()
        var trail: AuditTrail? = try bench.open()
        try trail?.note(opening)
        trail = nil
        let place = try #require(try bench.files.last)
        let handle = try FileHandle(forWritingTo: place)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"sequence\":3,\"kind\":\"ev".utf8))
        try handle.close()
        try bench.open().note(opening)
        #expect(try bench.lines.count == 3)
    }
}

/// Whatever is done to a trail shows.
@Suite struct AuditTamperingTests {
    private func changed(_ change: (inout [String]) throws -> Void) throws -> TrailBench {
        let bench = TrailBench()
        var trail: AuditTrail? = try bench.open()
        for number in 0..<6 {
            try trail?.note(AuditEntry(who: "\(number)", what: "session.open", place: "kiosk-1", means: "badge"))
        }
        trail = nil
        var lines = try bench.lines
        try change(&lines)
        try bench.write(lines)
        return bench
    }

    @Test(arguments: 0..<7) func findsAChangedLine(_ index: Int) throws {
        let bench = try changed { $0[index] = $0[index].replacing("\"uptime\":1000", with: "\"uptime\":1001") }
        #expect(throws: AuditError.self) { try bench.open() }
    }

    @Test(arguments: 0..<7) func findsARemovedLine(_ index: Int) throws {
        let bench = try changed { $0.remove(at: index) }
        #expect(throws: AuditError.self) { try bench.open() }
    }

    @Test(arguments: 0..<6) func findsLinesInAnotherOrder(_ index: Int) throws {
        let bench = try changed { $0.swapAt(index, index + 1) }
        #expect(throws: AuditError.self) { try bench.open() }
    }

    @Test func findsACutEnd() throws {
        let bench = try changed { $0.removeLast(3) }
        #expect(throws: AuditError.broken(file: "seal.json", line: 1, .truncated)) { try bench.open() }
    }

    @Test func findsASealThatWasMadeElsewhere() throws {
        let bench = try changed { _ in }
        let other = try changed { _ in }
        let seal = bench.folder.appending(path: "seal.json")
        try FileManager.default.removeItem(at: seal)
        try FileManager.default.copyItem(at: other.folder.appending(path: "seal.json"), to: seal)
        #expect(throws: AuditError.broken(file: "seal.json", line: 1, .seal)) { try bench.open() }
        try FileManager.default.removeItem(at: seal)
        #expect(throws: AuditError.broken(file: "seal.json", line: 1, .seal)) { try bench.open() }
    }
}

/// A checker that shares nothing with us but the format.
@Suite struct IndependentCheckTests {
    private func check(_ bench: TrailBench) throws -> Int32 {
        let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardizedFileURL
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", root.appending(path: "Tests/Interop/audit-check").path, bench.folder.path]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func bench() throws -> TrailBench {
        let bench = TrailBench()
        let trail = try bench.open()
        for number in 0..<3 {
            try trail.note(AuditEntry(who: "Zoé \(number)", what: "tap/é", place: "kiosk-1", means: "badge"))
        }
        return bench
    }

    @Test func agreesWithAWholeTrail() throws {
        let bench = try bench()
        #expect(try check(bench) == 0)
        let purged = TrailBench()
        let trail = try purged.open(fileLimit: 300)
        for _ in 0..<8 { try trail.note(opening) }
        purged.clock.now += 86_400
        try trail.note(opening)
        #expect(try trail.purge(before: purged.clock.now - 3600) > 0)
        #expect(try check(purged) == 0)
    }

    @Test func findsAFileThatWasTakenAway() throws {
        let bench = TrailBench()
        let trail = try bench.open(fileLimit: 300)
        for _ in 0..<8 { try trail.note(opening) }
        try FileManager.default.removeItem(at: try #require(try bench.files.first))
        #expect(try check(bench) == 1)
        #expect(throws: AuditError.self) { try bench.open(fileLimit: 300) }
    }

    @Test(arguments: 0..<4) func findsWhatWeFind(_ index: Int) throws {
        for change: (inout [String]) -> Void in [
            { $0.remove(at: index) }, { $0.swapAt(index, (index + 1) % 4) },
            { $0[index] = $0[index].replacing("1000", with: "1001") }, { $0.insert($0[index], at: index) },
        ] {
            let bench = try bench()
            var lines = try bench.lines
            change(&lines)
            try bench.write(lines)
            #expect(try check(bench) == 1)
            #expect(throws: AuditError.self) { try bench.open() }
        }
    }
}
