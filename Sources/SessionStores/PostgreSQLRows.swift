// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import PostgreSQLClient
internal import RoamingSessions

/// The rows of the PostgreSQL store.
final class PostgreSQLRows: SessionRows {
    private let connection: PostgreSQLConnection

    init(_ connection: PostgreSQLConnection) { self.connection = connection }

    func now() throws -> Int64 {
        let rows = try connection.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        guard let time = rows.first?.integer(0) else { throw StoreFailure.corrupt("clock") }
        return time
    }

    // Shared: a badge is not denied while it opens, and a denial sees what was opened before it.
    func enrolment(_ badge: BadgeNumber) throws -> Enrolment? {
        try connection.execute(
            "SELECT \(Self.badgeColumns) FROM badge WHERE number = $1 FOR SHARE", [.bytes(badge.bytes)]
        ).first.map(Self.enrolment)
    }

    // For update: whoever comes second for the same person waits, and sees what the first has done.
    func person(_ person: PersonIdentifier) throws -> PersonRow {
        let statement = "SELECT \(Self.personColumns) FROM person WHERE person = $1 FOR UPDATE"
        if let row = try connection.execute(statement, [.text(person.text)]).first { return try Self.person(row) }
        // A row to lock; of two who make it, one finds the other's.
        try connection.execute(
            "INSERT INTO person (person, version) VALUES ($1, 0) ON CONFLICT DO NOTHING", [.text(person.text)])
        guard let row = try connection.execute(statement, [.text(person.text)]).first else {
            throw StoreFailure.corrupt("person")
        }
        return try Self.person(row)
    }

    func persons(openAt kiosk: KioskName) throws -> Set<PersonIdentifier> {
        Set(
            try connection.execute("SELECT person FROM person WHERE kiosk = $1", [.text(kiosk.text)])
                .compactMap { $0.text(0).flatMap(PersonIdentifier.init) })
    }

    func failures(of badge: BadgeNumber) throws -> [Int64] {
        try connection.execute("SELECT at FROM failure WHERE badge = $1 ORDER BY at", [.bytes(badge.bytes)])
            .compactMap { $0.integer(0) }
    }

    func everything() throws -> (enrolments: [Enrolment], persons: [PersonRow], failures: [BadgeNumber: [Int64]]) {
        var failures: [BadgeNumber: [Int64]] = [:]
        for row in try connection.execute("SELECT badge, at FROM failure ORDER BY at") {
            failures[try Self.number(row.bytes(0), "failure.badge"), default: []].append(row.integer(1) ?? 0)
        }
        return (
            try connection.execute("SELECT \(Self.badgeColumns) FROM badge").map(Self.enrolment),
            try connection.execute("SELECT \(Self.personColumns) FROM person").map(Self.person), failures
        )
    }

    func save(_ enrolment: Enrolment) throws {
        try connection.execute(
            """
            INSERT INTO badge (number, person, mode, ends, denied) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (number) DO UPDATE SET person = excluded.person, mode = excluded.mode, ends = excluded.ends,
            denied = excluded.denied, changed_in = excluded.changed_in
            """,
            [
                .bytes(enrolment.badge.bytes), .text(enrolment.person.text), .integer(Int64(enrolment.mode.rawValue)),
                PostgreSQLValue(enrolment.end), .boolean(enrolment.isDenied),
            ])
        if enrolment.isDenied { try tellOthers() }
    }

    func save(_ person: PersonRow, concernsOthers: Bool) throws {
        let session = person.session
        try connection.execute(
            """
            INSERT INTO person
            (person, identifier, second_factor, means, badge, kiosk, version, revoked, ticket_kiosk, ticket)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (person) DO UPDATE SET identifier = excluded.identifier,
            second_factor = excluded.second_factor, means = excluded.means, badge = excluded.badge,
            kiosk = excluded.kiosk, version = excluded.version, revoked = excluded.revoked,
            ticket_kiosk = excluded.ticket_kiosk, ticket = excluded.ticket,
            changed_in = excluded.changed_in
            """,
            [
                .text(person.person.text), PostgreSQLValue(session?.identifier.bytes),
                PostgreSQLValue(session?.secondFactor), PostgreSQLValue(session?.means.rawValue),
                PostgreSQLValue(session?.badge?.bytes), PostgreSQLValue(session?.kiosk?.text),
                .integer(Int64(clamping: person.version)), PostgreSQLValue(person.revoked),
                PostgreSQLValue(session?.ticket?.kiosk.text), PostgreSQLValue(session?.ticket?.signature),
            ])
        // Who notifies holds a lock of the whole server until the commit: only when somebody has reason to wake.
        if concernsOthers { try tellOthers() }
    }

    func add(failures: [Int64], of badge: BadgeNumber) throws {
        for time in failures {
            try connection.execute(
                "INSERT INTO failure (badge, at) VALUES ($1, $2)", [.bytes(badge.bytes), .integer(time)])
        }
    }

    func removeFailures(of badge: BadgeNumber) throws {
        try connection.execute("DELETE FROM failure WHERE badge = $1", [.bytes(badge.bytes)])
    }

    func kioskKeys() throws -> [KioskName: [UInt8]] {
        try connection.execute("SELECT name, key FROM kiosk").reduce(into: [:]) { keys, row in
            guard let name = row.text(0).flatMap(KioskName.init), let key = row.bytes(1) else {
                throw StoreFailure.corrupt("kiosk")
            }
            keys[name] = key
        }
    }

    func save(key: [UInt8], of kiosk: KioskName) throws {
        try connection.execute(
            "INSERT INTO kiosk (name, key) VALUES ($1, $2)", [.text(kiosk.text), .bytes(key)])
    }

    /// The oldest transaction that is still under way.
    func horizon() throws -> Int64 {
        let rows = try connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        guard let horizon = rows.first?.integer(0) else { throw StoreFailure.corrupt("snapshot") }
        return horizon
    }

    /// Rows that were written by transactions from this one on.
    func changes(from horizon: Int64) throws -> [SessionChange] {
        let denied = try connection.execute(
            "SELECT \(Self.badgeColumns) FROM badge WHERE denied AND changed_in >= $1", [.integer(horizon)])
        let persons = try connection.execute(
            "SELECT \(Self.personColumns) FROM person WHERE version > 0 AND changed_in >= $1", [.integer(horizon)])
        return try denied.map { .denied(try Self.enrolment($0).badge) }
            + persons.map(Self.person).map(SessionChange.init)
    }

    private func tellOthers() throws { try connection.execute("NOTIFY caducee_sessions") }

    private static let badgeColumns = "number, person, mode, ends, denied"
    private static let personColumns =
        "person, identifier, second_factor, means, badge, kiosk, version, revoked, ticket_kiosk, ticket"

    private static func enrolment(_ row: PostgreSQLRow) throws -> Enrolment {
        guard let person = row.text(1).flatMap(PersonIdentifier.init),
            let mode = row.integer(2).flatMap({ BadgeMode(rawValue: Int($0)) }), let denied = row.boolean(4)
        else { throw StoreFailure.corrupt("badge") }
        return Enrolment(
            badge: try number(row.bytes(0), "badge.number"), person: person, mode: mode, end: row.integer(3),
            isDenied: denied)
    }

    private static func person(_ row: PostgreSQLRow) throws -> PersonRow {
        guard let person = row.text(0).flatMap(PersonIdentifier.init), let version = row.integer(6) else {
            throw StoreFailure.corrupt("person")
        }
        let known = PersonRow(
            person: person, session: nil, version: UInt64(clamping: version), revoked: row.integer(7))
        guard let identifier = row.bytes(1) else { return known }
        guard let secondFactor = row.integer(2), let means = row.text(3).flatMap(SecondFactor.init) else {
            throw StoreFailure.corrupt("person.means")
        }
        var full = known
        full.session = RoamingSession(
            identifier: try number(identifier, "person.identifier"), person: person, secondFactor: secondFactor,
            means: means, badge: try row.bytes(4).map { try number($0, "person.badge") },
            kiosk: row.text(5).flatMap(KioskName.init), version: known.version,
            ticket: row.text(8).flatMap(KioskName.init).flatMap { kiosk in
                row.bytes(9).flatMap { SessionTicket(kiosk: kiosk, signature: $0) }
            })
        return full
    }

    private static func number(_ bytes: [UInt8]?, _ field: String) throws -> BadgeNumber {
        guard let number = bytes.flatMap({ BadgeNumber($0) }) else { throw StoreFailure.corrupt(field) }
        return number
    }
}

extension PostgreSQLValue {
    init(_ number: Int64?) { self = number.map(PostgreSQLValue.integer) ?? .null }
    init(_ text: String?) { self = text.map(PostgreSQLValue.text) ?? .null }
    init(_ bytes: [UInt8]?) { self = bytes.map(PostgreSQLValue.bytes) ?? .null }
}
