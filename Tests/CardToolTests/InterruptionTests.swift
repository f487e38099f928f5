// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardToolSupport
import ISO7816
import Testing

@Suite struct InterruptionTests {
    private func after(_ outcomes: [CardError?]) -> CardChange {
        let interruption = Interruption()
        for outcome in outcomes {
            try? interruption.changingCard { if let outcome { throw outcome } }
        }
        return interruption.cardChange
    }

    @Test(
        arguments: [
            ([], CardChange.unchanged),
            ([nil], .changed),
            ([.wrongPIN(.holder, triesLeft: 2)], .unchanged),
            ([.status(.securityStatusNotSatisfied, during: .updateBinary)], .unchanged),
            ([.transport(.cardRemoved)], .unknown),
            ([nil, .pinBlocked(.holder)], .changed),
            ([.transport(.cardReset), nil], .unknown),
        ] as [([CardError?], CardChange)])
    func knowsWhatWasDoneToTheCard(_ outcomes: [CardError?], _ expected: CardChange) {
        #expect(after(outcomes) == expected)
    }

    @Test func aChangeUnderWayIsUnknown() {
        let interruption = Interruption()
        interruption.changingCard { #expect(interruption.cardChange == .unknown) }
        #expect(interruption.cardChange == .changed)
    }

    @Test(arguments: CardChange.allCases)
    func everyOutcomeIsSaidInBothLanguages(_ change: CardChange) {
        let message = FailureMessage.interrupted(cardChanged: change)
        #expect(message.french.hasPrefix("Interrompu"))
        #expect(message.english.hasPrefix("Interrupted"))
    }
}
