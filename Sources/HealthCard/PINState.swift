// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// How a PIN stands, read without spending a try.
public struct PINState: Hashable, Sendable {
    /// Holder's PIN or unblocking code.
    public let role: PINRole
    /// Tries left.
    public let triesLeft: Int
    /// Tries after a good presentation.
    public let maximumTries: Int
    /// Uses left, where the card counts them (PUK of a CPS3).
    public let usesLeft: Int?

    /// From its parts.
    public init(role: PINRole, triesLeft: Int, maximumTries: Int, usesLeft: Int? = nil) {
        self.role = role
        self.triesLeft = triesLeft
        self.maximumTries = maximumTries
        self.usesLeft = usesLeft
    }

    /// Whether nothing more can be presented; a use counter at zero blocks whatever the tries.
    public var isBlocked: Bool { triesLeft == 0 || usesLeft == 0 }

    /// How often it can be presented before it is lost at the worst: tries or uses, whichever end first.
    public var presentationsLeft: Int { min(triesLeft, usesLeft ?? triesLeft) }

    /// Whether one more presentation needs the holder's explicit wish: 1 PIN try, 3 PUK tries, 5 PUK uses.
    public var isGuarded: Bool {
        switch role {
        case .holder: triesLeft <= 1
        case .unblocking: triesLeft <= 3 || (usesLeft ?? .max) <= 5
        }
    }
}

/// What identification tells: what slot lists and status lines show.
public struct CardSummary: Hashable, Sendable {
    /// Which card.
    public let identity: CardIdentity
    /// Label and manufacturer as the card names them.
    public let label: String
    /// Manufacturer as the card names it.
    public let manufacturer: String
    /// When the content changed last, as written, if the card says so.
    public let lastUpdate: String?
    /// Digits that the holder's PIN may have; nil on the contactless face, which has none.
    public let pinDigits: ClosedRange<Int>?
    /// Digits that the unblocking code may have.
    public let pukDigits: ClosedRange<Int>?
    /// State of the holder's PIN.
    public let pin: PINState?
    /// State of the unblocking code.
    public let puk: PINState?
}
