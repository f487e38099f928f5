// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import KioskDesk
import RoamingSessions

/// A store in memory that can be cut off, and a clock that is moved by hand.
final class MemoryStore: SessionStore {
    var table = SessionTable()
    var time: Int64 = 1_000_000
    var isCut = false
    private var keys: [KioskName: [UInt8]] = [:]
    private var heardUntil: [SessionChange] = []

    private func reach<Result>(_ work: () -> Result) throws(StoreFailure) -> Result {
        if isCut { throw .unavailable("cut off") }
        return work()
    }

    func now() throws(StoreFailure) -> Int64 { try reach { time } }

    func decide(
        _ reading: BadgeReading, _ scope: OpeningScope, at kiosk: KioskName, _ policy: SessionPolicy
    ) throws(StoreFailure) -> Decision {
        try reach { table.decide(reading, scope, at: kiosk, policy, now: time) }
    }

    func open(
        _ identifier: SessionIdentifier, for person: PersonIdentifier, _ means: SecondFactor, badge: BadgeNumber?,
        at kiosk: KioskName
    ) throws(StoreFailure) -> RoamingSession {
        try reach { table.open(identifier, for: person, means, badge: badge, at: kiosk, now: time) }
    }

    func attach(
        _ ticket: SessionTicket, to session: SessionIdentifier, of person: PersonIdentifier
    ) throws(StoreFailure) {
        try reach { table.attach(ticket, to: session, of: person) }
    }

    func noteFailure(of badge: BadgeNumber, _ policy: SessionPolicy) throws(StoreFailure) -> Bool {
        try reach { table.noteFailure(of: badge, policy, now: time) }
    }

    func lock(_ person: PersonIdentifier, at kiosk: KioskName) throws(StoreFailure) {
        try reach { table.lock(person, at: kiosk) }
    }

    func close(_ person: PersonIdentifier, at kiosk: KioskName) throws(StoreFailure) {
        try reach { table.close(person, at: kiosk) }
    }

    func reconcile(_ report: OfflineReport, shown: RoamingSession?) throws(StoreFailure) -> RoamingSession? {
        try reach { table.reconcile(report, shown: shown) }
    }

    func enrol(_ enrolment: Enrolment) throws(StoreFailure) { try reach { table.enrol(enrolment) } }

    func deny(_ badge: BadgeNumber) throws(StoreFailure) -> Enrolment? {
        try reach {
            table.deny(badge, now: time)
            return table.enrolments[badge]
        }
    }

    func revoke(_ person: PersonIdentifier) throws(StoreFailure) -> Bool {
        try reach {
            defer { table.revoke(person, now: time) }
            return table.sessions[person] != nil
        }
    }

    func enrolments() throws(StoreFailure) -> [Enrolment] { try reach { Array(table.enrolments.values) } }
    func sessions() throws(StoreFailure) -> [RoamingSession] { try reach { Array(table.sessions.values) } }

    func enlist(_ kiosk: KioskName, key: [UInt8]) throws(StoreFailure) { try reach { keys[kiosk] = key } }
    func kioskKeys() throws(StoreFailure) -> [KioskName: [UInt8]] { try reach { keys } }
    func copy() throws(StoreFailure) -> SessionTable { try reach { table } }
    func changes(waiting milliseconds: Int) throws(StoreFailure) -> [SessionChange] {
        try reach { table.takeChanges() }
    }
}

/// Clocks that are moved by hand; the machine's own may be put forward or back.
final class HandTime: DeskTime {
    let store: MemoryStore
    var wallOffset: Int64 = 0

    init(_ store: MemoryStore) { self.store = store }

    var monotonic: Int64 { store.time - 900_000 }
    var wall: Int64 { store.time + wallOffset }
}
