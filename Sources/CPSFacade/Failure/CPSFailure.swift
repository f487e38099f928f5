// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why a call did not do what was asked.
public struct CPSFailure: Error, Hashable, Sendable {
    /// What it means for the caller.
    public let code: Code
    /// Tries left, where the failure is about a PIN or an unblocking code.
    public let triesLeft: Int?
    /// What is known beyond the code.
    public let detail: Detail?

    /// The label keeps codes apart from causes with cases of the same names.
    package init(code: Code, triesLeft: Int? = nil, detail: Detail? = nil) {
        self.code = code
        self.triesLeft = triesLeft
        self.detail = detail
    }

    /// Kinds of failures; the numbers are the exit codes of the command `caducee` and never change their meaning.
    public enum Code: Int32, Hashable, Sendable, CaseIterable {
        case failed = 1
        case noReader = 10
        case noCard = 11
        case unsupportedCard = 12
        case cardRemoved = 13
        case cardBusy = 14
        case serviceUnavailable = 15
        case accessDenied = 16
        case communication = 17
        case wrongPIN = 20
        case pinBlocked = 21
        case tryGuard = 22
        case cancelled = 23
        case pinExpired = 24
        case refusedByPolicy = 30
        case certificateExpired = 31
        case certificateRevoked = 32
        case untrusted = 33
        case clockUntrusted = 34
        case signatureInvalid = 35
        case cardNeedsService = 52
        case usage = 64
        case inputInvalid = 65
        case internalError = 70
    }

    /// What is known beyond the code; never a PIN, never the content of a document.
    public enum Detail: Hashable, Sendable {
        /// A field, a file, a command with its status word, a label.
        case place(String)
        /// The program that holds the card.
        case holder(String)
        /// How many digits there must be.
        case digits(ClosedRange<Int>)
        /// No reader was named and several hold cards.
        case severalCards
        /// Why cards of this family may not bill.
        case mayNotBill(String)
        /// A command of an update may change something on the card.
        case commandNotAllowed
        /// No update is open, or it ended by itself.
        case noUpdate
        /// An update is open.
        case updateOpen
        /// A signing session is open.
        case sessionOpen
        /// No signing session is open and no PIN was given.
        case pinNeeded
        /// A session signs with one padding only.
        case otherScheme
        /// XML signatures are made with PKCS #1 v1.5 only.
        case pkcs1Only
        /// The document is not in its canonical form.
        case notCanonical
        /// The card has several activities and none was chosen.
        case severalActivities([Int])
        /// The change was cut short: the old PIN holds.
        case oldPINHolds
        /// The change was cut short and only the card knows which PIN holds.
        case pinUnknown
    }
}
