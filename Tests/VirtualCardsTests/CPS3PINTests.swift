// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import SecretMemory
import Testing
import VirtualCards

@Suite struct CPS3PINTests {
    let card: CardUnderTest

    init() throws {
        card = try CardUnderTest("transcript-cps3") { $0.quirks.keepsUsageCounter = false }
    }

    @Test func countsDownToBlockedAndStaysBlocked() {
        #expect(card("0020000100") == "63C3")
        #expect(card("00200001 04 39393939") == "63C2")
        #expect(card("00200001 04 39393939") == "63C1")
        #expect(card("00200001 04 39393939") == "6983")
        #expect(card("00200001 04 31323334") == "6983")
        #expect(card("0020000100") == "6983")
        #expect(card.card.snapshot.pin.left == 0)
        #expect(card.card.statistics.verifications == 4)
    }

    @Test func restoresTheCounterWithTheRightPIN() {
        #expect(card("00200001 04 39393939") == "63C2")
        #expect(card("00200001 04 31323334") == "9000")
        #expect(card("0020000100") == "9000")
        #expect(card.card.snapshot.pin.left == 3)
    }

    @Test func losesTheVerifiedPINWithAWrongOne() {
        #expect(card("00200001 04 31323334") == "9000")
        #expect(card("00200001 04 39393939") == "63C2")
        #expect(card("0020000100") == "63C2")
    }

    @Test func countsWrongLengthsAsWrongValues() {
        #expect(card("00200001 03 313233") == "63C2")
        #expect(card("00200001 05 3132333435") == "63C1")
    }

    @Test func changesThePINWithTheOldOne() {
        #expect(card("00240001 08 39393939 35363738") == "63C2")
        #expect(card("00240001 0A 31323334 353637383930") == "9000")
        card.face.reset()
        #expect(card("00200001 04 31323334") == "63C2")
        #expect(card("00200001 06 353637383930") == "9000")
    }

    @Test(arguments: ["00240001 07 31323334 353637", "00240001 0D 31323334 353637383930313233", "00240001 04 31323334"])
    func refusesNewPINsOfOtherLengthsWithoutCounting(_ command: String) {
        #expect(card(command) == "6700")
        #expect(card("0020000100") == "63C3")
    }

    @Test func unblocksAfterThePUK() {
        for _ in 0..<3 { _ = card("00200001 04 39393939") }
        #expect(card("002C0201 04 34333231") == "6982")
        #expect(card("00200002 08 3030303030303030") == "63C9")
        #expect(card("00200002 08 3132333435363738") == "9000")
        #expect(card("002C0201 03 343332") == "6700")
        #expect(card("002C0201 04 34333231") == "9000")
        #expect(card("0020000100") == "63C3")
        #expect(card("00200001 04 34333231") == "9000")
    }

    @Test func unblocksWithThePUKInTheSameCommand() {
        for _ in 0..<3 { _ = card("00200001 04 39393939") }
        #expect(card("002C0001 0C 3030303030303030 34333231") == "63C9")
        #expect(card("002C0001 0C 3132333435363738 34333231") == "9000")
        #expect(card("00200001 04 34333231") == "9000")
    }

    @Test func countsUsesOfThePUK() throws {
        let card = try CardUnderTest("transcript-cps3") {
            $0.quirks.keepsUsageCounter = false
            $0.puk.uses = 2
        }
        for left in ["0001", "0000"] {
            #expect(card("00200002 08 3132333435363738") == "9000")
            _ = card("00CB3FFF0A4D087006BF810202A080")
            #expect(card("00C000001C").contains("9D02\(left)"))
        }
        #expect(card("00200002 08 3132333435363738") == "6983")
        #expect(card.card.snapshot.puk.left == 10)
    }

    @Test func neverChangesThePUK() {
        #expect(card("00240002 10 3132333435363738 3837363534333231") == "6982")
        #expect(card("002C0202 08 3132333435363738") == "6982")
        #expect(card("00200003 04 31323334") == "6A88")
        #expect(card("00200101 04 31323334") == "6A86")
    }

    @Test func writesTheCounterBeforeComparing() throws {
        var seen: [Int] = []
        card.card.written = { seen.append($0.pin.left) }
        #expect(card("00200001 04 31323334") == "9000")
        #expect(seen == [2, 3])
        seen = []
        #expect(card("00200001 04 39393939") == "63C2")
        #expect(seen == [2])
    }

    @Test func keepsItsMemoryInSnapshots() throws {
        _ = card("00200001 04 39393939")
        _ = card("00240001 08 31323334 35363738")
        _ = card("00200001 04 39393939")
        _ = card("00A40904063F000001D107")
        #expect(card("00D60000 03 414243") == "9000")
        let other = try CardUnderTest("transcript-cps3")
        other.card.restore(card.card.snapshot)
        #expect(other.card.snapshot == card.card.snapshot)
        #expect(other("0020000100") == "63C2")
        #expect(other("00200001 04 35363738") == "9000")
        _ = other("00A40904063F000001D107")
        #expect(other("00B0000004") == "414243009000")
    }

    @Test func boundsRestoredCounters() {
        var snapshot = card.card.snapshot
        (snapshot.pin.left, snapshot.puk.left, snapshot.puk.uses) = (9, -1, -1)
        card.card.restore(snapshot)
        #expect(card("0020000100") == "63C3")
        #expect(card("0020000200") == "6983")
    }

    @Test func dropsVerificationWithPower() {
        for event in [card.face.powerOn, card.face.powerOff, card.face.reset, card.card.forgetVerification] {
            #expect(card("00200001 04 31323334") == "9000")
            event()
            #expect(card("0020000100") == "63C3")
        }
    }
}
