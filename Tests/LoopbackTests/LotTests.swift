// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import FSE
import FSEDocuments
import HealthCard
import ISO7816
import Testing
import VirtualCardPlugs
import VirtualCards

/// Lots signed by cards that stay, go, forget or are taken for another.
@Suite struct LotTests {
    @Test(arguments: ["cps4-medecin", "cps4-t0"])
    func signsThreeHundredFSEWithOnePresentation(profile: String) throws {
        let bench = try TestBench(profile)
        let practice = try Practice(bench.card)
        let connection = try bench.connect()
        let outcome = try practice.sign(practice.plan(1...300), HealthCardToken(connection))
        #expect(outcome.stop == nil)
        #expect(outcome.signed == Array(1...300))
        #expect(bench.card.statistics.verifications == 1)
        // The manifest is signed too.
        #expect(bench.card.statistics.privateOperations == [.signature: 301])
        let instructions = connection.commands.map { $0.dropFirst(2).prefix(2).uppercased() }
        let first = try #require(instructions.firstIndex(of: "2A"))
        #expect(instructions[first...].allSatisfy { ["2A", "C0"].contains($0) })
        #expect(instructions[first...].count { $0 == "2A" } == 301)
        let report = try practice.verification()
        #expect(report.isValid, "\(report.findings)")
        #expect(report.items.count == 600)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"])
    func accountsForALotThatIsCutShortAtAnyCommand(profile: String) throws {
        let bench = try TestBench(profile)
        let numbers = 1...2
        let (_, last) = try signed(numbers, bench)
        for command in 1...last {
            for fault in [Fault.remove, .announcedReset, .reset] {
                for point in [FaultPoint.before(command: command), .after(command: command, bytes: 0)] {
                    try cutShort(FaultInjection(fault, at: point), numbers, bench)
                }
            }
        }
        #expect(bench.card.snapshot.pin.left == 3)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"])
    func refusesTheCardOfSomebodyElseForALot(profile: String) throws {
        let bench = try TestBench(profile)
        let other = try TestBench("cps4-infirmier")
        let practice = try Practice(bench.card)
        let plan = try practice.plan(1...2)
        let token = try HealthCardToken(other.connect())
        let session = try token.signingSession(
            .signature, .pkcs1(.sha256), TestBench.pin("1234"), uptime: { .zero })
        let outcome = try practice.sign(plan, SessionKey(session, Practice(other.card).certificate))
        guard case .otherHolder? = outcome.stop else {
            Issue.record("\(String(describing: outcome.stop))")
            return
        }
        // A key that lies about its certificate gains nothing: the signature does not fit it.
        let lie = try practice.sign(plan, SessionKey(session, practice.certificate))
        #expect(lie.signed.isEmpty)
        #expect(lie.stop?.code == "lot.signature")
        #expect(try practice.signatures().isEmpty)
    }

    private func signed(_ numbers: ClosedRange<Int>, _ bench: TestBench) throws -> (Practice, commands: Int) {
        try bench.insert()
        let practice = try Practice(bench.card)
        let outcome = try practice.sign(practice.plan(numbers), HealthCardToken(bench.connect()))
        #expect(outcome.stop == nil)
        return (practice, bench.plan.commands)
    }

    private func cutShort(_ fault: FaultInjection, _ numbers: ClosedRange<Int>, _ bench: TestBench) throws {
        let practice = try Practice(bench.card)
        let plan = try practice.plan(numbers)
        try bench.insert([fault])
        let outcome = try? practice.sign(plan, HealthCardToken(bench.connect()))
        let done = try practice.signatures()
        // Without an outcome nothing was bound; with one, what it says is what the folder holds.
        #expect(done.keys.sorted() == outcome?.signed ?? [], "\(fault)")
        #expect(outcome.map { ($0.signed + $0.notSigned).sorted() } ?? Array(numbers) == Array(numbers), "\(fault)")
        try bench.insert()
        let next = try practice.sign(plan, HealthCardToken(bench.connect()))
        if outcome?.archive == nil { #expect(next.archive != nil, "\(fault)") }
        let all = try practice.signatures()
        #expect(all.keys.sorted() == Array(numbers), "\(fault)")
        for (number, signature) in done { #expect(all[number] == signature, "\(fault)") }
        #expect(try practice.verification().isValid, "\(fault)")
        #expect(bench.card.snapshot.pin.left == 3, "\(fault)")
    }
}
