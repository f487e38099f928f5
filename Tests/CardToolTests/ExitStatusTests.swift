// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardToolSupport
import Testing

@Suite struct ExitStatusTests {
    /// Written by hand from the contract, not from the enumeration.
    static let contract: [Int32] = [
        0, 1, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 30, 31, 32, 33, 34, 35, 40, 41, 42, 43, 50,
        51, 52, 60, 61, 62, 64, 65, 70, 130,
    ]

    @Test func keepsTheNumbersOfTheContract() {
        #expect(ExitStatus.allCases.map(\.rawValue).sorted() == ExitStatusTests.contract)
    }

    @Test func everyFailureEndsWithSomethingElseThanSuccess() {
        #expect(FailureCode.allCases.allSatisfy { $0.exit != .ok })
    }

    @Test func everyStatusButSuccessHasAFailure() {
        let reached = Set(FailureCode.allCases.map(\.exit))
        #expect(Set(ExitStatus.allCases).subtracting(reached) == [.ok])
    }

    @Test func namesDifferInBothLanguages() {
        #expect(Set(ExitStatus.allCases.map(\.french)).count == ExitStatus.allCases.count)
        #expect(Set(ExitStatus.allCases.map(\.english)).count == ExitStatus.allCases.count)
    }
}
