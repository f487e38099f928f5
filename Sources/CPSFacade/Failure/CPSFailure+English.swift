// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension CPSFailure.Code {
    var english: StaticString {
        switch self {
        case .failed: "The card refused the operation."
        case .noReader: "No card reader, or none of this name."
        case .noCard: "No card is in the reader."
        case .unsupportedCard: "This card does not offer this operation."
        case .cardRemoved: "The card was removed or swapped."
        case .cardBusy: "The card is used by another program."
        case .serviceUnavailable: "The smart-card service (pcscd) does not answer."
        case .accessDenied: "The smart-card service (pcscd) refuses access."
        case .communication: "Communication with the card failed."
        case .wrongPIN: "Wrong PIN."
        case .pinBlocked: "The PIN is blocked."
        case .tryGuard: "The PIN was not sent: the last tries are guarded."
        case .cancelled: "Cancelled."
        case .pinExpired: "The PIN may not be kept for more than five minutes."
        case .refusedByPolicy: "Refused by policy."
        case .certificateExpired: "The certificate has expired."
        case .certificateRevoked: "The certificate was revoked."
        case .untrusted: "Trust in the certificate cannot be established."
        case .clockUntrusted: "The certificate is not yet valid at this date."
        case .signatureInvalid: "The card's signature does not match its certificate. Nothing was signed."
        case .cardNeedsService: "The content of the card cannot be relied on: have it checked."
        case .usage: "Malformed call."
        case .inputInvalid: "Invalid input data."
        case .internalError: "Internal error."
        }
    }
}

extension CPSFailure.Detail {
    var english: String {
        switch self {
        case .place(let place): "(\(place))"
        case .holder(let name): "(\(name))"
        case .digits(let digits): "It has \(digits.lowerBound) to \(digits.upperBound) digits."
        case .severalCards: "Several readers hold a card: name one."
        case .mayNotBill(let reason): "This card may not bill (\(reason))."
        case .commandNotAllowed: "This command may change the card or spend a try: it was not sent."
        case .noUpdate: "No update is open."
        case .updateOpen: "An update is open."
        case .sessionOpen: "A signing session is open."
        case .pinNeeded: "No signing session is open: the PIN is needed."
        case .otherScheme: "The session signs with another scheme."
        case .pkcs1Only: "XML signatures are made with PKCS #1 only."
        case .notCanonical: "The document is not in its canonical form."
        case .severalActivities(let numbers):
            "The card has several activities: \(numbers.map(String.init).joined(separator: ", "))."
        case .oldPINHolds: "The change was interrupted: the old PIN holds."
        case .pinUnknown: "The change was interrupted: try the new PIN, then the old one."
        }
    }
}
