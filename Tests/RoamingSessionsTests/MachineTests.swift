// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import RoamingSessions
import Testing

/// What the reference model does not know: answers that come late, or not.
@Suite struct MachineTests {
    private static func number(_ value: UInt8) throws -> BadgeNumber {
        try #require(BadgeNumber([UInt8](repeating: value, count: 16)))
    }

    private let kiosk: KioskName
    private let person: PersonIdentifier
    private let other: PersonIdentifier
    private let enrolment: Enrolment
    private var machine: KioskMachine

    init() throws {
        kiosk = try #require(KioskName("urgences-1"))
        person = try #require(PersonIdentifier("TEST-1"))
        other = try #require(PersonIdentifier("TEST-2"))
        enrolment = Enrolment(badge: try Self.number(1), person: person, mode: .ev2)
        machine = KioskMachine(kiosk, SessionPolicy())
    }

    private func session(_ person: PersonIdentifier, version: UInt64 = 1, at kiosk: KioskName? = nil) throws
        -> RoamingSession
    {
        RoamingSession(
            identifier: try Self.number(9), person: person, secondFactor: 0, means: .contactCard, badge: nil,
            kiosk: kiosk ?? self.kiosk, version: version)
    }

    private func at(_ time: Int64) -> Moment { Moment(monotonic: time, store: time) }

    private mutating func tap(_ enrolment: Enrolment, at time: Int64) throws -> KioskRequest {
        let reading = BadgeReading(badge: enrolment.badge, mode: .ev2)
        let effects = machine.handle(.tap(Tap(reading)), at: at(time))
        let asked = effects.compactMap { effect -> KioskRequest? in
            guard case .decide(let request, reading, _) = effect else { return nil }
            return request
        }
        return try #require(asked.first)
    }

    @Test mutating func showsThatItReadsUntilItIsAnswered() throws {
        let request = try tap(enrolment, at: 0)
        #expect(machine.overlay == .reading)
        _ = machine.handle(.decided(request, .opened(try session(person), enrolment)), at: at(5))
        #expect(machine.overlay == nil)
        guard case .open(let open) = machine.base else { throw Failure.notOpen }
        #expect(open.session.person == person)
    }

    /// The store has opened for somebody who has gone: the store must not believe so for ever.
    @Test mutating func withdrawsWhatNobodyWaitsFor() throws {
        let request = try tap(enrolment, at: 0)
        #expect(machine.handle(.cancel, at: at(1)).isEmpty)
        let effects = machine.handle(.decided(request, .opened(try session(person), enrolment)), at: at(2))
        #expect(effects == [.lock(person)])
        #expect(machine.base == .idle)
    }

    @Test mutating func takesAnAnswerOnce() throws {
        let request = try tap(enrolment, at: 0)
        _ = machine.handle(.decided(request, .refused(.unknown)), at: at(1))
        let effects = machine.handle(.decided(request, .opened(try session(person), enrolment)), at: at(2))
        #expect(effects == [.lock(person)])
        #expect(machine.base == .idle)
    }

    /// Between the tap and its answer somebody came in with a contact card.
    @Test mutating func neverShowsOneForAnother() throws {
        let badge = try tap(enrolment, at: 0)
        let card = try #require(
            machine.handle(.cardProved(other), at: at(1)).compactMap { effect -> KioskRequest? in
                guard case .open(let request, other, .contactCard, nil) = effect else { return nil }
                return request
            }.first)
        _ = machine.handle(.opened(card, try session(other)), at: at(2))
        let effects = machine.handle(.decided(badge, .opened(try session(person), enrolment)), at: at(3))
        #expect(effects == [.lock(person)])
        guard case .open(let open) = machine.base else { throw Failure.notOpen }
        #expect(open.session.person == other)
    }

    @Test mutating func locksWhenNobodyCanSayWhoseBadgeItIs() throws {
        let first = try tap(enrolment, at: 0)
        _ = machine.handle(.decided(first, .opened(try session(person), enrolment)), at: at(1))
        let second = try tap(Enrolment(badge: try Self.number(2), person: other, mode: .ev2), at: 5_000)
        let effects = machine.handle(.failed(second), at: at(7_000))
        #expect(effects.contains(.showLocked(person)))
        #expect(effects.contains(.signal(.unavailable)))
    }

    /// The store's news of what happened here come after the fact, and in any order.
    @Test mutating func isNotMovedByLateNews() throws {
        let first = try tap(enrolment, at: 0)
        _ = machine.handle(.decided(first, .opened(try session(person, version: 5), enrolment)), at: at(1))
        let elsewhere = try #require(KioskName("bloc-2"))
        #expect(machine.handle(.changed(.session(try session(person, version: 4, at: elsewhere))), at: at(2)).isEmpty)
        #expect(machine.handle(.changed(.ended(person, version: 5)), at: at(3)).isEmpty)
        let effects = machine.handle(.changed(.session(try session(person, version: 6, at: elsewhere))), at: at(4))
        #expect(effects == [.showLocked(person), .signal(.locked)])
    }

    @Test mutating func announcesTheEnd() throws {
        let first = try tap(enrolment, at: 0)
        _ = machine.handle(.decided(first, .opened(try session(person), enrolment)), at: at(1))
        let hours: Int64 = 14_400_000
        for (time, banner) in [
            (hours - 900_001, LifeBanner.none), (hours - 900_000, .ending(minutes: 15)),
            (hours - 300_000, .ending(minutes: 5)), (hours - 60_000, .ending(minutes: 1)), (hours, .over),
        ] {
            #expect(machine.banner(at(time)) == banner)
        }
    }

    @Test func refusesNumbersOutOfRange() {
        var policy = SessionPolicy()
        #expect(policy.fault == nil)
        policy.validity = 43_200_001
        #expect(policy.fault?.name == "validity")
        policy.validity = 43_200_000
        policy.failures = 0
        #expect(policy.fault?.name == "failures")
        policy.failures = 5
        policy.dimmed = policy.idleLock + 1
        #expect(policy.fault?.name == "dimmed")
    }

    private enum Failure: Error { case notOpen }
}
