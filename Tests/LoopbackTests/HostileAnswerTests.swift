// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import Foundation
import HealthCard
import ISO7816
import Testing
import VirtualCardPlugs
import VirtualCards

/// Answers that no card should give, at every command of every work.
@Suite struct HostileAnswerTests {
    /// The byte protocol of a CPS4 too when everything is asked for; a CPS3 speaks it anyway.
    private static let profiles =
        ProcessInfo.processInfo.environment["CADUCEE_TEST_ALL"] == "1"
        ? ["cps3-medecin", "cps4-medecin", "cps4-t0"] : ["cps3-medecin", "cps4-medecin"]

    private static let statuses: [UInt16] = [
        0x6100, 0x6C00, 0x6C05, 0x6282, 0x63C0, 0x6581, 0x6700, 0x6982, 0x6983, 0x6985, 0x6A82, 0x6F00, 0xFFFF, 0x9000,
    ]

    @Test(arguments: profiles, CardWork.allCases)
    func failsWithoutCostAndGoesOn(profile: String, work: CardWork) throws {
        let bench = try TestBench(profile)
        let last = try work.commands(bench)
        let shown = try HealthCardToken(bench.connect()).contents()
        for command in 1...last {
            for fault in HostileAnswerTests.faults(command) {
                try strike(fault, work, bench, shown)
            }
        }
    }

    @Test(arguments: profiles)
    func keepsNothingWrongForLaterRuns(profile: String) throws {
        let bench = try TestBench(profile)
        let last = try CardWork.contents.commands(bench)
        let shown = try HealthCardToken(bench.connect()).contents()
        for command in 1...last {
            for fault in HostileAnswerTests.faults(command) where !HostileAnswerTests.claimsSuccess(fault) {
                let store = MemoryStore()
                try bench.insert([fault])
                _ = try? HealthCardToken(bench.connect(), store: store).contents()
                bench.plan.clear()
                let later = try HealthCardToken(bench.connect(), store: store).contents()
                #expect(later == shown, "\(fault)")
            }
        }
    }

    /// A card that confirms a selection and has not done it cannot be told from one that has.
    private static func claimsSuccess(_ fault: FaultInjection) -> Bool {
        guard case .before = fault.point else { return false }
        switch fault.fault {
        case .oversize: return true
        case .status(let status): return status.isSuccess
        default: return false
        }
    }

    private func strike(
        _ fault: FaultInjection, _ work: CardWork, _ bench: TestBench, _ shown: CardToken.CardContents
    ) throws {
        work.prepare(bench)
        let before = bench.card.snapshot
        try bench.insert([fault])
        let connection = try bench.connect()
        // The type of every error is that of the interface; what counts is what it cost.
        let token = try? HealthCardToken(connection)
        if let token, let signature = try? work.run(token) {
            let key = try bench.publicKey(work == .sign ? .signature : .authentication)
            #expect(key.verifies(signature, of: CardWork.message, .pkcs1(.sha256)), "\(fault)")
        }
        #expect(bench.plan.struck == [fault])
        #expect(bench.plan.commands < 1500, "\(fault)")
        let after = bench.card.snapshot
        #expect(after.pin.left >= before.pin.left, "\(fault)")
        #expect(after.puk.left >= before.puk.left, "\(fault)")
        bench.plan.clear()
        if let token {
            // Nothing that the fault left behind stays with the token either.
            do {
                let again = try token.contents()
                #expect(again.holder == shown.holder, "\(fault)")
                #expect(again.certificates == shown.certificates, "\(fault)")
                #expect(again.summary.label == shown.summary.label, "\(fault)")
                #expect(again.summary.pinDigits == shown.summary.pinDigits, "\(fault)")
            } catch {
                Issue.record("contents on same token: \(error) after \(fault)")
            }
        }
        let pin = bench.holds(CardWork.newPIN) ? CardWork.newPIN : CardWork.oldPIN
        do {
            try work.run(HealthCardToken(bench.connect()), pin: pin)
        } catch {
            Issue.record("the next run: \(error) after \(fault)")
        }
    }

    private static func faults(_ command: Int) -> [FaultInjection] {
        var faults: [FaultInjection] = [
            .init(.truncate, at: .before(command: command)), .init(.oversize(by: 3), at: .before(command: command)),
            .init(.endlessData, at: .before(command: command)), .init(.silence, at: .before(command: command)),
            .init(.endlessData, at: .after(command: command, bytes: 0)),
            .init(.silence, at: .after(command: command, bytes: 0)),
        ]
        for bytes in [0, 1, 3, 12, 130] { faults.append(.init(.truncate, at: .after(command: command, bytes: bytes))) }
        for extra in [1, 256, 70_000] {
            faults.append(.init(.oversize(by: extra), at: .after(command: command, bytes: 0)))
        }
        for status in statuses {
            faults.append(.init(.status(StatusWord(rawValue: status)), at: .before(command: command)))
            faults.append(.init(.status(StatusWord(rawValue: status)), at: .after(command: command, bytes: 0)))
        }
        return faults
    }
}
