// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// For whom a kiosk is.
public enum KioskBase: Hashable, Sendable {
    /// Nobody.
    case idle
    /// Somebody works.
    case open(OpenKiosk)
    /// Somebody has locked.
    case locked(LockedKiosk)
}

/// An open kiosk.
public struct OpenKiosk: Hashable, Sendable {
    /// Whose session.
    public var session: RoamingSession
    /// The badge that opened it last, if one did.
    public var enrolment: Enrolment?
    /// Whether it stands on a contact card that is in.
    public var isOnCard: Bool
    /// When somebody last did something, by the monotonic clock.
    public var lastActivity: Int64
}

/// A locked kiosk.
public struct LockedKiosk: Hashable, Sendable {
    /// The session as it was last heard of.
    public var session: RoamingSession
    /// When it closes unless the contact card comes back, by the monotonic clock.
    public var closing: Int64?
}

/// What lies over an idle or a locked kiosk.
public enum KioskOverlay: Hashable, Sendable {
    /// A reading is being decided.
    case reading
    /// A badge of another person: switch to it? Offered since then by the monotonic clock.
    case offer(BadgeReading, Enrolment, since: Int64)
    /// A code is awaited, since then by the monotonic clock.
    case code(Enrolment, since: Int64)
    /// A refusal is shown, since then by the monotonic clock.
    case refused(BadgeRefusal, since: Int64)
}

/// How much of a session's life is left, for the banner.
public enum LifeBanner: Hashable, Sendable {
    /// Enough.
    case none
    /// It ends soon.
    case ending(minutes: Int)
    /// It has ended; the next opening needs a second factor.
    case over
}
