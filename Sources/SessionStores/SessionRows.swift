// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import RoamingSessions

/// The rows of a database within one transaction; what is read stays as it is until the end.
protocol SessionRows: AnyObject {
    /// The database's clock: milliseconds since 1970.
    func now() throws -> Int64
    func enrolment(_ badge: BadgeNumber) throws -> Enrolment?
    /// What is known of a person.
    func person(_ person: PersonIdentifier) throws -> PersonRow
    /// Persons whose session is open there.
    func persons(openAt kiosk: KioskName) throws -> Set<PersonIdentifier>
    func failures(of badge: BadgeNumber) throws -> [Int64]
    func everything() throws -> (enrolments: [Enrolment], persons: [PersonRow], failures: [BadgeNumber: [Int64]])

    func kioskKeys() throws -> [KioskName: [UInt8]]

    func save(_ enrolment: Enrolment) throws
    /// - Parameter concernsOthers: whether other kiosks are told at once.
    func save(_ person: PersonRow, concernsOthers: Bool) throws
    func add(failures: [Int64], of badge: BadgeNumber) throws
    func removeFailures(of badge: BadgeNumber) throws
    func save(key: [UInt8], of kiosk: KioskName) throws
}

/// A person's session, or what is left of one.
struct PersonRow: Hashable {
    var person: PersonIdentifier
    var session: RoamingSession?
    /// Of the session, or of its end.
    var version: UInt64
    var revoked: Int64?
}

extension SessionRows {
    /// The part of the table that concerns these badges and persons, and the persons of the badges.
    func part(_ badges: [BadgeNumber], _ persons: Set<PersonIdentifier> = []) throws -> SessionTable {
        let enrolments = try badges.compactMap { try enrolment($0) }
        // In one order, whoever asks: two transactions never wait for each other.
        let rows = try persons.union(enrolments.map(\.person)).sorted().map { try person($0) }
        var failures: [BadgeNumber: [Int64]] = [:]
        for badge in badges { failures[badge] = try self.failures(of: badge) }
        return SessionTable(
            enrolments, rows.compactMap(\.session), failures: failures.filter { !$0.value.isEmpty },
            revocations: rows.reduce(into: [:]) { $0[$1.person] = $1.revoked },
            version: rows.map(\.version).max() ?? 0)
    }

    /// Writes what the rules have changed.
    func write(from before: SessionTable, to after: SessionTable) throws {
        for (badge, enrolment) in after.enrolments.sorted(by: { $0.key < $1.key })
        where before.enrolments[badge] != enrolment {
            try save(enrolment)
        }
        let persons = Set(after.sessions.keys).union(before.sessions.keys).union(after.revocations.keys)
        for person in persons.sorted() {
            let (old, new) = (before.sessions[person], after.sessions[person])
            let revoked = after.revocations[person]
            guard old != new || revoked != before.revocations[person] else { continue }
            let row = PersonRow(person: person, session: new, version: new?.version ?? after.version, revoked: revoked)
            try save(row, concernsOthers: concernsOthers(old, new))
        }
        for badge in Set(before.failures.keys).union(after.failures.keys).sorted() {
            let (old, new) = (before.failures[badge] ?? [], after.failures[badge] ?? [])
            guard old != new else { continue }
            if new.starts(with: old) {
                try add(failures: Array(new.dropFirst(old.count)), of: badge)
            } else {
                try removeFailures(of: badge)
                try add(failures: new, of: badge)
            }
        }
    }

    /// A session that was open nowhere and is open now, or the other way round, changes nothing on other screens.
    private func concernsOthers(_ old: RoamingSession?, _ new: RoamingSession?) -> Bool {
        guard let old, let new else { return true }
        return old.identifier != new.identifier || (old.kiosk != nil && new.kiosk != nil)
    }
}
