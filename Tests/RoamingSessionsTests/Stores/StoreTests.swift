// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import RoamingSessions
import SessionStores
import Testing

/// A store on disk does what the table in memory does, whatever it is asked.
@Suite(.serialized) struct StoreTests {
    enum Kind: String, CaseIterable, Sendable {
        case sqlite, postgreSQL

        static var present: [Kind] { PrivateServer.isWanted ? allCases : [.sqlite] }

        func store(_ name: String) throws -> any SessionStore {
            switch self {
            case .sqlite: try SessionStores.sqlite(path: StoreTests.folder() + "/sessions.sqlite")
            case .postgreSQL: try SessionStores.postgreSQL(PrivateServer.shared.get().database(name))
            }
        }
    }

    static func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    private static func number(_ value: Int) throws -> BadgeNumber {
        try #require(BadgeNumber([UInt8](repeating: UInt8(value), count: 16)))
    }

    private static func person(_ value: Int) throws -> PersonIdentifier {
        try #require(PersonIdentifier("TEST-\(value)"))
    }
    private static func kiosk(_ value: Int) throws -> KioskName { try #require(KioskName("kiosk-\(value)")) }

    /// What does not depend on the moment.
    private struct Seen: Hashable {
        var text: String
        init(_ decision: Decision) {
            switch decision {
            case .opened(let session, let enrolment):
                text = "opened \(session.person) \(session.kiosk?.text ?? "-") \(session.means) \(enrolment.badge)"
            case .secondFactorNeeded(let enrolment): text = "second factor \(enrolment.badge)"
            case .known(let enrolment): text = "known \(enrolment.badge)"
            case .refused(let refusal): text = "refused \(refusal)"
            }
        }
        init(_ session: RoamingSession?) {
            text = session.map { "\($0.identifier) \($0.person) \($0.means) \($0.kiosk?.text ?? "-")" } ?? "none"
        }
    }

    @Test(arguments: Kind.present)
    func doesWhatTheTableDoes(kind: Kind) throws {
        let store = try kind.store("rules")
        var table = SessionTable()
        var generator = SplitMix(state: 7)
        var policy = SessionPolicy()
        policy.failureWindow = 3_600_000
        for badge in 0..<12 {
            let enrolment = Enrolment(
                badge: try Self.number(badge), person: try Self.person(badge % 8), mode: badge % 2 == 0 ? .ev2 : .ev1,
                end: badge == 11 ? 1_000 : nil)
            try store.enrol(enrolment)
            table.enrol(enrolment)
        }
        for step in 0..<400 {
            let (badge, kiosk) = (try Self.number(generator.roll(13)), try Self.kiosk(generator.roll(3)))
            let person = try Self.person(generator.roll(8))
            let now = try store.now()
            switch generator.roll(12) {
            case 0...4:
                let reading = BadgeReading(badge: badge, mode: generator.roll(5) == 0 ? .ev1 : .ev2)
                let scope = [OpeningScope.anyone, .only(person), .locks(person)][generator.roll(3)]
                let theirs = try store.decide(reading, scope, at: kiosk, policy)
                #expect(Seen(theirs) == Seen(table.decide(reading, scope, at: kiosk, policy, now: now)), "\(step)")
            case 5, 6:
                let identifier = try #require(BadgeNumber((0..<16).map { _ in UInt8(generator.roll(256)) }))
                let known = table.enrolments[badge].map(\.badge)
                let theirs = try store.open(identifier, for: person, .sitePassword, badge: known, at: kiosk)
                let ours = table.open(identifier, for: person, .sitePassword, badge: known, at: kiosk, now: now)
                #expect(Seen(theirs) == Seen(ours), "\(step)")
            case 7:
                let theirs = try store.noteFailure(of: badge, policy)
                #expect(theirs == table.noteFailure(of: badge, policy, now: now), "\(step)")
            case 8:
                try store.lock(person, at: kiosk)
                table.lock(person, at: kiosk)
            case 9:
                try store.close(person, at: kiosk)
                table.close(person, at: kiosk)
            case 10:
                let had = table.sessions[person] != nil
                #expect(try store.revoke(person) == had)
                table.revoke(person, now: now)
            default:
                guard generator.roll(6) == 0 else { continue }
                let known = table.enrolments[badge]
                #expect((try store.deny(badge))?.person == known?.person)
                table.deny(badge, now: now)
            }
            let ours = table.sessions.values.sorted { $0.person < $1.person }.map { Seen($0) }
            #expect(try store.sessions().map { Seen($0) } == ours, "\(step)")
        }
        #expect(try store.enrolments() == table.enrolments.values.sorted { $0.badge < $1.badge })
        let copy = try store.copy()
        #expect(copy.failures.mapValues(\.count) == table.failures.mapValues(\.count))
        #expect(Set(copy.revocations.keys) == Set(table.revocations.keys))
    }

    @Test(arguments: Kind.present)
    func takesOverWhatAKioskDidAlone(kind: Kind) throws {
        let store = try kind.store("alone")
        let (here, there) = (try Self.kiosk(0), try Self.kiosk(1))
        for badge in 0..<4 {
            try store.enrol(Enrolment(badge: try Self.number(badge), person: try Self.person(badge), mode: .ev2))
        }
        _ = try store.open(try Self.number(100), for: try Self.person(0), .contactCard, badge: nil, at: here)
        _ = try store.open(try Self.number(101), for: try Self.person(1), .contactCard, badge: nil, at: here)
        var alone = OfflineCopy(try store.copy(), cut: try store.now(), kiosk: here)
        let now = try store.now() + 1
        alone.close(try Self.person(1))
        let made = alone.open(try Self.number(102), for: try Self.person(2), .sitePassword, badge: nil, now: now)
        _ = alone.open(try Self.number(103), for: try Self.person(3), .sitePassword, badge: nil, now: now)
        _ = alone.noteFailure(of: try Self.number(0), SessionPolicy(), now: now)
        #expect(try !store.revoke(try Self.person(3)))
        let shown = try store.reconcile(alone.report, shown: made)
        #expect(shown?.identifier == made.identifier)
        #expect(shown?.kiosk == here)
        let sessions = try store.sessions()
        #expect(sessions.map(\.person) == [try Self.person(0), try Self.person(2)])
        // What the store had open at that kiosk is open nowhere: the kiosk shows another.
        #expect(sessions.first?.kiosk == nil)
        #expect(try store.copy().failures[try Self.number(0)]?.count == 1)
        // The news reach the others.
        let decision = try store.decide(
            BadgeReading(badge: try Self.number(2), mode: .ev2), .anyone, at: there, SessionPolicy())
        guard case .opened(let moved, _) = decision else { throw Failure.notOpened }
        #expect(moved.version > made.version || moved.kiosk == there)
    }

    @Test(arguments: Kind.present)
    func opensOnceWhenTheFirstAnswerWasLost(kind: Kind) throws {
        let store = try kind.store("once")
        let first = try store.open(
            try Self.number(1), for: try Self.person(1), .contactCard, badge: nil, at: try Self.kiosk(1))
        let again = try store.open(
            try Self.number(1), for: try Self.person(1), .contactCard, badge: nil, at: try Self.kiosk(1))
        #expect(again == first)
    }

    @Test(arguments: Kind.present)
    func keepsTicketsAndTheKeysToThem(kind: Kind) throws {
        let store = try kind.store("tickets")
        let kiosk = try Self.kiosk(1)
        let session = try store.open(
            try Self.number(1), for: try Self.person(1), .contactCard, badge: nil, at: kiosk)
        let ticket = try #require(SessionTicket(kiosk: kiosk, signature: [UInt8](repeating: 7, count: 64)))
        try store.attach(ticket, to: session.identifier, of: session.person)
        #expect(try store.sessions().first?.ticket == ticket)
        // A tap elsewhere changes nothing that the ticket is for.
        try store.lock(session.person, at: kiosk)
        #expect(try store.sessions().first?.ticket == ticket)
        // The word for a session is none for the next one.
        let next = try store.open(
            try Self.number(2), for: try Self.person(1), .contactCard, badge: nil, at: kiosk)
        #expect(next.ticket == nil)
        try store.attach(ticket, to: session.identifier, of: session.person)
        #expect(try store.sessions().first?.ticket == nil)
        let key = [UInt8](repeating: 9, count: 32)
        try store.enlist(kiosk, key: key)
        try store.enlist(kiosk, key: key)
        #expect(throws: StoreFailure.refused("kiosk kiosk-1: another key")) {
            try store.enlist(kiosk, key: [UInt8](repeating: 8, count: 32))
        }
        #expect(try store.kioskKeys() == [kiosk: key])
    }

    @Test func keepsSessionsForTheNextStart() throws {
        let path = try Self.folder() + "/sessions.sqlite"
        let session = try SessionStores.sqlite(path: path)
            .open(try Self.number(1), for: try Self.person(1), .contactCard, badge: nil, at: try Self.kiosk(1))
        #expect(try SessionStores.sqlite(path: path).sessions() == [session])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func saysWhatIsWrongWithAFile() throws {
        let path = try Self.folder() + "/sessions.sqlite"
        try Data("no database at all, but long enough to be read as one".utf8).write(to: URL(filePath: path))
        #expect(throws: StoreFailure.corrupt("SQLite 26")) { try SessionStores.sqlite(path: path) }
    }

    private enum Failure: Error { case notOpened }
}

/// A generator that repeats itself.
struct SplitMix {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(sides))
    }
}
