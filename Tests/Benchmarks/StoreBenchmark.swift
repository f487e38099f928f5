// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PostgreSQLClient
import RoamingSessions
import SessionStores

/// Decisions on taps by a fleet of kiosks before one PostgreSQL server, which waits for its disk.
enum StoreBenchmark {
    private static let kiosks = 200
    private static let users = 5_000
    private static let live = 1_000

    /// - Parameter target: of the server; an empty database.
    static func run(_ target: String) throws -> Report {
        var report = Report(name: "store")
        let seconds = ProcessInfo.processInfo.environment["CADUCEE_BENCH_SECONDS"].flatMap(Int.init) ?? 60
        let store = try SessionStores.postgreSQL(target, patience: 10_000)
        for user in 0..<users {
            try store.enrol(Enrolment(badge: number(user), person: person(user), mode: .ev2))
        }
        for user in 0..<live {
            _ = try store.open(number(100_000 + user), for: person(user), .contactCard, badge: nil, at: kiosk(0))
        }
        let floor = try self.floor(target)
        let fleet = try Fleet(target, count: kiosks)
        let steady = try fleet.tap(rate: 100, seconds: seconds)
        let burst = try fleet.tap(rate: 300, seconds: 30)
        for (name, times) in [("100 taps/s for \(seconds) s", steady), ("300 taps/s for 30 s", burst)] {
            for (share, bar) in [(0.5, nil), (0.95, 25.0), (0.99, 100.0)] as [(Double, Double?)] {
                report.figures.append(
                    Figure(
                        what: "\(name), decision, p\(Int(share * 100))", value: times.percentile(share), unit: "ms",
                        comparison: .init(what: "a round trip to the server, p50", value: floor),
                        bar: bar.map { .atMost($0) }))
            }
        }
        // Nobody's session is lost, none is there twice, and each is where it was last opened or locked.
        let sessions = try store.sessions()
        let wrong = sessions.filter { fleet.places[$0.person] != nil && fleet.places[$0.person] != .some($0.kiosk) }
        report.figures.append(
            Figure(
                what: "sessions lost or doubled", value: Double(abs(sessions.count - live)), unit: "", bar: .atMost(0)))
        report.figures.append(
            Figure(what: "sessions elsewhere than opened", value: Double(wrong.count), unit: "", bar: .atMost(0)))
        report.figures.append(
            Figure(what: "taps that did not open", value: Double(fleet.refusals), unit: "", bar: .atMost(0)))
        return report
    }

    private static func floor(_ target: String) throws -> Double {
        let connection = try PostgreSQLConnection(target)
        var times: [Double] = []
        for _ in 0..<500 {
            let begun = ContinuousClock.now
            try connection.execute("SELECT 1")
            times.append((ContinuousClock.now - begun).milliseconds)
        }
        return times.percentile(0.5)
    }

    fileprivate static func number(_ value: Int) throws -> BadgeNumber {
        guard let number = BadgeNumber((0..<16).map { UInt8(truncatingIfNeeded: value >> (8 * ($0 % 4))) }) else {
            throw BenchmarkError.failed("number")
        }
        return number
    }

    fileprivate static func person(_ value: Int) throws -> PersonIdentifier {
        guard let person = PersonIdentifier("TEST-\(value)") else { throw BenchmarkError.failed("person") }
        return person
    }

    fileprivate static func kiosk(_ value: Int) throws -> KioskName {
        guard let kiosk = KioskName("kiosk-\(value)") else { throw BenchmarkError.failed("kiosk") }
        return kiosk
    }

    /// Kiosks that tap in turn, each on a thread and a connection of its own, at moments that do not wait for answers.
    private final class Fleet: @unchecked Sendable {
        private let lock = NSLock()
        private let stores: [any SessionStore]
        private var times: [Double] = []
        private(set) var refusals = 0
        /// Where each person's session was last opened (a kiosk) or locked (nil).
        private(set) var places: [PersonIdentifier: KioskName?] = [:]

        init(_ target: String, count: Int) throws {
            stores = try (0..<count).map { _ in try SessionStores.postgreSQL(target, patience: 10_000) }
        }

        func tap(rate: Int, seconds: Int) throws -> [Double] {
            times = []
            let (count, begun) = (stores.count, ContinuousClock.now)
            // A person is tapped at one kiosk at a time: each kiosk has its own share of them.
            let share = live / count
            let ended = DispatchGroup()
            for index in 0..<count {
                ended.enter()
                Thread {
                    defer { ended.leave() }
                    var turn = 0
                    while true {
                        let due = Double(turn * count + index) / Double(rate)
                        guard due < Double(seconds) else { return }
                        let wait = due - (ContinuousClock.now - begun).milliseconds / 1000
                        if wait > 0 { Thread.sleep(forTimeInterval: wait) }
                        self.tapOnce(index, user: index * share + turn % share, locks: turn.isMultiple(of: 3))
                        turn += 1
                    }
                }.start()
            }
            ended.wait()
            return times
        }

        private func tapOnce(_ index: Int, user: Int, locks: Bool) {
            do {
                let (kiosk, badge) = (try StoreBenchmark.kiosk(index), try StoreBenchmark.number(user))
                let begun = ContinuousClock.now
                let decision = try stores[index].decide(
                    BadgeReading(badge: badge, mode: .ev2), .anyone, at: kiosk, SessionPolicy())
                let time = (ContinuousClock.now - begun).milliseconds
                guard case .opened(let session, _) = decision, session.kiosk == kiosk else {
                    throw BenchmarkError.failed("not opened")
                }
                if locks { try stores[index].lock(session.person, at: kiosk) }
                lock.withLock {
                    times.append(time)
                    places[session.person] = .some(locks ? nil : kiosk)
                }
            } catch {
                lock.withLock { refusals += 1 }
            }
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Double {
        Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
    }
}

extension Array where Element == Double {
    /// The value below which this share of them lies; 0 of none.
    fileprivate func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? 0 : sorted[Swift.min(Int(Double(sorted.count) * share), sorted.count - 1)]
    }
}
