// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// How a badge proved itself; the stronger the greater.
public enum BadgeMode: Int, Hashable, Sendable, Comparable {
    /// An EV1 session with an AES key.
    case ev1 = 1
    /// An EV2 session.
    case ev2 = 2

    /// Weaker before stronger.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A badge that was given to a person.
public struct Enrolment: Hashable, Sendable {
    /// The badge.
    public var badge: BadgeNumber
    /// Whose it is.
    public var person: PersonIdentifier
    /// What it could do when it was enrolled; it is never accepted in a weaker mode.
    public var mode: BadgeMode
    /// From when on it counts no more, of a temporary badge: milliseconds of the store's clock.
    public var end: Int64?
    /// Whether it was declared lost, or taken back.
    public var isDenied: Bool

    /// From its parts.
    public init(
        badge: BadgeNumber, person: PersonIdentifier, mode: BadgeMode, end: Int64? = nil, isDenied: Bool = false
    ) {
        self.badge = badge
        self.person = person
        self.mode = mode
        self.end = end
        self.isDenied = isDenied
    }

    /// Whether the badge counts no more.
    func isOver(at now: Int64) -> Bool { isDenied || end.map { now >= $0 } ?? false }
}

/// A badge that proved what it is.
public struct BadgeReading: Hashable, Sendable {
    /// The number that it gave in its session.
    public var badge: BadgeNumber
    /// How it proved itself.
    public var mode: BadgeMode

    /// From its parts.
    public init(badge: BadgeNumber, mode: BadgeMode) {
        self.badge = badge
        self.mode = mode
    }
}
