// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a card has been asked, for tests that count.
public struct CardStatistics: Hashable, Sendable {
    /// Commands of any kind, GET RESPONSE included.
    public var commands = 0
    /// VERIFY commands that carried a value, PIN and PUK, right or wrong.
    public var verifications = 0
    /// Private operations by key.
    public var privateOperations: [CardKeyRole: Int] = [:]

    /// All zero.
    public init() {}
}

/// The keys that a card of the family may hold.
public enum CardKeyRole: String, Hashable, Sendable, CaseIterable {
    /// Non-repudiation.
    case signature
    /// TLS client authentication and decipherment.
    case authentication
    /// Contactless authentication without PIN (CPS3).
    case technical
}

/// The shared notebook of a card's faces.
final class CardJournal {
    var statistics = CardStatistics()
}
