// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A kiosk without its store: the copy that it works with, and what it will have to tell (docs/roaming-sessions.md §6).
public struct OfflineCopy: Sendable {
    /// What was known at the cut, and what has been done since.
    public private(set) var table: SessionTable
    /// When the store was last heard of, by its own clock.
    public let cut: Int64
    private let kiosk: KioskName
    /// Persons whose session was begun here.
    private var made: Set<PersonIdentifier> = []
    /// Persons whose session was closed here, and of which second factor it was.
    private var closed: [PersonIdentifier: Int64] = [:]
    private var failures: [BadgeNumber: [Int64]] = [:]

    /// From what the store last told.
    public init(_ table: SessionTable, cut: Int64, kiosk: KioskName) {
        self.table = table
        _ = self.table.takeChanges()
        self.cut = cut
        self.kiosk = kiosk
    }

    /// What becomes of a reading; one factor opens only with a good ticket, fresh denials and a clock to be trusted.
    ///
    /// - Parameter ticketHolds: whether the session's ticket bears a good signature.
    public mutating func decide(
        _ reading: BadgeReading, _ scope: OpeningScope, _ policy: SessionPolicy, now: Int64, isClockTrusted: Bool,
        ticketHolds: (RoamingSession) -> Bool = { _ in true }
    ) -> Decision {
        table.decide(reading, scope, at: kiosk, policy, now: now) { [cut] session in
            isClockTrusted && now - session.secondFactor <= policy.ticketAge && now - cut <= policy.denialAge
                && ticketHolds(session)
        }
    }

    /// A second factor was right.
    public mutating func open(
        _ identifier: SessionIdentifier, for person: PersonIdentifier, _ means: SecondFactor, badge: BadgeNumber?,
        now: Int64
    ) -> RoamingSession {
        made.insert(person)
        if let badge { failures[badge] = nil }
        return table.open(identifier, for: person, means, badge: badge, at: kiosk, now: now)
    }

    /// This kiosk's word for a session that began here.
    public mutating func attach(_ ticket: SessionTicket, to session: SessionIdentifier, of person: PersonIdentifier) {
        table.attach(ticket, to: session, of: person)
    }

    /// A second factor was wrong; whether the badge is refused from now on.
    public mutating func noteFailure(of badge: BadgeNumber, _ policy: SessionPolicy, now: Int64) -> Bool {
        failures[badge, default: []].append(now)
        return table.noteFailure(of: badge, policy, now: now)
    }

    /// The kiosk is not open for the person any more.
    public mutating func lock(_ person: PersonIdentifier) { table.lock(person, at: kiosk) }

    /// The holder closes.
    public mutating func close(_ person: PersonIdentifier) {
        guard let session = table.sessions[person] else { return }
        table.close(person, at: kiosk)
        guard table.sessions[person] == nil else { return }
        made.remove(person)
        closed[person] = session.secondFactor
    }

    /// What the store is to be told when it is back.
    public var report: OfflineReport {
        OfflineReport(
            kiosk: kiosk, cut: cut, closed: closed,
            made: made.compactMap { table.sessions[$0] }.sorted { $0.person < $1.person }, failures: failures)
    }
}

/// What a kiosk did without its store.
public struct OfflineReport: Hashable, Sendable {
    /// Which one.
    public var kiosk: KioskName
    /// Since when, by the store's clock.
    public var cut: Int64
    /// Persons whose session was closed, and its second factor.
    public var closed: [PersonIdentifier: Int64]
    /// Sessions that were begun and not closed.
    public var made: [RoamingSession]
    /// Wrong second factors.
    public var failures: [BadgeNumber: [Int64]]
}

extension SessionTable {
    /// Takes over what a kiosk did alone, in the order of §6.
    ///
    /// - Parameter shown: for whom the kiosk is open now.
    /// - Returns: that person's session as it stands then.
    @discardableResult
    public mutating func reconcile(_ report: OfflineReport, shown: RoamingSession?) -> RoamingSession? {
        for (person, secondFactor) in report.closed.sorted(by: { $0.key < $1.key }) {
            if let session = sessions[person], session.secondFactor <= secondFactor { end(person) }
        }
        for var session in report.made where !isRevoked(session.person, since: report.cut) {
            if let known = sessions[session.person], known.secondFactor >= session.secondFactor { continue }
            session.kiosk = nil
            put(session)
        }
        for (badge, times) in report.failures { addFailures(times, of: badge) }
        // What the store has open at a kiosk that has locked or closed since is open nowhere.
        for var session in sessions.values where session.kiosk == report.kiosk && session.person != shown?.person {
            session.kiosk = nil
            put(session)
        }
        guard let shown, var session = sessions[shown.person] else { return nil }
        if session.secondFactor == shown.secondFactor, session.kiosk == nil {
            session.kiosk = report.kiosk
            session = put(session)
        }
        return session
    }

    private func isRevoked(_ person: PersonIdentifier, since cut: Int64) -> Bool {
        revocations[person].map { $0 >= cut } ?? false
    }
}
