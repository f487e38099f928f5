// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import RoamingSessions

/// The rules of sessions over a database's rows; each call one transaction of it.
final class DatabaseSessionStore: SessionStore {
    private let database: any SessionDatabase

    init(_ database: any SessionDatabase) { self.database = database }

    func now() throws(StoreFailure) -> Int64 { try database.transaction { try $0.now() } }

    func decide(
        _ reading: BadgeReading, _ scope: OpeningScope, at kiosk: KioskName, _ policy: SessionPolicy
    ) throws(StoreFailure) -> Decision {
        try change([reading.badge]) { $0.decide(reading, scope, at: kiosk, policy, now: $1) }
    }

    func open(
        _ identifier: SessionIdentifier, for person: PersonIdentifier, _ means: SecondFactor, badge: BadgeNumber?,
        at kiosk: KioskName
    ) throws(StoreFailure) -> RoamingSession {
        try change(badge.map { [$0] } ?? [], [person]) {
            $0.open(identifier, for: person, means, badge: badge, at: kiosk, now: $1)
        }
    }

    func attach(
        _ ticket: SessionTicket, to session: SessionIdentifier, of person: PersonIdentifier
    ) throws(StoreFailure) {
        try change([], [person]) { table, _ in table.attach(ticket, to: session, of: person) }
    }

    func enlist(_ kiosk: KioskName, key: [UInt8]) throws(StoreFailure) {
        try database.transaction { rows in
            let known = try rows.kioskKeys()[kiosk]
            guard known == nil || known == key else { throw StoreFailure.refused("kiosk \(kiosk.text): another key") }
            if known == nil { try rows.save(key: key, of: kiosk) }
        }
    }

    func kioskKeys() throws(StoreFailure) -> [KioskName: [UInt8]] { try database.transaction { try $0.kioskKeys() } }

    func noteFailure(of badge: BadgeNumber, _ policy: SessionPolicy) throws(StoreFailure) -> Bool {
        try change([badge]) { $0.noteFailure(of: badge, policy, now: $1) }
    }

    func lock(_ person: PersonIdentifier, at kiosk: KioskName) throws(StoreFailure) {
        try change([], [person]) { table, _ in table.lock(person, at: kiosk) }
    }

    func close(_ person: PersonIdentifier, at kiosk: KioskName) throws(StoreFailure) {
        try change([], [person]) { table, _ in table.close(person, at: kiosk) }
    }

    func reconcile(
        _ report: OfflineReport, shown: RoamingSession?
    ) throws(StoreFailure) -> RoamingSession? {
        let persons = Set(report.closed.keys).union(report.made.map(\.person)).union(shown.map { [$0.person] } ?? [])
        return try change(Array(report.failures.keys), persons, openAt: report.kiosk) { table, _ in
            table.reconcile(report, shown: shown)
        }
    }

    func enrol(_ enrolment: Enrolment) throws(StoreFailure) {
        try change([enrolment.badge]) { table, _ in table.enrol(enrolment) }
    }

    func deny(_ badge: BadgeNumber) throws(StoreFailure) -> Enrolment? {
        try change([badge]) {
            $0.deny(badge, now: $1)
            return $0.enrolments[badge]
        }
    }

    func revoke(_ person: PersonIdentifier) throws(StoreFailure) -> Bool {
        try change([], [person]) {
            let had = $0.sessions[person] != nil
            $0.revoke(person, now: $1)
            return had
        }
    }

    func enrolments() throws(StoreFailure) -> [Enrolment] {
        try database.transaction { try $0.everything().enrolments.sorted { $0.badge < $1.badge } }
    }

    func sessions() throws(StoreFailure) -> [RoamingSession] {
        try database.transaction { try $0.everything().persons.compactMap(\.session).sorted { $0.person < $1.person } }
    }

    func copy() throws(StoreFailure) -> SessionTable {
        try database.transaction { rows in
            let all = try rows.everything()
            return SessionTable(
                all.enrolments, all.persons.compactMap(\.session), failures: all.failures,
                revocations: all.persons.reduce(into: [:]) { $0[$1.person] = $1.revoked },
                version: all.persons.map(\.version).max() ?? 0)
        }
    }

    func changes(waiting milliseconds: Int) throws(StoreFailure) -> [SessionChange] {
        try database.changes(waiting: milliseconds)
    }

    /// Reads the rows that matter, has the rules change them, and writes what they changed.
    private func change<Result>(
        _ badges: [BadgeNumber], _ persons: Set<PersonIdentifier> = [], openAt kiosk: KioskName? = nil,
        _ rule: (inout SessionTable, Int64) -> Result
    ) throws(StoreFailure) -> Result {
        try database.transaction { rows in
            let now = try rows.now()
            let shown = try kiosk.map { try rows.persons(openAt: $0) } ?? []
            let before = try rows.part(badges, persons.union(shown))
            var after = before
            let result = rule(&after, now)
            try rows.write(from: before, to: after)
            return result
        }
    }
}

/// Where rows come from.
protocol SessionDatabase: AnyObject {
    /// All of it counts, or nothing.
    func transaction<Result>(_ body: (any SessionRows) throws -> Result) throws(StoreFailure) -> Result
    /// What others have changed since the last call.
    func changes(waiting milliseconds: Int) throws(StoreFailure) -> [SessionChange]
}
