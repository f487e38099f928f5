// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardToolSupport
import ISO7816
import Testing

@Suite struct FailureTests {
    @Test(arguments: [
        (CardError.transport(.noReader), 10, "no_reader"),
        (.transport(.noCard), 11, "no_card"),
        (.unsupportedCard("x"), 12, "unsupported_card"),
        (.unsupportedOperation("x"), 12, "unsupported_operation"),
        (.transport(.cardRemoved), 13, "card_removed"),
        (.cardSwapped, 13, "card_swapped"),
        (.transport(.busy(holder: nil)), 14, "card_busy"),
        (.transport(.serviceUnavailable), 15, "service_unavailable"),
        (.transport(.accessDenied), 16, "access_denied"),
        (.transport(.communication(code: 0x8010_002F)), 17, "communication_error"),
        (.transport(.unresponsive), 17, "card_unresponsive"),
        (.transport(.cardReset), 17, "card_reset"),
        (.malformed("EF.DIR"), 17, "malformed_answer"),
        (.wrongPIN(.holder, triesLeft: 2), 20, "wrong_pin"),
        (.pinBlocked(.unblocking), 21, "pin_blocked"),
        (.tryGuard(.holder, triesLeft: 1), 22, "try_guard"),
        (.cancelled, 23, "cancelled"),
        (.signatureMismatch, 35, "signature_mismatch"),
        (.status(StatusWord(rawValue: 0x6581), during: .updateBinary), 52, "card_needs_service"),
        (.status(.conditionsOfUseNotSatisfied, during: .other), 1, "card_refused"),
        (.pinFormat(.holder, digits: 4...8), 65, "pin_format"),
    ])
    func mapsEveryCardError(_ error: CardError, exit: Int32, code: String) {
        let failure = Failure(error)
        #expect(failure.exit.rawValue == exit)
        #expect(failure.code.rawValue == code)
        #expect(failure.message.french != failure.message.english)
    }

    @Test func saysHowManyTriesAreLeft() {
        let failure = Failure(CardError.wrongPIN(.holder, triesLeft: 2), triesAllowed: 3)
        #expect(
            failure.message.french == "Code porteur incorrect. Il reste 2 essais. La carte se bloque après 3 erreurs.")
        #expect(failure.message.english == "Wrong PIN. 2 tries left. The card blocks after 3 errors.")
        #expect(failure.triesLeft == 2)
    }

    @Test(arguments: [(1, "Il reste 1 essai."), (0, "Il ne reste aucun essai.")])
    func countsInFrench(_ left: Int, _ expected: String) {
        let failure = Failure(CardError.wrongPIN(.holder, triesLeft: left))
        #expect(failure.message.french == "Code porteur incorrect. " + expected)
    }

    @Test func keepsTheStatusWordOfARefusal() {
        #expect(Failure(CardError.status(.fileNotFound, during: .select)).status == .fileNotFound)
    }

    @Test func namesWhoHoldsTheCard() {
        #expect(Failure(TransportFault.busy(holder: "srvsvcnam")).message.french.contains("srvsvcnam"))
    }

    @Test func tellsAForeignErrorWithoutItsContent() {
        struct Foreign: Error { var secret = "1234" }
        let failure = Failure(any: Foreign())
        #expect(failure.code == .internalError)
        #expect(!failure.message.french.contains("1234"))
    }
}
