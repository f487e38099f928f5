// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// What products are told when work with a card fails.
public enum TokenError: Error, Hashable, Sendable {
    /// The card or the way to it failed; nothing on the card was changed by us.
    case card(CardError)
    /// A change of PIN was cut short; the first value says which PIN holds now.
    case pinChange(PINOutcome, because: CardError)
    /// The card has no object of this label.
    case noSuchObject(String)
    /// The content of the card cannot be relied on: an update was begun and not ended.
    case updateInterrupted
    /// The PIN was kept for as long as it may be (five minutes): a person has to give it again.
    case pinExpired
}

/// Which PIN holds after a change that was cut short.
public enum PINOutcome: String, Hashable, Sendable {
    /// The old one; its tries are as before, or all there again when the answer to their unblocking was lost.
    case oldHolds
    /// The old one, with all its tries again: the unblocking was done, the new value was not set.
    case oldHoldsUnblocked
    /// The command that sets the new one was sent and its answer lost: the card alone knows.
    case unknown
}
