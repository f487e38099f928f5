// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What can go wrong between a command and its answer.
///
/// No case carries a body, a PIN or a key. `String` payloads name things (a field, a reader), never contents.
public enum CardError: Error, Hashable, Sendable {
    /// The way to the card failed.
    case transport(TransportFault)
    /// The card answered, and refused.
    case status(StatusWord, during: CardOperation)
    /// The card refused a PIN; `triesLeft` as it told.
    case wrongPIN(PINRole, triesLeft: Int)
    /// No try is left.
    case pinBlocked(PINRole)
    /// Nothing was sent: too few tries are left to spend one without the holder's explicit wish.
    case tryGuard(PINRole, triesLeft: Int)
    /// Nothing was sent: the PIN's length is outside what the card announces, or it holds something else than digits.
    case pinFormat(PINRole, digits: ClosedRange<Int>)
    /// The card gave data that cannot be read; the payload names the file or field.
    case malformed(String)
    /// The card is none that we know; the payload says what was seen.
    case unsupportedCard(String)
    /// This card does not offer what was asked; the payload names it.
    case unsupportedOperation(String)
    /// The card in the reader is not the one that the work began with.
    case cardSwapped
    /// A signature did not verify against the card's certificate, twice: none was handed out.
    case signatureMismatch
    /// The caller gave up.
    case cancelled
}

/// Failures of the way to the card.
public enum TransportFault: Hashable, Sendable {
    /// The named reader does not exist, or not any more.
    case noReader
    /// The reader is empty.
    case noCard
    /// The card left during the work.
    case cardRemoved
    /// Somebody reset the card: its security state is gone.
    case cardReset
    /// Somebody holds the card; the holder is named where it can be found.
    case busy(holder: String?)
    /// The smart-card service cannot be reached.
    case serviceUnavailable
    /// The smart-card service refuses this user.
    case accessDenied
    /// The card does not answer, or not in a protocol that we speak.
    case unresponsive
    /// Anything else, with the service's own code.
    case communication(code: UInt32)
}

/// Which secret a failure is about.
public enum PINRole: String, Hashable, Sendable, CaseIterable {
    /// The holder's PIN (code porteur).
    case holder
    /// The unblocking code (PUK, code de déblocage).
    case unblocking
}

/// The command during which a card refused, by its name in ISO/IEC 7816.
public enum CardOperation: String, Hashable, Sendable {
    case select, readBinary, updateBinary, getData, getResponse, getChallenge
    case verify, changeReferenceData, resetRetryCounter
    case manageSecurityEnvironment, hash, computeDigitalSignature, decipher, internalAuthenticate
    case other
}
