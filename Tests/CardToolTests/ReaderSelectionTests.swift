// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import CardToolSupport
import Testing

@Suite struct ReaderSelectionTests {
    private func code(_ states: [ReaderState], _ prefix: String? = nil) -> FailureCode? {
        do {
            _ = try ReaderSelection.choose(from: states, beginningWith: prefix)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func takesTheOnlyCardPresent() throws {
        let chosen = try ReaderSelection.choose(from: [.empty("A"), .holding("B")], beginningWith: nil)
        #expect(chosen.name == "B")
    }

    @Test func takesTheReaderByTheBeginningOfItsName() throws {
        let states: [ReaderState] = [.holding("Gemalto 00"), .holding("Omnikey 00")]
        #expect(try ReaderSelection.choose(from: states, beginningWith: "Omni").name == "Omnikey 00")
    }

    @Test func aFullNameBeatsLongerOnes() throws {
        let states: [ReaderState] = [.holding("Reader 10"), .holding("Reader 1")]
        #expect(try ReaderSelection.choose(from: states, beginningWith: "Reader 1").name == "Reader 1")
    }

    @Test func amongSeveralThatFitTheOnlyOneWithACardIsMeant() throws {
        let states: [ReaderState] = [.empty("Reader 1"), .holding("Reader 2"), .holding("Other")]
        #expect(try ReaderSelection.choose(from: states, beginningWith: "Reader").name == "Reader 2")
    }

    @Test func saysWhatIsMissing() {
        #expect(code([]) == .noReader)
        #expect(code([.empty("A")], "B") == .noReader)
        #expect(code([.empty("A")]) == .noCard)
        #expect(code([.empty("A"), .holding("B")], "A") == .noCard)
        #expect(code([ReaderState(name: "A", card: .mute)]) == .cardUnresponsive)
    }

    @Test func neverGuessesBetweenTwoCards() {
        #expect(code([.holding("A"), .holding("B")]) == .ambiguousReader)
        #expect(code([.holding("A1"), .holding("A2")], "A") == .ambiguousReader)
        #expect(FailureCode.ambiguousReader.exit == .usage)
    }

    @Test func namesTheReadersToChooseFrom() {
        let failure = #expect(throws: Failure.self) {
            try ReaderSelection.choose(from: [.holding("First"), .holding("Second")], beginningWith: nil)
        }
        #expect(failure?.message.french == "Plusieurs lecteurs conviennent : First ; Second.")
    }
}
