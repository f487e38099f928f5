// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

extension FailureMessage {
    /// The sentence in English.
    public var english: String {
        switch self {
        case .noReader: "No card reader is plugged in."
        case .noReaderNamed(let name): "No reader begins with \"\(name)\"."
        case .noCard: "No card is in the reader."
        case .noCardIn(let reader): "No card is in the reader \"\(reader)\"."
        case .ambiguousReader(let names): "Several readers fit: \(names.joined(separator: "; "))."
        case .unsupportedCard(let what): "This card is not supported (\(what))."
        case .unsupportedOperation(let what): "This card does not offer this operation (\(what))."
        case .cardRemoved: "The card was removed during the operation."
        case .cardSwapped: "The card was swapped during the operation."
        case .cardReset: "Another program has reset the card."
        case .cardBusy(nil): "The card is used by another program."
        case .cardBusy(let holder?): "The card is used by \(holder)."
        case .serviceUnavailable: "The smart-card service (pcscd) does not answer."
        case .accessDenied: "The smart-card service (pcscd) refuses you access."
        case .cardUnresponsive: "The card does not answer."
        case .communication(let code): "Communication with the card failed (code \(FailureMessage.hex(code)))."
        case .malformedAnswer(let what): "The card gave an answer that cannot be read (\(what))."
        case .cardRefused(let status, let operation):
            "The card refused the operation (\(operation.rawValue), \(status))."
        case .wrongPIN(let role, let left, let allowed):
            "Wrong \(FailureMessage.englishName(role)). \(FailureMessage.englishTries(left))"
                + (allowed.map { " The card blocks after \(Count.english($0, "error", "errors"))." } ?? "")
        case .pinBlocked(let role): "The \(FailureMessage.englishName(role)) is blocked."
        case .tryGuard(let role, let left):
            "The \(FailureMessage.englishName(role)) was not sent. \(FailureMessage.englishTries(left))"
        case .pinFormat(let role, let digits):
            "The \(FailureMessage.englishName(role)) has \(digits.lowerBound) to \(digits.upperBound) digits, nothing else."
        case .pinsDiffer: "The two entries of the new PIN differ."
        case .pinOnCommandLine:
            "A PIN is never given on the command line: other users and the shell history would see it."
        case .pinTooLong: "The line read is too long for a PIN."
        case .pinTimeout: "The time to enter the PIN is over."
        case .descriptorUnusable(let option): "The descriptor given to \(option) cannot be read."
        case .noTerminal: "There is no terminal to enter the PIN."
        case .cancelled: "Cancelled."
        case .notConfirmed: "Not confirmed."
        case .confirmationNeeded: "This operation needs a confirmation."
        case .signatureMismatch: "The card's signature does not match its certificate. Nothing was signed."
        case .badHexadecimal(let position): "Command number \(position) is not hexadecimal."
        case .badAPDU(let position): "Command number \(position) is not a well-formed APDU."
        case .commandNotAllowed(let header): "The command \(header) is not in the list of allowed commands."
        case .unsafeNeedsTestCard: "The option --unsafe is allowed only with a card whose holder is marked TEST."
        case .usage(let detail): "Usage error. \(detail)"
        case .internalError(let kind): "Internal error (\(kind))."
        case .interrupted(.unchanged): "Interrupted. The card was not changed."
        case .interrupted(.changed): "Interrupted. The card was changed before the interruption."
        case .interrupted(.unknown): "Interrupted while the card was being changed: the outcome is unknown."
        }
    }

    static func englishTries(_ left: Int) -> String {
        switch left {
        case ..<1: "No try is left."
        default: "\(Count.english(left, "try", "tries")) left."
        }
    }

    static func englishName(_ role: PINRole) -> String {
        switch role {
        case .holder: "PIN"
        case .unblocking: "unblocking code"
        }
    }
}
