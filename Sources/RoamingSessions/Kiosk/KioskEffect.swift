// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a kiosk wants done; in this order.
public enum KioskEffect: Hashable, Sendable {
    /// Ask the store what becomes of a reading.
    case decide(KioskRequest, BadgeReading, OpeningScope)
    /// Have the store begin a new session.
    case open(KioskRequest, PersonIdentifier, SecondFactor, badge: BadgeNumber?)
    /// Have the store note a wrong second factor.
    case noteFailure(KioskRequest, BadgeNumber)
    /// Tell the store that this kiosk is not open for the person any more.
    case lock(PersonIdentifier)
    /// Tell the store that the holder closed.
    case close(PersonIdentifier)
    /// The workstation opens for a person.
    case showOpen(RoamingSession)
    /// The workstation locks; the session lives on.
    case showLocked(PersonIdentifier)
    /// The workstation has nobody any more.
    case showClosed(PersonIdentifier)
    /// Tell people what became of their tap.
    case signal(KioskSignal)
}

/// What light, sound and words say.
public enum KioskSignal: Hashable, Sendable {
    /// A reading was taken.
    case reading
    /// Open.
    case accepted
    /// A code is needed.
    case codeNeeded
    /// The code was wrong.
    case codeWrong
    /// Somebody else's badge: switch?
    case offer
    /// Locked.
    case locked
    /// Not opened.
    case refused(BadgeRefusal)
    /// Neither the store nor anything else could be asked.
    case unavailable
}
