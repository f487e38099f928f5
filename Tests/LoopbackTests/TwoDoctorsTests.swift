// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CardToken
import FSE
import FSEDocuments
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

/// How the other doctor's card comes into a lot.
private enum Disturbance: CaseIterable {
    /// It is in the reader already.
    case wrongFromStart
    /// The right card leaves at a command.
    case pulled
    /// It is there after a reset at a command, and nobody saw the cards change.
    case exchanged
    /// It takes the right card's place between two FSE.
    case swappedBetween
    /// As `exchanged`, right after an FSE.
    case exchangedBetween
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
            let disturbance = round < 3 ? Disturbance.allCases.randomElement(using: &random) : nil
            let moment = Int.random(in: 1...45, using: &random)
            let outcome = try attempt(doctor, plan, disturbance, moment)
            if outcome?.archive != nil { return }
        }
        Issue.record("the lot \(numbers) was not finished")
    }

    private func attempt(_ doctor: Int, _ plan: LotPlan, _ disturbance: Disturbance?, _ moment: Int) throws
        -> LotOutcome?
    {
        let (mine, others) = (practices[doctor], practices[1 - doctor])
        let own = ExchangedFace(mine.card.contact, with: others.card.contact)
        let faults = FaultPlan()
        try service.insert(FaultyFace(own, plan: faults), into: Desk.reader)
        switch disturbance {
        case .wrongFromStart: try service.insert(others.card.contact, into: Desk.reader)
        case .pulled: faults.add(.remove, at: .before(command: moment))
        case .exchanged: faults.add(.announcedReset, at: .before(command: moment))
        case .swappedBetween, .exchangedBetween, nil: break
        }
        let before = others.card.statistics
        var signed = 0
        let outcome: LotOutcome?
        do {
            let token = try HealthCardToken(service.connect(to: Desk.reader))
            own.isArmed = disturbance == .exchanged
            outcome = try mine.sign(plan, token) { step in
                guard case .signed = step else { return }
                signed += 1
                guard signed == moment % 3 + 1 else { return }
                switch disturbance {
                case .swappedBetween:
                    try? self.service.swap(others.card.contact, in: Desk.reader)
                    self.swaps += 1
                case .exchangedBetween:
                    own.isArmed = true
                    faults.addForNextCommand(.announcedReset)
                case .wrongFromStart, .pulled, .exchanged, nil: break
                }
            }
        } catch {
            outcome = nil
        }
        if disturbance == .wrongFromStart || !faults.struck.isEmpty { swaps += 1 }
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
