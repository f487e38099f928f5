// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CardToken
import ISO7816
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// A card that goes, or forgets, at any command of a change of PIN: what we say holds is what the card holds.
@Suite struct PINChangeFaultTests {
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]
    static let works = [CardWork.changePIN, .unblockPIN]

    @Test(arguments: profiles, works)
    func saysWhatTheCardHolds(profile: String, work: CardWork) throws {
        let bench = try TestBench(profile)
        let last = try work.commands(bench)
        var unknown = 0
        for command in 1...last {
            for fault in [Fault.remove, .announcedReset, .reset, .silence, .truncate, .endlessData] {
                for point in [FaultPoint.before(command: command), .after(command: command, bytes: 0)] {
                    // A reset after the last answer disturbs nothing.
                    let outcome = try strike([FaultInjection(fault, at: point)], work, bench)
                    if outcome == .unknown { unknown += 1 }
                    try goOn(work, bench)
                }
            }
        }
        #expect(unknown > 0)
    }

    @Test(arguments: profiles, works)
    func believesRefusalsAndDoubtsTheRest(profile: String, work: CardWork) throws {
        let bench = try TestBench(profile)
        let last = try work.commands(bench)
        for command in 1...last {
            for status in [0x6700, 0x6982, 0x6983, 0x6985, 0x6A80, 0x63C1, 0x6400] as [UInt16] {
                let refusal = Fault.status(StatusWord(rawValue: status))
                let outcome = try strike([.init(refusal, at: .before(command: command))], work, bench)
                #expect(outcome != .unknown)
            }
            for status in [0x6200, 0x6581, 0x6F00] as [UInt16] {
                let doubt = Fault.status(StatusWord(rawValue: status))
                _ = try strike([.init(doubt, at: .after(command: command, bytes: 0))], work, bench)
            }
        }
    }

    @Test(arguments: profiles, works)
    func neverShowsAPINToAnotherCard(profile: String, work: CardWork) throws {
        let bench = try TestBench(profile)
        let other = try TestBench("cps4-infirmier")
        let last = try work.commands(bench)
        let first = try recognition(bench)
        for command in first...last {
            work.prepare(bench)
            try bench.insert([FaultInjection(.remove, at: .before(command: command))])
            let token = try HealthCardToken(bench.connect())
            #expect(throws: TokenError.self) { try work.run(token) }
            try bench.service.insert(other.card.contact, into: TestBench.reader)
            #expect(throws: TokenError.card(.transport(.cardRemoved))) { try work.run(token) }
            #expect(throws: TokenError.card(.transport(.cardRemoved))) { try token.summary() }
        }
        #expect(other.card.statistics.verifications == 0)
    }

    @Test(arguments: profiles, works)
    func noticesAnotherCardBehindTheSameConnection(profile: String, work: CardWork) throws {
        let bench = try TestBench(profile)
        let other = try VirtualCard(TestBench("cps3-pharmacien").card.profile, random: SeededRandom(seed: 2))
        let last = try work.commands(bench)
        for command in try recognition(bench)...last {
            work.prepare(bench)
            // The reader took the power away, and another card has the contacts when it comes back.
            var exchange: ExchangedFace?
            try bench.insert([FaultInjection(.announcedReset, at: .before(command: command))]) { face in
                let made = ExchangedFace(face, with: other.contact)
                exchange = made
                return made
            }
            let token = try HealthCardToken(bench.connect())
            exchange?.isArmed = true
            #expect(throws: TokenError.self) { try work.run(token) }
            #expect(throws: TokenError.self) { try work.run(token) }
        }
        #expect(other.statistics.verifications == 0)
    }

    /// Runs the work under faults and compares what is said with what the card holds.
    private func strike(_ faults: [FaultInjection], _ work: CardWork, _ bench: TestBench) throws -> PINOutcome? {
        work.prepare(bench)
        let before = bench.card.snapshot
        try bench.insert(faults)
        let said: PINOutcome?
        let connection = try bench.connect()
        do throws(TokenError) {
            try work.run(HealthCardToken(connection))
            #expect(bench.holds(CardWork.newPIN), "\(faults)")
            return nil
        } catch {
            switch error {
            case .card: said = nil
            case .pinChange(let outcome, _): said = outcome
            default: throw error
            }
        }
        let after = bench.card.snapshot
        let last = connection.commands.last?.dropFirst(2).prefix(2).uppercased() ?? ""
        #expect(after.puk.left >= before.puk.left, "\(faults)")
        switch said {
        case nil, .oldHolds:
            #expect(bench.holds(CardWork.oldPIN), "\(faults)")
            // A right PIN gives all tries back; nothing takes one.
            let isKept = work == .changePIN ? after.pin.left >= 2 : after.pin.left == 0 || last == "2C"
            #expect(isKept, "\(faults)")
        case .oldHoldsUnblocked:
            #expect(bench.holds(CardWork.oldPIN), "\(faults)")
            #expect(work == .unblockPIN && after.pin.left == 3, "\(faults)")
        case .unknown:
            // Nothing came after the command that changes: CHANGE REFERENCE DATA or RESET RETRY COUNTER.
            #expect(["24", "2C"].contains(last), "\(faults)")
        }
        return said
    }

    private func goOn(_ work: CardWork, _ bench: TestBench) throws {
        guard bench.holds(CardWork.oldPIN) else { return }
        try bench.insert()
        try work.run(HealthCardToken(bench.connect()))
        #expect(bench.holds(CardWork.newPIN))
    }

    private func recognition(_ bench: TestBench) throws -> Int {
        try bench.insert()
        _ = try HealthCardToken(bench.connect())
        return bench.plan.commands + 1
    }
}
