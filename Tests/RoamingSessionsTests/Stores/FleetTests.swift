// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import RoamingSessions
import SessionStores
import Testing

/// Many kiosks and one server.
@Suite(.serialized, .enabled(if: PrivateServer.isWanted)) struct FleetTests {
    private static func number(_ value: Int) throws -> BadgeNumber {
        try #require(BadgeNumber((0..<16).map { UInt8(truncatingIfNeeded: value >> ($0 % 4 * 8)) }))
    }

    private static func person(_ value: Int) throws -> PersonIdentifier {
        try #require(PersonIdentifier("TEST-\(value)"))
    }
    private static func kiosk(_ value: Int) throws -> KioskName { try #require(KioskName("kiosk-\(value)")) }

    /// Twelve kiosks tap badges of four persons at once: each session is open at one kiosk at most, all the time.
    @Test func opensAtOneKioskAtATime() throws {
        let target = try PrivateServer.shared.get().database("race")
        let store = try SessionStores.postgreSQL(target)
        for person in 0..<4 {
            try store.enrol(Enrolment(badge: try Self.number(person), person: try Self.person(person), mode: .ev2))
            _ = try store.open(
                try Self.number(50 + person), for: try Self.person(person), .contactCard, badge: nil,
                at: try Self.kiosk(99))
        }
        let failures = Tally()
        let threads = (0..<12).map { kiosk in
            Thread {
                do {
                    let mine = try SessionStores.postgreSQL(target)
                    var generator = SplitMix(state: UInt64(kiosk))
                    for _ in 0..<40 {
                        let person = generator.roll(4)
                        let name = try Self.kiosk(kiosk)
                        let decision = try mine.decide(
                            BadgeReading(badge: try Self.number(person), mode: .ev2), .anyone, at: name, SessionPolicy()
                        )
                        guard case .opened(let session, _) = decision, session.kiosk == name else {
                            failures.add("not opened: \(decision)")
                            break
                        }
                        if generator.roll(3) == 0 { try mine.lock(try Self.person(person), at: name) }
                    }
                } catch {
                    failures.add("\(error)")
                }
                failures.finish()
            }
        }
        threads.forEach { $0.start() }
        #expect(failures.waitFor(12))
        #expect(failures.all == [])
        #expect(try store.sessions().count == 4)
        // Each opening and each locking is a version of its own: none was lost.
        #expect(try store.sessions().allSatisfy { $0.version > 1 })
    }

    @Test func hearsWhatOthersDo() throws {
        let target = try PrivateServer.shared.get().database("news")
        let (here, there) = (try SessionStores.postgreSQL(target), try SessionStores.postgreSQL(target))
        try here.enrol(Enrolment(badge: try Self.number(1), person: try Self.person(1), mode: .ev2))
        let session = try here.open(
            try Self.number(2), for: try Self.person(1), .contactCard, badge: nil, at: try Self.kiosk(1))
        #expect(try there.changes(waiting: 5_000).contains(.session(session)))
        #expect(try there.revoke(try Self.person(1)))
        let news = try here.changes(waiting: 5_000)
        #expect(
            news.contains {
                guard case .ended(let person, let version) = $0 else { return false }
                return person.text == "TEST-1" && version > session.version
            })
        #expect(try there.deny(try Self.number(1)) != nil)
        #expect(try here.changes(waiting: 5_000).contains(.denied(try Self.number(1))))
    }

    /// The server is killed and comes back: calls fail in time, then work, and nothing that was told is lost.
    @Test func goesOnWhenTheServerIsBack() throws {
        let server = try PrivateServer()
        let target = try server.database("outage")
        let store = try SessionStores.postgreSQL(target)
        let session = try store.open(
            try Self.number(2), for: try Self.person(1), .contactCard, badge: nil, at: try Self.kiosk(1))
        try server.control("kill")
        for _ in 0..<3 {
            #expect {
                try store.sessions()
            } throws: { error in
                guard case .unavailable = error as? StoreFailure else { return false }
                return true
            }
        }
        try server.control("start")
        #expect(try store.sessions() == [session])
        let other = try SessionStores.postgreSQL(target)
        #expect(try other.revoke(try Self.person(1)))
        let news = try store.changes(waiting: 5_000)
        #expect(news.contains { if case .ended = $0 { true } else { false } })
    }

    @Test func refusesTablesOfALaterVersion() throws {
        let target = try PrivateServer.shared.get().database("later")
        _ = try SessionStores.postgreSQL(target)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["psql", "-q", target, "-c", "INSERT INTO caducee_schema VALUES (99)"]
        try process.run()
        process.waitUntilExit()
        #expect(throws: StoreFailure.newer(version: 99)) { try SessionStores.postgreSQL(target) }
    }

    @Test func saysThatNobodyListens() {
        #expect {
            try SessionStores.postgreSQL("host=/nonexistent user=test dbname=test")
        } throws: { error in
            guard case .unavailable(let words) = error as? StoreFailure else { return false }
            return words.contains("/nonexistent")
        }
    }
}

/// What threads have to say.
private final class Tally: @unchecked Sendable {
    private let condition = NSCondition()
    private var words: [String] = []
    private var finished = 0

    func add(_ text: String) { condition.withLock { words.append(text) } }

    func finish() {
        condition.withLock {
            finished += 1
            condition.broadcast()
        }
    }

    func waitFor(_ count: Int) -> Bool {
        let end = Date(timeIntervalSinceNow: 120)
        return condition.withLock {
            while finished < count, condition.wait(until: end) {}
            return finished >= count
        }
    }

    var all: [String] { condition.withLock { words } }
}
