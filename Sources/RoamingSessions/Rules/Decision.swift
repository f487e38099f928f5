// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// For whom a reading may open, beside telling whose it is.
public enum OpeningScope: Hashable, Sendable {
    /// The kiosk is idle, or the holder confirmed.
    case anyone
    /// The kiosk is locked for this person.
    case only(PersonIdentifier)
    /// The kiosk is open for this person: nothing opens, and any badge of theirs locks.
    case locks(PersonIdentifier)
}

/// Why a badge is refused.
public enum BadgeRefusal: String, Hashable, Sendable, CaseIterable {
    /// It did not prove what it is.
    case notAuthentic = "not-authentic"
    /// It was not enrolled.
    case unknown
    /// It was declared lost or taken back, or its time is over.
    case denied
    /// It proved itself in a weaker mode than it can.
    case weakerMode = "weaker-mode"
    /// Too many wrong second factors.
    case coolDown = "cool-down"
}

/// What becomes of a reading.
public enum Decision: Hashable, Sendable {
    /// One factor was enough: the session is open at this kiosk.
    case opened(RoamingSession, Enrolment)
    /// A second factor is needed.
    case secondFactorNeeded(Enrolment)
    /// Whose badge it is; nothing was to be opened for them.
    case known(Enrolment)
    /// Nothing opens.
    case refused(BadgeRefusal)
}

extension SessionPolicy {
    /// What §2 of docs/roaming-sessions.md says of a reading, from what the store knows of the badge and its person.
    ///
    /// - Parameters:
    ///   - failures: when second factors with this badge were wrong.
    ///   - ticketHolds: whether the session is good enough where there is no store; true with one.
    func verdict(
        on reading: BadgeReading, _ enrolment: Enrolment?, failures: [Int64], _ session: RoamingSession?,
        _ scope: OpeningScope, now: Int64, ticketHolds: (RoamingSession) -> Bool
    ) -> Verdict {
        guard let enrolment else { return .refused(.unknown) }
        if scope == .locks(enrolment.person) { return .known(enrolment) }
        if enrolment.isOver(at: now) { return .refused(.denied) }
        if reading.mode < enrolment.mode { return .refused(.weakerMode) }
        switch scope {
        case .locks: return .known(enrolment)
        case .only(let person) where person != enrolment.person: return .known(enrolment)
        case .only, .anyone: break
        }
        if isCoolingDown(failures, now: now) { return .refused(.coolDown) }
        guard allowsOneFactor, let session, session.lives(at: now, self), ticketHolds(session) else {
            return .secondFactorNeeded(enrolment)
        }
        return .opens(session, enrolment)
    }

    /// Whether so many failures lie in the window that a badge is refused.
    func isCoolingDown(_ times: [Int64], now: Int64) -> Bool {
        times.count { now - $0 < failureWindow } >= failures
    }
}

/// A decision before anything is written.
enum Verdict: Hashable {
    case opens(RoamingSession, Enrolment)
    case secondFactorNeeded(Enrolment)
    case known(Enrolment)
    case refused(BadgeRefusal)
}
