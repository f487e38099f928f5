// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CardToken
package import FSEDocuments
internal import ISO7816

extension CPSFailure {
    init(_ error: TokenError) {
        switch error {
        case .card(let cause): self.init(cause)
        case .pinChange(let outcome, let cause):
            let detail: Detail = outcome == .unknown ? .pinUnknown : .oldPINHolds
            let failure = CPSFailure(cause)
            self.init(failure.code, triesLeft: failure.triesLeft, detail: detail)
        case .noSuchObject(let label): self.init(.inputInvalid, detail: .place(label))
        case .updateInterrupted: self.init(.cardNeedsService)
        case .pinExpired: self.init(.pinExpired)
        }
    }

    init(_ error: CardError) {
        switch error {
        case .transport(let fault): self.init(fault)
        case .status(let status, let operation):
            // ISO/IEC 7816-4 §5.6: 6581 is a memory failure; the card should not be trusted with more writing.
            self.init(
                status.rawValue == 0x6581 ? .cardNeedsService : .failed,
                detail: .place("\(operation.rawValue), \(status)"))
        case .wrongPIN(_, let left): self.init(.wrongPIN, triesLeft: left)
        case .pinBlocked: self.init(.pinBlocked, triesLeft: 0)
        case .tryGuard(_, let left): self.init(.tryGuard, triesLeft: left)
        case .pinFormat(_, let digits): self.init(.inputInvalid, detail: .digits(digits))
        case .malformed(let what): self.init(.communication, detail: .place(what))
        case .unsupportedCard(let what), .unsupportedOperation(let what):
            self.init(.unsupportedCard, detail: .place(what))
        case .cardSwapped: self.init(.cardRemoved)
        case .signatureMismatch: self.init(.signatureInvalid)
        case .cancelled: self.init(.cancelled)
        }
    }

    private init(_ fault: TransportFault) {
        switch fault {
        case .noReader: self.init(.noReader)
        case .noCard: self.init(.noCard)
        case .cardRemoved: self.init(.cardRemoved)
        case .busy(let holder): self.init(.cardBusy, detail: holder.map(Detail.holder))
        case .serviceUnavailable: self.init(.serviceUnavailable)
        case .accessDenied: self.init(.accessDenied)
        case .cardReset, .unresponsive: self.init(.communication)
        case .communication(let code):
            self.init(.communication, detail: .place("0x" + String(code, radix: 16, uppercase: true)))
        }
    }

    init(_ error: BindingError) {
        switch error {
        case .severalActivities(let numbers): self.init(.inputInvalid, detail: .severalActivities(numbers))
        case .unknownActivity(let number): self.init(.inputInvalid, detail: .place(String(number)))
        default: self.init(.inputInvalid, detail: .place(error.pointer?.description ?? error.code))
        }
    }

    package init(_ error: DocumentError) {
        self.init(.inputInvalid, detail: .place(error.pointer.description))
    }

    package init(_ error: B2Error) {
        self.init(.inputInvalid, detail: .place(error.reason.rawValue))
    }

    init(_ error: CAdESError) {
        switch error {
        case .signingTime: self.init(.inputInvalid)
        case .unsupportedKey: self.init(.unsupportedCard)
        case .signatureWrong, .signatureLength: self.init(.signatureInvalid)
        case .digestLength: self.init(.internalError)
        }
    }
}
