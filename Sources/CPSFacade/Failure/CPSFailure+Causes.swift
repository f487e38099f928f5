// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CardToken
package import FSEDocuments
internal import ISO7816
package import XMLSigning

extension CPSFailure {
    init(_ error: TokenError) {
        switch error {
        case .card(let cause): self.init(cause)
        case .pinChange(let outcome, let cause):
            let detail: Detail = outcome == .unknown ? .pinUnknown : .oldPINHolds
            let failure = CPSFailure(cause)
            self.init(code: failure.code, triesLeft: failure.triesLeft, detail: detail)
        case .noSuchObject(let label): self.init(code: .inputInvalid, detail: .place(label))
        case .updateInterrupted: self.init(code: .cardNeedsService)
        case .pinExpired: self.init(code: .pinExpired)
        }
    }

    init(_ error: CardError) {
        switch error {
        case .transport(let fault): self.init(fault)
        case .status(let status, let operation):
            // ISO/IEC 7816-4 §5.6: 6581 is a memory failure; the card should not be trusted with more writing.
            self.init(
                code: status.rawValue == 0x6581 ? .cardNeedsService : .failed,
                detail: .place("\(operation.rawValue), \(status)"))
        case .wrongPIN(_, let left): self.init(code: .wrongPIN, triesLeft: left)
        case .pinBlocked: self.init(code: .pinBlocked, triesLeft: 0)
        case .tryGuard(_, let left): self.init(code: .tryGuard, triesLeft: left)
        case .pinFormat(_, let digits): self.init(code: .inputInvalid, detail: .digits(digits))
        case .malformed(let what): self.init(code: .communication, detail: .place(what))
        case .unsupportedCard(let what), .unsupportedOperation(let what):
            self.init(code: .unsupportedCard, detail: .place(what))
        case .cardSwapped: self.init(code: .cardRemoved)
        case .signatureMismatch: self.init(code: .signatureInvalid)
        case .cancelled: self.init(code: .cancelled)
        }
    }

    private init(_ fault: TransportFault) {
        switch fault {
        case .noReader: self.init(code: .noReader)
        case .noCard: self.init(code: .noCard)
        case .cardRemoved: self.init(code: .cardRemoved)
        case .busy(let holder): self.init(code: .cardBusy, detail: holder.map(Detail.holder))
        case .serviceUnavailable: self.init(code: .serviceUnavailable)
        case .accessDenied: self.init(code: .accessDenied)
        case .cardReset, .unresponsive: self.init(code: .communication)
        case .communication(let code):
            self.init(code: .communication, detail: .place("0x" + String(code, radix: 16, uppercase: true)))
        }
    }

    init(_ error: BindingError) {
        switch error {
        case .severalActivities(let numbers): self.init(code: .inputInvalid, detail: .severalActivities(numbers))
        case .unknownActivity(let number): self.init(code: .inputInvalid, detail: .place(String(number)))
        default: self.init(code: .inputInvalid, detail: .place(error.pointer?.description ?? error.code))
        }
    }

    package init(_ error: DocumentError) {
        self.init(code: .inputInvalid, detail: .place(error.pointer.description))
    }

    package init(_ error: B2Error) {
        self.init(code: .inputInvalid, detail: .place(error.reason.rawValue))
    }

    init(_ error: CAdESError) {
        switch error {
        case .signingTime: self.init(code: .inputInvalid)
        case .unsupportedKey: self.init(code: .unsupportedCard)
        case .signatureWrong, .signatureLength: self.init(code: .signatureInvalid)
        case .digestLength: self.init(code: .internalError)
        }
    }

    package init(_ error: XMLSigningError) {
        switch error {
        case .refused(let fault): self.init(code: .inputInvalid, detail: .place(fault.rawValue))
        case .signingTime: self.init(code: .inputInvalid)
        case .unsupportedKey: self.init(code: .unsupportedCard)
        case .signatureWrong: self.init(code: .signatureInvalid)
        case .inconsistent: self.init(code: .internalError)
        }
    }
}
