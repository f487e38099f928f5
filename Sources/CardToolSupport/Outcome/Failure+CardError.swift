// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

extension Failure {
    /// What a card's failure means to the person at the reader.
    ///
    /// `triesAllowed` is how many errors in a row block this card's PIN, when the caller has read it.
    public init(_ error: CardError, triesAllowed: Int? = nil) {
        switch error {
        case .transport(let fault):
            self.init(fault)
        case .status(let status, let operation):
            self.init(status: status, during: operation)
        case .wrongPIN(let role, let left):
            self.init(
                .wrongPIN, FailureMessage.wrongPIN(role, left: left, allowed: triesAllowed) as any Message,
                hint: left == 0 ? Failure.unblocking(role) : nil, triesLeft: left, status: nil
            )
        case .pinBlocked(let role):
            self.init(
                .pinBlocked, FailureMessage.pinBlocked(role) as any Message,
                hint: Failure.unblocking(role), triesLeft: 0, status: nil
            )
        case .tryGuard(let role, let left):
            self.init(
                .tryGuard, FailureMessage.tryGuard(role, left: left) as any Message,
                hint: HintMessage.useLastTry, triesLeft: left, status: nil
            )
        case .pinFormat(let role, let digits):
            self.init(.pinFormat, .pinFormat(role, digits: digits))
        case .malformed(let what):
            self.init(.malformedAnswer, .malformedAnswer(what), hint: .reinsertCard)
        case .unsupportedCard(let what):
            self.init(.unsupportedCard, .unsupportedCard(what), hint: .runDoctor)
        case .unsupportedOperation(let what):
            self.init(.unsupportedOperation, .unsupportedOperation(what))
        case .cardSwapped:
            self.init(.cardSwapped, .cardSwapped, hint: .putFirstCardBack)
        case .signatureMismatch:
            self.init(.signatureMismatch, .signatureMismatch, hint: .cardToBeChecked)
        case .cancelled:
            self.init(.cancelled, .cancelled)
        }
    }

    /// What a failure of the way to the card means.
    public init(_ fault: TransportFault) {
        switch fault {
        case .noReader: self.init(.noReader, .noReader, hint: .plugReader)
        case .noCard: self.init(.noCard, .noCard, hint: .insertCard)
        case .cardRemoved: self.init(.cardRemoved, .cardRemoved, hint: .insertCardAgain)
        case .cardReset: self.init(.cardReset, .cardReset, hint: .tryAgain)
        case .busy(let holder): self.init(.cardBusy, .cardBusy(holder: holder), hint: .closeOtherProgram)
        case .serviceUnavailable: self.init(.serviceUnavailable, .serviceUnavailable, hint: .startService)
        case .accessDenied: self.init(.accessDenied, .accessDenied, hint: .askForAccess)
        case .unresponsive: self.init(.cardUnresponsive, .cardUnresponsive, hint: .reinsertCard)
        case .communication(let code): self.init(.communication, .communication(code), hint: .reinsertCard)
        }
    }

    /// Any error that reached the top: a failure or a card error is told as such, anything else is our mistake.
    public init(any error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let card as CardError: self.init(card)
        default: self.init(.internalError, .internalError(String(describing: type(of: error))), hint: .reportProblem)
        }
    }

    private init(status: StatusWord, during operation: CardOperation) {
        // ISO/IEC 7816-4 §5.6: 6581 is a memory failure; the card should not be trusted with more writing.
        let worn = status.rawValue == 0x6581
        self.init(
            worn ? .cardNeedsService : .cardRefused,
            FailureMessage.cardRefused(status, operation) as any Message,
            hint: worn ? HintMessage.cardToBeChecked : nil, triesLeft: nil, status: status
        )
    }

    private static func unblocking(_ role: PINRole) -> HintMessage {
        switch role {
        case .holder: .unblockPIN
        case .unblocking: .replaceCard
        }
    }
}
