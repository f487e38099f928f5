// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
internal import ISO7816

extension ReturnCode {
    /// The one table from failures of the card, and of the way to it, to codes.
    init(_ error: TokenError) {
        self =
            switch error {
            case .card(let cause), .pinChange(_, let cause): ReturnCode(cause)
            case .noSuchObject: .objectHandleInvalid
            case .updateInterrupted: .updateInterrupted
            case .pinExpired: .userNotLoggedIn
            }
    }

    init(_ error: CardError) {
        self =
            switch error {
            case .transport(let fault): ReturnCode(fault)
            case .status(let status, _): ReturnCode(status)
            case .wrongPIN(_, triesLeft: 0), .pinBlocked, .tryGuard: .pinLocked
            case .wrongPIN, .pinFormat: .pinIncorrect
            case .unsupportedCard: .tokenNotRecognized
            case .unsupportedOperation: .functionNotSupported
            case .cardSwapped: .tokenNotPresent
            case .signatureMismatch: .functionFailed
            case .cancelled: .functionCanceled
            case .malformed: .generalError
            }
    }

    private init(_ fault: TransportFault) {
        self =
            switch fault {
            case .noCard, .cardRemoved: .tokenNotPresent
            // Also a card that fell silent in the middle, which the established middleware calls success.
            case .noReader, .unresponsive, .cardReset, .busy, .serviceUnavailable, .accessDenied, .communication:
                .deviceError
            }
    }

    /// The established middleware's reading of status words.
    private init(_ status: StatusWord) {
        self =
            switch (status.sw1, status.sw2) {
            case (0x69, 0x82): .userNotLoggedIn
            case (0x69, 0x83): .pinLocked
            case (0x67, 0x00), (0x6C, _): .dataLengthRange
            case (0x69, 0x00), (0x69, 0x84...0x86), (0x69, 0xF0): .keyTypeInconsistent
            case (0x69, 0x87), (0x69, 0x88), (0x6A, 0x00), (0x6A, 0x80), (0x6A, 0x85...0x87), (0x6B, 0x00), (0x66, _):
                .dataInvalid
            default: .generalError
            }
    }
}
