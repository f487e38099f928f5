// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCaduceeCPS
import CardCommands
import CardToken
import CardToolSupport
import ISO7816
import Testing

@testable import CPSFacade

/// Codes and words.
@Suite struct FailureTests {
    static let cardErrors: [CardError] = [
        .transport(.noReader), .transport(.noCard), .transport(.cardRemoved), .transport(.cardReset),
        .transport(.busy(holder: "TEST")), .transport(.serviceUnavailable), .transport(.accessDenied),
        .transport(.unresponsive), .transport(.communication(code: 0x8010_0001)),
        .status(.securityStatusNotSatisfied, during: .verify),
        .status(StatusWord(rawValue: 0x6581), during: .updateBinary),
        .wrongPIN(.holder, triesLeft: 2), .pinBlocked(.unblocking), .tryGuard(.holder, triesLeft: 1),
        .pinFormat(.holder, digits: 4...8), .malformed("EF.DIR"), .unsupportedCard("ATR"),
        .unsupportedOperation("key"), .cardSwapped, .signatureMismatch, .cancelled,
    ]
    static let tokenErrors: [TokenError] = [
        .noSuchObject("CPS_NOTHING"), .updateInterrupted, .pinExpired,
        .pinChange(.unknown, because: .transport(.cardRemoved)), .pinChange(.oldHolds, because: .cancelled),
    ]

    @Test(arguments: cardErrors.map(TokenError.card) + tokenErrors) func answersWithTheExitCodes(error: TokenError) {
        let facade = CPSFailure(error)
        let command = Failure(error)
        #expect(facade.code.rawValue == command.exit.rawValue)
        #expect(facade.triesLeft == command.triesLeft)
    }

    @Test(arguments: CPSFailure.Code.allCases) func knowsOnlyExitCodesAndTheirWords(code: CPSFailure.Code) {
        #expect(ExitStatus(rawValue: code.rawValue) != nil)
        #expect(code.text(in: .french).description != code.text(in: .english).description)
        #expect(code.text(in: .french).hasPointerRepresentation)
        #expect(code.text(in: .english).hasPointerRepresentation)
    }

    @Test func numbersAreThoseOfTheHeader() {
        let header: [cps_code] = [
            CPS_FAILED, CPS_NO_READER, CPS_NO_CARD, CPS_UNSUPPORTED_CARD, CPS_CARD_REMOVED, CPS_CARD_BUSY,
            CPS_SERVICE_UNAVAILABLE, CPS_ACCESS_DENIED, CPS_COMMUNICATION, CPS_WRONG_PIN, CPS_PIN_BLOCKED,
            CPS_TRY_GUARD, CPS_CANCELLED, CPS_PIN_EXPIRED, CPS_REFUSED_BY_POLICY, CPS_CERTIFICATE_EXPIRED,
            CPS_CERTIFICATE_REVOKED, CPS_UNTRUSTED, CPS_CLOCK_UNTRUSTED, CPS_SIGNATURE_INVALID,
            CPS_CARD_NEEDS_SERVICE, CPS_USAGE, CPS_INPUT_INVALID, CPS_INTERNAL,
        ]
        #expect(header.map(\.rawValue) == CPSFailure.Code.allCases.map { UInt32(bitPattern: $0.rawValue) })
        // One answer that no process ends with.
        #expect(ExitStatus(rawValue: Int32(CPS_BUFFER_TOO_SMALL.rawValue)) == nil)
    }

    @Test func saysWhatIsKnownBeyondTheCode() {
        let wrong = CPSFailure(CardError.wrongPIN(.holder, triesLeft: 2))
        #expect(wrong.text(in: .english) == "Wrong PIN. Tries left: 2.")
        #expect(wrong.text(in: .french) == "Code incorrect. Essais restants : 2.")
        let busy = CPSFailure(CardError.transport(.busy(holder: "firefox (4711)")))
        #expect(busy.text(in: .english) == "The card is used by another program. (firefox (4711))")
        let cut = CPSFailure(TokenError.pinChange(.unknown, because: .transport(.cardRemoved)))
        #expect(cut.text(in: .french).hasSuffix("essayez le nouveau code, puis l'ancien."))
    }
}
