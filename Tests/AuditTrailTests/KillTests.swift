// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import Testing

@testable import AuditTrail

/// kill -9, and other processes.
@Suite struct KillTests {
    static let isLong = ProcessInfo.processInfo.environment["CADUCEE_TEST_ALL"] == "1"

    /// Steps spread over a run; with CADUCEE_TEST_ALL every one.
    static let steps: [Int] = isLong ? Array(1...max(1, (try? FaultTests.count()) ?? 1)) : [9, 31, 68, 104]

    @Test(arguments: steps) func outlivesAKillAtAStep(_ step: Int) async throws {
        let bench = try TrailBench()
        let (path, told) = (bench.path, try bench.temporary.file("acknowledged"))
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, told = told as String, step = step as Int] in
            try KillTests.runUntilKilled(at: step, path, told)
        }
        try FaultTests.judge(bench, try KillTests.numbers(told), "after a kill at step \(step)")
    }

    static func runUntilKilled(at dead: Int, _ path: String, _ told: String) throws {
        let (bench, count) = (try TrailBench(at: path), FaultTests.Count())
        let log = unsafe open(told, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        bench.probe = { step, bytes in
            count.steps += 1
            guard count.steps == dead else { return .proceed }
            guard step == .write else { return .fail(kill(getpid(), SIGKILL)) }
            return .cut(bytes / 2) { kill(getpid(), SIGKILL) }
        }
        try FaultTests.run(bench) { number in
            let line = Array("\(number)\n".utf8)
            _ = unsafe write(log, line, line.count)
        }
    }

    /// A child writes as fast as it can until it is killed, at a moment that nobody chose.
    @Test(arguments: 0..<(isLong ? 40 : 2)) func outlivesAKillAtAnyMoment(_ round: Int) async throws {
        let bench = try TrailBench()
        let (path, told) = (bench.path, try bench.temporary.file("acknowledged"))
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, told = told as String] in
            let bench = try TrailBench(at: path)
            bench.policy.fileBytes = 8000
            let log = unsafe open(told, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            let trail = try bench.open()
            Thread.detachNewThread {
                usleep(UInt32.random(in: 1000...150_000))
                kill(getpid(), SIGKILL)
            }
            while true {
                let id = try trail.begin(TrailBench.entry())
                let line = Array("\(id.number)\n".utf8)
                _ = unsafe write(log, line, line.count)
                try trail.end(id, .done)
            }
        }
        try FaultTests.judge(bench, try KillTests.numbers(told), "in round \(round)")
    }

    private static func numbers(_ path: String) throws -> [Int] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
    }

    // MARK: One writer

    @Test func hasOneWriter() async throws {
        let bench = try TrailBench()
        let trail = try bench.open()
        #expect(throws: AuditError.inUse(holder: getpid())) { try bench.open() }
        #expect(try bench.verify().isInUse)
        let (path, holder) = (bench.path, Int(getpid()))
        await #expect(processExitsWith: .exitCode(9)) { [path = path as String, holder = holder as Int] in
            do {
                _ = try AuditTrail(path: path, clock: TestClock())
            } catch AuditError.inUse(let found) {
                exit(found == pid_t(holder) ? 9 : 1)
            }
        }
        _ = try trail.begin(TrailBench.entry())
        try trail.close()
        try bench.open().close()
        #expect(try !bench.verify().isInUse)
    }

    @Test func namesNobodyWhereNobodyCanBeFound() throws {
        let bench = try TrailBench()
        let trail = try bench.open()
        for text in ["", "nobody\n", "4194305\n", "-1\n", "0\n", "12"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: bench.path + "/lock"))
            #expect(throws: AuditError.inUse(holder: nil)) { try bench.open() }
        }
        try trail.close()
    }

    /// A forked child can neither write with its parent's trail nor let go of its lock.
    @Test func doesNotSurviveAFork() async throws {
        let temporary = try TemporaryFolder()
        await #expect(processExitsWith: .exitCode(5)) { [path = temporary.file("audit") as String] in
            let bench = try TrailBench(at: path)
            var trail: AuditTrail? = try bench.open()
            // Swift hides fork; a daemon's C library may call it all the same.
            guard let symbol = unsafe dlsym(nil, "fork") else { exit(1) }
            typealias Fork = @convention(c) () -> pid_t
            let child = unsafe unsafeBitCast(symbol, to: Fork.self)()
            if child == 0 {
                var isRefused = false
                do { _ = try trail?.begin(TrailBench.entry()) } catch { isRefused = error as? AuditError == .forked }
                trail = nil
                _exit(isRefused ? 0 : 1)
            }
            var status: Int32 = -1
            guard unsafe waitpid(child, &status, 0) == child, status == 0 else { exit(2) }
            do { _ = try bench.open() } catch AuditError.inUse(let holder) where holder == getpid() {
                _ = try trail?.begin(TrailBench.entry())
                exit(5)
            }
        }
    }
}

/// Readers beside a writer.
@Suite struct ReaderTests {
    @Test func neverTakesAWriterForDamage() throws {
        let bench = try TrailBench()
        bench.policy.fileBytes = 3000
        var verified = 0
        // Between any two steps of a writer that opens, rolls, seals and closes.
        bench.probe = { [path = bench.path] step, _ in
            if step != .sync, FileManager.default.fileExists(atPath: path + "/head.json") {
                let report = try? AuditVerification.run(path: path)
                #expect(report?.isWhole == true, "\(String(describing: report))")
                verified += 1
            }
            return step == .sync ? .pretend : .proceed
        }
        for _ in 0..<3 {
            let trail = try bench.open()
            for _ in 0..<12 { try trail.end(trail.begin(TrailBench.entry()), .done) }
            try trail.close()
            bench.clock.pass(86_400)
        }
        #expect(verified > 100)
    }

    /// The writer begins again between a reader's look at the head and at the files.
    @Test func doesNotTakeANewBeginningForAForgery() throws {
        let bench = try TrailBench()
        try bench.writeThreeDays()
        // Still the last day, so that the last file goes on.
        bench.clock.utc -= 86_400_000
        var trail: AuditTrail?
        let report = try AuditVerification.run(path: bench.path) { line in
            if line.text.hasPrefix("{\"n\":1,") { trail = try? bench.open() }
        }
        #expect(try report.isWhole && report.records == bench.lines.count, "\(report)")
        try trail?.close()
    }
}
