// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A moment by the two clocks that a kiosk works with, in milliseconds.
public struct Moment: Hashable, Sendable {
    /// Counts on, whatever people do to clocks: for durations at the kiosk.
    public var monotonic: Int64
    /// The store's clock, or what is known of it: for the life of sessions.
    public var store: Int64

    /// From its parts.
    public init(monotonic: Int64, store: Int64) {
        self.monotonic = monotonic
        self.store = store
    }
}

/// Something before the badge reader.
public struct Tap: Hashable, Sendable {
    /// By what a second tap of the same thing is known: the badge's number, else what it showed of itself.
    public var source: [UInt8]
    /// What it proved; nil when it proved nothing.
    public var reading: BadgeReading?

    /// Of a badge that proved what it is.
    public init(_ reading: BadgeReading) {
        source = reading.badge.bytes
        self.reading = reading
    }

    /// Of anything else.
    public init(unproved source: [UInt8]) {
        self.source = source
        reading = nil
    }
}

/// Names what a kiosk asked for, so that a late answer is known as one.
public typealias KioskRequest = UInt64

/// What a kiosk is told.
public enum KioskEvent: Sendable {
    /// Something is before the reader.
    case tap(Tap)
    /// The answer to ``KioskEffect/decide(_:_:_:)``.
    case decided(KioskRequest, Decision)
    /// The holder gave a second factor for the badge whose code is awaited, and it was right.
    case secondFactorRight(SecondFactor)
    /// It was wrong.
    case secondFactorWrong
    /// The answer to ``KioskEffect/noteFailure(_:_:)``.
    case failureNoted(KioskRequest, isCoolingDown: Bool)
    /// A contact card whose PIN was right.
    case cardProved(PersonIdentifier)
    /// The answer to ``KioskEffect/open(_:_:_:badge:)``.
    case opened(KioskRequest, RoamingSession)
    /// What was asked for could not be had, neither of the store nor without it.
    case failed(KioskRequest)
    /// The contact card was taken out.
    case cardRemoved
    /// The holder of the badge that was offered wants the switch.
    case confirm
    /// Whoever is there does not want to go on.
    case cancel
    /// The holder locks.
    case lock
    /// The holder closes.
    case close
    /// Somebody uses the workstation.
    case activity
    /// The store told something.
    case changed(SessionChange)
    /// The store is back, and this is what it has of the person shown.
    case reconciled(RoamingSession?, denied: Set<BadgeNumber>)
    /// Time has passed.
    case time
}
