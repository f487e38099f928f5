// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// What went wrong, said to a person.
public enum FailureMessage: Message, Hashable {
    case noReader
    case noReaderNamed(String)
    case noCard
    case noCardIn(String)
    case ambiguousReader([String])
    case unsupportedCard(String)
    case unsupportedOperation(String)
    case cardRemoved
    case cardSwapped
    case cardReset
    case cardBusy(holder: String?)
    case serviceUnavailable
    case accessDenied
    case cardUnresponsive
    case communication(UInt32)
    case malformedAnswer(String)
    case cardRefused(StatusWord, CardOperation)
    case wrongPIN(PINRole, left: Int, allowed: Int?)
    case pinBlocked(PINRole)
    case tryGuard(PINRole, left: Int)
    case pinFormat(PINRole, digits: ClosedRange<Int>)
    case pinsDiffer
    case pinOnCommandLine
    case pinTooLong
    case pinTimeout
    case descriptorUnusable(String)
    case noTerminal
    case cancelled
    case notConfirmed
    case confirmationNeeded
    case signatureMismatch
    case badHexadecimal(Int)
    case badAPDU(Int)
    case commandNotAllowed(String)
    case unsafeNeedsTestCard
    case usage(String)
    case internalError(String)
    case interrupted(cardChanged: CardChange)
}

/// What a command did to the card before it was interrupted.
public enum CardChange: String, Hashable, Sendable, CaseIterable {
    /// Nothing that lasts was written.
    case unchanged
    /// A change was completed.
    case changed
    /// A change was under way and its end was not seen.
    case unknown
}
