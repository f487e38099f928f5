// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import RoamingSessions

/// The rows of the SQLite store.
final class SQLiteRows: SessionRows {
    private let database: Database

    init(_ database: Database) { self.database = database }

    func now() throws -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    func enrolment(_ badge: BadgeNumber) throws -> Enrolment? {
        try Row.fetchOne(database, sql: "SELECT * FROM badge WHERE number = ?", arguments: [Data(badge.bytes)])
            .map(Self.enrolment)
    }

    func person(_ person: PersonIdentifier) throws -> PersonRow {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM person WHERE person = ?", arguments: [person.text])
        // Writers come one after the other here: one count of versions serves all persons.
        let version = try highestVersion()
        guard var known = try row.map(Self.person) else {
            return PersonRow(person: person, session: nil, version: version, revoked: nil)
        }
        known.version = version
        return known
    }

    func persons(openAt kiosk: KioskName) throws -> Set<PersonIdentifier> {
        Set(
            try String.fetchAll(database, sql: "SELECT person FROM person WHERE kiosk = ?", arguments: [kiosk.text])
                .compactMap(PersonIdentifier.init))
    }

    func failures(of badge: BadgeNumber) throws -> [Int64] {
        try Int64.fetchAll(
            database, sql: "SELECT time FROM failure WHERE badge = ? ORDER BY rowid", arguments: [Data(badge.bytes)])
    }

    func everything() throws -> (enrolments: [Enrolment], persons: [PersonRow], failures: [BadgeNumber: [Int64]]) {
        var failures: [BadgeNumber: [Int64]] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT badge, time FROM failure ORDER BY rowid") {
            failures[try Self.number(row["badge"], "failure.badge"), default: []].append(row["time"])
        }
        return (
            try Row.fetchAll(database, sql: "SELECT * FROM badge").map(Self.enrolment),
            try Row.fetchAll(database, sql: "SELECT * FROM person").map(Self.person), failures
        )
    }

    func save(_ enrolment: Enrolment) throws {
        try database.execute(
            sql: """
                INSERT INTO badge (number, person, mode, ends, denied, version) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (number) DO UPDATE SET person = excluded.person, mode = excluded.mode,
                ends = excluded.ends, denied = excluded.denied, version = excluded.version
                """,
            arguments: [
                Data(enrolment.badge.bytes), enrolment.person.text, enrolment.mode.rawValue, enrolment.end,
                enrolment.isDenied, try highestVersion() + 1,
            ])
    }

    func save(_ person: PersonRow, concernsOthers: Bool) throws {
        let session = person.session
        try database.execute(
            sql: """
                INSERT INTO person
                (person, identifier, secondFactor, means, badge, kiosk, version, revoked, ticketKiosk, ticket)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (person) DO UPDATE SET identifier = excluded.identifier,
                secondFactor = excluded.secondFactor, means = excluded.means, badge = excluded.badge,
                kiosk = excluded.kiosk, version = excluded.version, revoked = excluded.revoked,
                ticketKiosk = excluded.ticketKiosk, ticket = excluded.ticket
                """,
            arguments: [
                person.person.text, (session?.identifier.bytes).map { Data($0) }, session?.secondFactor,
                session?.means.rawValue, (session?.badge?.bytes).map { Data($0) }, session?.kiosk?.text,
                Int64(bitPattern: person.version), person.revoked, session?.ticket?.kiosk.text,
                (session?.ticket?.signature).map { Data($0) },
            ])
    }

    func add(failures: [Int64], of badge: BadgeNumber) throws {
        for time in failures {
            try database.execute(
                sql: "INSERT INTO failure (badge, time) VALUES (?, ?)", arguments: [Data(badge.bytes), time])
        }
    }

    func removeFailures(of badge: BadgeNumber) throws {
        try database.execute(sql: "DELETE FROM failure WHERE badge = ?", arguments: [Data(badge.bytes)])
    }

    func kioskKeys() throws -> [KioskName: [UInt8]] {
        try Row.fetchAll(database, sql: "SELECT name, key FROM kiosk").reduce(into: [:]) { keys, row in
            guard let name = KioskName(row["name"]) else { throw StoreFailure.corrupt("kiosk.name") }
            keys[name] = [UInt8](row["key"] as Data)
        }
    }

    func save(key: [UInt8], of kiosk: KioskName) throws {
        try database.execute(sql: "INSERT INTO kiosk (name, key) VALUES (?, ?)", arguments: [kiosk.text, Data(key)])
    }

    func highestVersion() throws -> UInt64 {
        let highest = try Int64.fetchOne(
            database,
            sql:
                "SELECT max(coalesce((SELECT max(version) FROM person), 0), coalesce((SELECT max(version) FROM badge), 0))"
        )
        return UInt64(clamping: highest ?? 0)
    }

    func changes(since seen: UInt64) throws -> ([SessionChange], UInt64) {
        let version = Int64(clamping: seen)
        let denied = try Row.fetchAll(
            database, sql: "SELECT * FROM badge WHERE denied = 1 AND version > ?", arguments: [version])
        let persons = try Row.fetchAll(
            database, sql: "SELECT * FROM person WHERE version > ? ORDER BY version", arguments: [version])
        let changes =
            try denied.map { SessionChange.denied(try Self.enrolment($0).badge) }
            + persons.map(Self.person).map(SessionChange.init)
        return (changes, try highestVersion())
    }

    private static func enrolment(_ row: Row) throws -> Enrolment {
        guard let person = PersonIdentifier(row["person"]), let mode = BadgeMode(rawValue: row["mode"]) else {
            throw StoreFailure.corrupt("badge")
        }
        return Enrolment(
            badge: try number(row["number"], "badge.number"), person: person, mode: mode, end: row["ends"],
            isDenied: row["denied"])
    }

    private static func person(_ row: Row) throws -> PersonRow {
        guard let person = PersonIdentifier(row["person"]) else { throw StoreFailure.corrupt("person.person") }
        let version = UInt64(clamping: row["version"] as Int64)
        var session: RoamingSession?
        if let identifier = row["identifier"] as Data? {
            guard let secondFactor = row["secondFactor"] as Int64?,
                let means = (row["means"] as String?).flatMap(SecondFactor.init)
            else { throw StoreFailure.corrupt("person.means") }
            session = RoamingSession(
                identifier: try number(identifier, "person.identifier"), person: person, secondFactor: secondFactor,
                means: means, badge: try (row["badge"] as Data?).map { try number($0, "person.badge") },
                kiosk: (row["kiosk"] as String?).flatMap(KioskName.init), version: version,
                ticket: (row["ticketKiosk"] as String?).flatMap(KioskName.init).flatMap { kiosk in
                    (row["ticket"] as Data?).flatMap { SessionTicket(kiosk: kiosk, signature: [UInt8]($0)) }
                })
        }
        return PersonRow(person: person, session: session, version: version, revoked: row["revoked"])
    }

    private static func number(_ data: Data, _ field: String) throws -> BadgeNumber {
        guard let number = BadgeNumber(data) else { throw StoreFailure.corrupt(field) }
        return number
    }
}

extension SessionChange {
    /// What a row tells.
    init(_ row: PersonRow) {
        self = row.session.map(SessionChange.session) ?? .ended(row.person, version: row.version)
    }
}
