// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import Testing

@testable import AuditTrail

/// Disks that fail, and processes that end, at every step.
@Suite struct FaultTests {
    final class Count { var steps = 0 }

    /// A run with everything in it; returns the intents that were acknowledged, also when it ends by an error.
    static func run(_ bench: TrailBench, acknowledged: (Int) -> Void) throws(AuditError) {
        bench.policy.sealRecords = 4
        bench.policy.retentionDays = 1
        for _ in 0..<2 {
            let trail = try bench.open()
            for operation in trail.unsettled { try trail.settle(operation.id, .done) }
            for day in 0..<2 {
                let id = try trail.begin(TrailBench.entry())
                acknowledged(id.number)
                let other = try trail.begin(TrailBench.entry(.cardSign, by: TrailBench.nurse))
                acknowledged(other.number)
                try trail.end(id, .done)
                if day == 1 { try trail.end(other, .refused(.consentRefused)) }
                bench.clock.pass(86_400)
            }
            bench.clock.pass(3 * 86_400)
            try trail.note(TrailBench.entry(.sessionExpire), .done)
            _ = try trail.purge()
            try trail.close()
        }
    }

    /// What must hold after an end at any step.
    static func judge(_ bench: TrailBench, _ acknowledged: [Int], _ place: Comment) throws {
        bench.probe = { step, _ in step == .sync ? .pretend : .proceed }
        let before = try bench.verify()
        // A folder where not even the head was made yet is no trail.
        if try bench.names.contains(AuditNames.head) { #expect(before.isWhole, "\(before) \(place)") }
        let trail = try bench.open()
        let unsettled = Set(trail.unsettled.map(\.id.number))
        try trail.close()
        let report = try bench.verify()
        #expect(report.isWhole && report.open.isEmpty && report.isClosed, "\(report) \(place)")
        var (intents, ended) = (Set<Int>(), Set<Int>())
        _ = try AuditVerification.run(path: bench.path) { line in
            switch line.record.body {
            case .intent: intents.insert(line.record.number)
            case .outcome(let intent, _): ended.insert(intent)
            default: break
            }
        }
        let purged = (report.first?.number ?? 1) - 1
        for number in acknowledged where number > purged {
            #expect(intents.contains(number), "intent \(number) was acknowledged and is lost \(place)")
            #expect(ended.contains(number) || unsettled.contains(number), "\(number) has no end \(place)")
        }
    }

    /// Steps of a run.
    static func count() throws -> Int {
        let (bench, count) = (try TrailBench(), Count())
        bench.probe = { step, _ in
            count.steps += 1
            return step == .sync ? .pretend : .proceed
        }
        try FaultTests.run(bench) { _ in }
        return count.steps
    }

    /// The process ends at a step, a write half done; in this process, so that every step can be tried.
    @Test(arguments: [0, 1]) func losesNothingWhereverItEnds(_ part: Int) throws {
        var folders: [String] = []
        var benches: [TrailBench] = []
        let steps = try FaultTests.count()
        #expect(steps > 100)
        for dead in 1...steps where dead % 2 == part {
            let (bench, count) = (try TrailBench(), Count())
            bench.probe = { step, bytes in
                count.steps += 1
                if count.steps < dead { return step == .sync ? .pretend : .proceed }
                return step == .write && count.steps == dead ? .cut(bytes * 2 / 3) { EIO } : .fail(EIO)
            }
            var acknowledged: [Int] = []
            #expect(throws: AuditError.self) { try FaultTests.run(bench) { acknowledged.append($0) } }
            try FaultTests.judge(bench, acknowledged, "after step \(dead)")
            // The other checker starts a program for every seal: some folders of every kind will do.
            guard dead % 10 < 2 else { continue }
            folders.append(bench.path)
            benches.append(bench)
        }
        let said = try withExtendedLifetime(benches) { try AuditCheck.run(folders) }
        #expect(said == Dictionary(uniqueKeysWithValues: folders.map { ($0, "ok") }))
    }

    /// One step fails, once: the caller learns of it, and what it goes on with is a whole trail.
    @Test func tellsEveryFailure() throws {
        // Every third; with CADUCEE_TEST_ALL every one.
        for failing in stride(from: 1, through: try FaultTests.count(), by: KillTests.isLong ? 1 : 3) {
            let (bench, count) = (try TrailBench(), Count())
            bench.probe = { step, bytes in
                count.steps += 1
                guard count.steps == failing else { return step == .sync ? .pretend : .proceed }
                return step == .write ? .cut(bytes / 2) { ENOSPC } : .fail(ENOSPC)
            }
            var acknowledged: [Int] = []
            do {
                try FaultTests.run(bench) { acknowledged.append($0) }
                Issue.record("step \(failing) failed and nobody was told")
            } catch {
                guard case .storage(_, ENOSPC) = error else { throw error }
            }
            try FaultTests.judge(bench, acknowledged, "after a failure of step \(failing)")
        }
    }

    @Test func waitsForTheDiskBeforeAnIntentIsAnnounced() throws {
        let bench = try TrailBench()
        var steps: [AuditStep] = []
        let folder = try AuditFolder(bench.path, isOwned: true)
        folder.probe = { step, _ in
            steps.append(step)
            return .proceed
        }
        let trail = try AuditTrail(folder, policy: bench.policy, clock: bench.clock)
        func happened(_ body: () throws -> Void) rethrows -> [AuditStep] {
            steps = []
            try body()
            return steps
        }
        var id: AuditOperationID?
        #expect(try happened { id = try trail.begin(TrailBench.entry()) } == [.write, .sync])
        let first = try #require(id)
        #expect(try happened { try trail.end(first, .unknown(.communication)) } == [.write])
        #expect(try happened { try trail.settle(first, .done) } == [.write, .sync])
        #expect(try happened { try trail.note(TrailBench.entry(.sessionLock), isDurable: true) } == [.write, .sync])
        // A new file: the old one sealed and the head replaced, then the entry in the folder durable before the record.
        bench.clock.pass(86_400)
        let rolled = try happened { id = try trail.begin(TrailBench.entry()) }
        #expect(
            rolled == [.write, .sync, .create, .write, .sync, .rename, .sync, .create, .sync, .write, .write, .sync])
        try trail.close()
    }

    @Test func goesOnWhenThereIsSpaceAgain() throws {
        let (bench, count) = (try TrailBench(), Count())
        var isFull = false
        let folder = try AuditFolder(bench.path, isOwned: true)
        folder.probe = { step, bytes in
            count.steps += 1
            return isFull && step == .write ? .cut(bytes / 3) { ENOSPC } : .proceed
        }
        let trail = try AuditTrail(folder, policy: bench.policy, clock: bench.clock)
        let id = try trail.begin(TrailBench.entry())
        isFull = true
        let name = try #require(try bench.files.last)
        #expect(throws: AuditError.storage(name, ENOSPC)) { try trail.begin(TrailBench.entry(.cardSign)) }
        #expect(throws: AuditError.storage(name, ENOSPC)) { try trail.end(id, .done) }
        isFull = false
        try trail.end(id, .done)
        try trail.close()
        #expect(try !bench.lines.contains { $0.contains("card.sign") })
        #expect(try bench.verify().isWhole)
    }

    @Test func doesNotTrustADiskThatFailedToSync() throws {
        let bench = try TrailBench()
        var fails = false
        let folder = try AuditFolder(bench.path, isOwned: true)
        folder.probe = { step, _ in fails && step == .sync ? .fail(EIO) : .proceed }
        let trail = try AuditTrail(folder, policy: bench.policy, clock: bench.clock)
        fails = true
        let name = try #require(try bench.files.last)
        #expect(throws: AuditError.storage(name, EIO)) { try trail.begin(TrailBench.entry()) }
        fails = false
        #expect(throws: AuditError.inDoubt) { try trail.begin(TrailBench.entry()) }
        #expect(throws: AuditError.inDoubt) { try trail.close() }
    }

    @Test func noticesThatItsFileWasChanged() throws {
        let bench = try TrailBench()
        let trail = try bench.open()
        let name = try #require(try bench.files.last)
        let handle = try #require(FileHandle(forWritingAtPath: bench.path + "/" + name))
        try handle.truncate(atOffset: 10)
        #expect(throws: AuditError.changed(name)) { try trail.begin(TrailBench.entry()) }
        #expect(throws: AuditError.inDoubt) { try trail.begin(TrailBench.entry()) }
    }

    @Test func tellsThatAFolderCannotBeUsed() throws {
        let bench = try TrailBench()
        try Data().write(to: URL(fileURLWithPath: bench.path))
        #expect(throws: AuditError.folder(ENOTDIR)) { try bench.open() }
        #expect(throws: AuditError.folder(ENOENT)) {
            try AuditVerification.run(path: try bench.temporary.file("nothing"))
        }
        let other = try TrailBench()
        other.probe = { step, _ in step == .create ? .fail(EROFS) : .proceed }
        #expect(throws: AuditError.storage("lock", EROFS)) { try other.open() }
    }

    /// A limit of the kernel on the size of files stands for a disk that is full.
    @Test func meetsARealLimitOfTheKernel() async throws {
        let temporary = try TemporaryFolder()
        await #expect(processExitsWith: .exitCode(7)) { [path = temporary.file("audit") as String] in
            signal(SIGXFSZ, SIG_IGN)
            let trail = try AuditTrail(path: path, clock: MachineClock(isTrusted: true))
            var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(1) }
            do {
                for _ in 0..<100 { _ = try trail.begin(TrailBench.entry()) }
            } catch AuditError.storage(_, EFBIG) {
                exit(7)
            }
        }
        let report = try AuditVerification.run(path: temporary.file("audit"))
        #expect(report.isWhole && report.tornBytes == 0 && report.open.count > 3, "\(report)")
    }
}
