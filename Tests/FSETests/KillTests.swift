// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSEDocuments
import Foundation
import Glibc
import Testing

@testable import FSE

/// kill -9 at every step of a lot, in a process of its own; the next run must end with the same numbers on the same
/// contents, no number signed again once its signature was kept, and a lot that verifies.
@Suite struct KillTests {
    enum Step: String, CaseIterable, Sendable {
        case inTransaction, bound, beforeFirstKeep, afterFirst, beforeLastKeep, afterLast, manifest, archived

        /// Signatures that must be kept already when the next run begins.
        var kept: Int {
            switch self {
            case .inTransaction, .bound, .beforeFirstKeep: 0
            case .afterFirst: 1
            case .beforeLastKeep: 2
            case .afterLast, .manifest, .archived: 3
            }
        }

        /// Uses of the key that the next run needs: one per signature that is not kept, and the manifest's.
        var remainingUses: Int { 3 - kept + (self == .manifest || self == .archived ? 0 : 1) }
    }

    @Test(arguments: Step.allCases) func goesOnAfterAKill(step: Step) async throws {
        let folder = try TemporaryFolder()
        let (path, name) = (folder.path, step.rawValue)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, name = name as String] in
            guard let step = Step(rawValue: name) else { return }
            try KillTests.runUntilKilled(at: step, in: path)
        }
        let bench = try LotBench(at: folder)
        let bound = try bench.register().lastNumber(of: Sample.issuer)
        #expect(bound == (step == .inTransaction ? nil : 3))
        if bound != nil {
            let record = try bench.register().open(bench.plan().binding)
            #expect(record.number == 1)
            #expect(record.signed.count == step.kept)
            // The same number goes to no other content.
            try bench.addInputs(2...2, ("\"rank\": 1", "\"rank\": 2"))
            #expect(try bench.sign().stop?.code == "register.bound-to-other-content")
            try bench.addInputs(2...2)
        }
        let outcome = try bench.sign(at: LotBench.time + 5)
        #expect(outcome.stop == nil)
        #expect(outcome.lot == 1)
        #expect(bench.key.uses == step.remainingUses)
        let report = try bench.verify()
        #expect(report.isValid, "\(report.findings)")
        #expect(try !FileManager.default.contentsOfDirectory(atPath: bench.outputs).contains { $0.hasPrefix(".") })
    }

    static func runUntilKilled(at step: Step, in path: String) throws {
        let bench = try LotBench(at: TemporaryFolder(existing: path))
        func die() { kill(getpid(), SIGKILL) }
        if step == .inTransaction {
            let register = try bench.register()
            let binding = try bench.plan().binding
            try register.transaction { database in
                _ = try NumberingRegister.begun(binding, database)
                die()
            }
        }
        bench.key.onUse = { use in
            if step == .beforeFirstKeep, use == 1 { die() }
            if step == .beforeLastKeep, use == 3 { die() }
        }
        _ = try bench.sign(progress: { progress in
            switch (step, progress) {
            case (.bound, .bound), (.manifest, .manifestSigned), (.archived, .archived): die()
            case (.afterFirst, .signed(let number, _, _)) where number == 1: die()
            case (.afterLast, .signed(let number, _, _)) where number == 3: die()
            default: break
            }
        })
    }
}
