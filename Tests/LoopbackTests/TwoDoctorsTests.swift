// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CardToken
import FSE
import Foundation
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// Two doctors who share a reader and take each other's card out at any moment.
@Suite struct TwoDoctorsTests {
    /// All hundred lots when everything is asked for.
    private static let lots = ProcessInfo.processInfo.environment["CADUCEE_TEST_ALL"] == "1" ? 100 : 15

    @Test func neverSignWithTheOthersCard() throws {
        var random = SeededNumbers(seed: 20_261_120)
        let desk = try Desk(["cps3-medecin", "cps4-medecin"])
        var nextNumber = [1, 1]
        for _ in 0..<TwoDoctorsTests.lots {
            let doctor = Int.random(in: 0...1, using: &random)
            let first = nextNumber[doctor]
            let last = first + Int.random(in: 0...3, using: &random)
            nextNumber[doctor] = last + 1
            try desk.sign(doctor, first...last, &random)
        }
        for doctor in 0...1 {
            let practice = desk.practices[doctor]
            let numbers = try practice.signatures().keys.sorted()
            #expect(numbers == Array(1..<nextNumber[doctor]))
            for number in numbers {
                let found = try practice.signerAndIssuer(number)
                #expect(found.signer == practice.identifier)
                #expect(found.issuer == practice.identifier)
            }
            #expect(try practice.verification().isValid)
            // Their PINs differ: one that had gone to the other's card would have cost a try there.
            #expect(practice.card.snapshot.pin.left == 3)
        }
        #expect(desk.swaps > TwoDoctorsTests.lots / 2)
    }
}

/// The reader with the two cards.
private final class Desk {
    private static let reader = "DESK"
    private let service = LoopbackReaderService()
    let practices: [Practice]
    private(set) var swaps = 0

    init(_ profiles: [String]) throws {
        service.addReader(Desk.reader, keepsPower: true)
        practices = try profiles.enumerated().map { index, profile in
            let bench = try TestBench(profile)
            let pin = index == 0 ? "1234" : "56789"
            bench.set { $0.pin.value = WipingBytes(Array(pin.utf8)) }
            return try Practice(bench.card, pin: pin)
        }
    }

    /// Tries until the lot is complete; the first tries are disturbed.
    func sign(_ doctor: Int, _ numbers: ClosedRange<Int>, _ random: inout SeededNumbers) throws {
        let plan = try practices[doctor].plan(numbers)
        for round in 0..<5 {
            let disturbance = round < 3 ? Int.random(in: 0...3, using: &random) : -1
            let moment = Int.random(in: 1...60, using: &random)
            let outcome = try attempt(doctor, plan, disturbance, moment)
            if outcome?.archive != nil { return }
        }
        Issue.record("the lot \(numbers) was not finished")
    }

    private func attempt(_ doctor: Int, _ plan: LotPlan, _ disturbance: Int, _ moment: Int) throws -> LotOutcome? {
        let (mine, others) = (practices[doctor], practices[1 - doctor])
        // 0: the other's card is in from the start. 1: it comes at a command. 2: it comes with a reset that only the
        // reader saw. 3: it comes between two FSE.
        let own = ExchangedFace(mine.card.contact, with: others.card.contact)
        let plan0 = FaultPlan()
        switch disturbance {
        case 0: try service.insert(others.card.contact, into: Desk.reader)
        default: try service.insert(FaultyFace(own, plan: plan0), into: Desk.reader)
        }
        if disturbance == 1 { plan0.add(.remove, at: .before(command: moment)) }
        if disturbance == 2 { plan0.add(.announcedReset, at: .before(command: moment)) }
        let before = others.card.statistics
        var signed = 0
        let outcome: LotOutcome?
        do {
            let token = try HealthCardToken(service.connect(to: Desk.reader))
            own.isArmed = disturbance == 2
            outcome = try mine.sign(plan, token) { step in
                guard case .signed = step else { return }
                signed += 1
                guard disturbance == 3, signed == moment % 3 + 1 else { return }
                try? self.service.swap(others.card.contact, in: Desk.reader)
                self.swaps += 1
            }
        } catch {
            outcome = nil
        }
        if disturbance == 0 || !plan0.struck.isEmpty { swaps += 1 }
        // Whatever was tried, the other's card signed nothing and heard no PIN.
        #expect(others.card.statistics.privateOperations == before.privateOperations)
        #expect(others.card.statistics.verifications == before.verifications)
        return outcome
    }
}

/// The same numbers at every run (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
