// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Enrolments, sessions and failures in memory: the rules of §2 carried out, for tests and for a kiosk without its store.
///
/// A store on disk carries out the same verdicts on rows that it has locked.
public struct SessionTable: Sendable {
    /// Badges that were enrolled.
    public private(set) var enrolments: [BadgeNumber: Enrolment] = [:]
    /// One session a person.
    public private(set) var sessions: [PersonIdentifier: RoamingSession] = [:]
    /// When second factors with a badge were wrong.
    public private(set) var failures: [BadgeNumber: [Int64]] = [:]
    /// When a person's session was last revoked.
    public private(set) var revocations: [PersonIdentifier: Int64] = [:]
    /// What has happened since somebody last looked.
    public private(set) var changes: [SessionChange] = []
    /// The highest version so far.
    public private(set) var version: UInt64 = 0

    /// Empty.
    public init() {}

    /// A part of what a store holds, for one transaction: what the rules need to know, and no more.
    ///
    /// - Parameter version: at least that of every session of these persons, ended ones included.
    public init(
        _ enrolments: [Enrolment], _ sessions: [RoamingSession], failures: [BadgeNumber: [Int64]],
        revocations: [PersonIdentifier: Int64], version: UInt64
    ) {
        for enrolment in enrolments { self.enrolments[enrolment.badge] = enrolment }
        for session in sessions { self.sessions[session.person] = session }
        self.failures = failures
        self.revocations = revocations
        self.version = sessions.map(\.version).reduce(version, max)
    }

    /// The changes so far, which are forgotten.
    public mutating func takeChanges() -> [SessionChange] {
        defer { changes = [] }
        return changes
    }

    /// Adds a badge, or replaces what is known of it.
    public mutating func enrol(_ enrolment: Enrolment) { enrolments[enrolment.badge] = enrolment }

    /// What becomes of a reading; opens the session when one factor is enough.
    public mutating func decide(
        _ reading: BadgeReading, _ scope: OpeningScope, at kiosk: KioskName, _ policy: SessionPolicy, now: Int64,
        ticketHolds: (RoamingSession) -> Bool = { _ in true }
    ) -> Decision {
        let enrolment = enrolments[reading.badge]
        let session = enrolment.flatMap { sessions[$0.person] }
        let verdict = policy.verdict(
            on: reading, enrolment, failures: failures[reading.badge] ?? [], session, scope, now: now,
            ticketHolds: ticketHolds)
        switch verdict {
        case .refused(let refusal): return .refused(refusal)
        case .known(let enrolment): return .known(enrolment)
        case .secondFactorNeeded(let enrolment): return .secondFactorNeeded(enrolment)
        case .opens(var session, let enrolment):
            session.kiosk = kiosk
            return .opened(put(session), enrolment)
        }
    }

    /// A second factor was right: a new session, open at the kiosk.
    ///
    /// Asked again with the same identifier, when the first answer was lost, it is the same session.
    public mutating func open(
        _ identifier: SessionIdentifier, for person: PersonIdentifier, _ means: SecondFactor, badge: BadgeNumber?,
        at kiosk: KioskName, now: Int64
    ) -> RoamingSession {
        if let session = sessions[person], session.identifier == identifier { return session }
        if let badge { failures[badge] = nil }
        return put(
            RoamingSession(
                identifier: identifier, person: person, secondFactor: now, means: means, badge: badge, kiosk: kiosk,
                version: 0))
    }

    /// The kiosk that saw the second factor gives its word; nothing happens when the session is another one by now.
    public mutating func attach(_ ticket: SessionTicket, to session: SessionIdentifier, of person: PersonIdentifier) {
        guard var known = sessions[person], known.identifier == session else { return }
        known.ticket = ticket
        put(known)
    }

    /// A second factor was wrong; whether the badge is refused from now on.
    public mutating func noteFailure(of badge: BadgeNumber, _ policy: SessionPolicy, now: Int64) -> Bool {
        failures[badge, default: []].append(now)
        return policy.isCoolingDown(failures[badge] ?? [], now: now)
    }

    /// Adds failures that another table counted.
    public mutating func addFailures(_ times: [Int64], of badge: BadgeNumber) {
        failures[badge, default: []] += times
    }

    /// The kiosk is not open for the person any more.
    public mutating func lock(_ person: PersonIdentifier, at kiosk: KioskName) {
        guard var session = sessions[person], session.kiosk == kiosk else { return }
        session.kiosk = nil
        _ = put(session)
    }

    /// The holder closes, at a kiosk: the session ends unless it is open elsewhere.
    public mutating func close(_ person: PersonIdentifier, at kiosk: KioskName) {
        guard let session = sessions[person], session.kiosk == nil || session.kiosk == kiosk else { return }
        end(person)
    }

    /// A supervisor ends a person's session.
    public mutating func revoke(_ person: PersonIdentifier, now: Int64) {
        revocations[person] = now
        end(person)
    }

    /// A supervisor declares a badge lost.
    public mutating func deny(_ badge: BadgeNumber, now: Int64) {
        guard let person = enrolments[badge]?.person else { return }
        enrolments[badge]?.isDenied = true
        changes.append(.denied(badge))
        revoke(person, now: now)
    }

    /// Takes over what a store told.
    public mutating func apply(_ change: SessionChange) {
        switch change {
        case .session(let session):
            if let known = sessions[session.person], known.version > session.version { return }
            sessions[session.person] = session
            version = max(version, session.version)
        case .ended(let person, let version):
            if let known = sessions[person], known.version > version { return }
            sessions[person] = nil
            self.version = max(self.version, version)
        case .denied(let badge): enrolments[badge]?.isDenied = true
        }
    }

    /// Writes a session as it is, with a version of its own.
    @discardableResult
    mutating func put(_ session: RoamingSession) -> RoamingSession {
        var session = session
        version += 1
        session.version = version
        sessions[session.person] = session
        changes.append(.session(session))
        return session
    }

    mutating func end(_ person: PersonIdentifier) {
        guard sessions.removeValue(forKey: person) != nil else { return }
        version += 1
        changes.append(.ended(person, version: version))
    }
}
