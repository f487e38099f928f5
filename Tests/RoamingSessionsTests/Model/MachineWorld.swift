// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(RoamingSessions)
    import RoamingSessions
#endif

/// The world of ``RoamingEvent`` with our machines as its kiosks and our rules as its store.
struct MachineWorld {
    private let world: RoamingWorld
    private var store = SessionTable()
    private var kiosks: [Kiosk] = []
    private var persons: [PersonIdentifier: Int] = [:]
    private var badges: [BadgeNumber: Int] = [:]
    private var now: Int64 = 0
    private var sessionCount: UInt64 = 0

    private struct Kiosk {
        var machine: KioskMachine
        var copy: OfflineCopy?
        var clock = ClockWatch()
        /// How far the kiosk's own clock is off.
        var wallOffset: Int64 = 0
    }

    init?(_ world: RoamingWorld) {
        self.world = world
        for number in 0..<world.kioskCount {
            guard let name = KioskName("kiosk-\(number)") else { return nil }
            kiosks.append(Kiosk(machine: KioskMachine(name, SessionPolicy(world.rules[number]))))
        }
        for (number, person) in world.persons.enumerated() {
            guard let holder = MachineWorld.person(person), let badge = MachineWorld.badge(number),
                let mode = BadgeMode(rawValue: world.modes[number])
            else { return nil }
            persons[holder] = person
            badges[badge] = number
            store.enrol(Enrolment(badge: badge, person: holder, mode: mode, end: world.ends[number]))
        }
    }

    var screens: [RoamingScreen] { kiosks.map { screen($0.machine) } }

    mutating func apply(_ event: RoamingEvent, at time: Int64) {
        passTime(to: time)
        switch event {
        case .tap(let kiosk, let badge, let mode):
            guard let number = MachineWorld.badge(badge) else { return }
            let reading = mode.flatMap(BadgeMode.init).map { BadgeReading(badge: number, mode: $0) }
            tell(kiosk, .tap(reading.map(Tap.init) ?? Tap(unproved: [0xFF] + number.bytes)))
        case .code(let kiosk, let isRight):
            tell(kiosk, isRight ? .secondFactorRight(.sitePassword) : .secondFactorWrong)
        case .card(let kiosk, let person):
            guard let holder = MachineWorld.person(person) else { return }
            tell(kiosk, .cardProved(holder))
        case .cardRemoved(let kiosk): tell(kiosk, .cardRemoved)
        case .confirm(let kiosk): tell(kiosk, .confirm)
        case .cancel(let kiosk): tell(kiosk, .cancel)
        case .lock(let kiosk): tell(kiosk, .lock)
        case .close(let kiosk): tell(kiosk, .close)
        case .activity(let kiosk): tell(kiosk, .activity)
        case .revoke(let person):
            guard let holder = MachineWorld.person(person) else { return }
            store.revoke(holder, now: now)
            spreadNews()
        case .deny(let badge):
            guard let number = MachineWorld.badge(badge) else { return }
            store.deny(number, now: now)
            spreadNews()
        case .cut(let kiosk): cut(kiosk)
        case .back(let kiosk): back(kiosk)
        case .clockStep(let kiosk, let step): kiosks[kiosk].wallOffset += step
        case .nothing: return
        }
    }

    private mutating func cut(_ kiosk: Int) {
        guard kiosks[kiosk].copy == nil else { return }
        kiosks[kiosk].clock.synchronize(store: now, monotonic: now)
        kiosks[kiosk].copy = OfflineCopy(store, cut: now, kiosk: kiosks[kiosk].machine.name)
    }

    private mutating func back(_ kiosk: Int) {
        guard let copy = kiosks[kiosk].copy else { return }
        kiosks[kiosk].copy = nil
        var shown: RoamingSession?
        if case .open(let open) = kiosks[kiosk].machine.base { shown = open.session }
        var session = store.reconcile(copy.report, shown: shown)
        if case .locked(let locked) = kiosks[kiosk].machine.base { session = store.sessions[locked.session.person] }
        let denied = Set(store.enrolments.values.filter(\.isDenied).map(\.badge))
        tell(kiosk, .reconciled(session, denied: denied))
    }

    /// Everything that falls due on the way, in order.
    private mutating func passTime(to time: Int64) {
        while let (due, kiosk) = nextDue(), due <= time {
            now = max(now, due)
            tell(kiosk, .time)
        }
        now = time
    }

    private func nextDue() -> (Int64, Int)? {
        kiosks.indices.compactMap { kiosk in kiosks[kiosk].machine.nextDue(moment(kiosk)).map { ($0, kiosk) } }
            .min { $0.0 < $1.0 }
    }

    /// What a kiosk knows of the time: the store's, or what it makes of its own clocks.
    private func moment(_ kiosk: Int) -> Moment {
        guard kiosks[kiosk].copy != nil else { return Moment(monotonic: now, store: now) }
        return Moment(
            monotonic: now, store: kiosks[kiosk].clock.storeTime(monotonic: now, wall: now + kiosks[kiosk].wallOffset))
    }

    private mutating func tell(_ kiosk: Int, _ event: KioskEvent) {
        for effect in kiosks[kiosk].machine.handle(event, at: moment(kiosk)) { carryOut(effect, kiosk) }
        spreadNews()
    }

    private mutating func carryOut(_ effect: KioskEffect, _ kiosk: Int) {
        let (name, policy) = (kiosks[kiosk].machine.name, kiosks[kiosk].machine.policy)
        let time = moment(kiosk).store
        switch effect {
        case .decide(let request, let reading, let scope):
            let decision: Decision
            if var copy = kiosks[kiosk].copy {
                let trust = kiosks[kiosk].clock.trust(
                    monotonic: now, wall: now + kiosks[kiosk].wallOffset, policy)
                decision = copy.decide(reading, scope, policy, now: time, isClockTrusted: trust != .none)
                kiosks[kiosk].copy = copy
            } else {
                decision = store.decide(reading, scope, at: name, policy, now: now)
            }
            tell(kiosk, .decided(request, decision))
        case .open(let request, let person, let means, let badge):
            sessionCount += 1
            guard let identifier = MachineWorld.number(sessionCount) else { return }
            let session =
                kiosks[kiosk].copy?.open(identifier, for: person, means, badge: badge, now: time)
                ?? store.open(identifier, for: person, means, badge: badge, at: name, now: now)
            tell(kiosk, .opened(request, session))
        case .noteFailure(let request, let badge):
            let isCoolingDown =
                kiosks[kiosk].copy?.noteFailure(of: badge, policy, now: time)
                ?? store.noteFailure(of: badge, policy, now: now)
            tell(kiosk, .failureNoted(request, isCoolingDown: isCoolingDown))
        case .lock(let person):
            if kiosks[kiosk].copy?.lock(person) == nil { store.lock(person, at: name) }
        case .close(let person):
            if kiosks[kiosk].copy?.close(person) == nil { store.close(person, at: name) }
        case .showOpen, .showLocked, .showClosed, .signal: return
        }
    }

    private mutating func spreadNews() {
        for change in store.takeChanges() {
            for kiosk in kiosks.indices where kiosks[kiosk].copy == nil { tell(kiosk, .changed(change)) }
        }
    }
}

extension MachineWorld {
    private func screen(_ machine: KioskMachine) -> RoamingScreen {
        var screen = RoamingScreen()
        switch machine.base {
        case .idle: screen.base = .idle
        case .open(let open): screen.base = .open(person: persons[open.session.person] ?? -1)
        case .locked(let locked): screen.base = .locked(person: persons[locked.session.person] ?? -1)
        }
        switch machine.overlay {
        case nil, .reading: screen.overlay = nil
        case .offer(let reading, _, _): screen.overlay = .offer(badge: badges[reading.badge] ?? -1)
        case .code(let enrolment, _): screen.overlay = .code(badge: badges[enrolment.badge] ?? -1)
        case .refused(let refusal, _): screen.overlay = .refused(RoamingScreen.Refusal(refusal))
        }
        return screen
    }

    private static func person(_ number: Int) -> PersonIdentifier? { PersonIdentifier("TEST-\(number)") }
    private static func badge(_ number: Int) -> BadgeNumber? { self.number(UInt64(number)) }

    private static func number(_ value: UInt64) -> BadgeNumber? {
        BadgeNumber(
            [UInt8](repeating: 0, count: 8)
                + stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) })
    }
}

extension SessionPolicy {
    fileprivate init(_ rules: RoamingWorld.Rules) {
        self.init()
        validity = rules.validity
        allowsOneFactor = rules.allowsOneFactor
        hardLock = rules.hardLock
        idleLock = rules.idleLock
        removalGrace = rules.removalGrace
        debounce = rules.debounce
        failures = rules.failures
        failureWindow = rules.failureWindow
        codePatience = rules.codePatience
        refusalTime = rules.refusalTime
        offerPatience = rules.offerPatience
        ticketAge = rules.ticketAge
        denialAge = rules.denialAge
        clockStep = rules.clockStep
        switch rules.removal {
        case .lock: removal = .lock
        case .logout: removal = .logout
        case .ignore: removal = .ignore
        }
    }
}

extension RoamingScreen.Refusal {
    fileprivate init(_ refusal: BadgeRefusal) {
        switch refusal {
        case .notAuthentic: self = .notAuthentic
        case .unknown: self = .unknown
        case .denied: self = .denied
        case .weakerMode: self = .weakerMode
        case .coolDown: self = .coolDown
        }
    }
}
