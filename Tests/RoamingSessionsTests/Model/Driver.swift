// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Random events for a world of kiosks, the same for the same seed, biased so that every rule is met often.
///
/// It lives in bursts of some twenty events: two kiosks, three persons, and a pace. It looks at the screens to answer
/// what they ask, waits to the millisecond around the times of the rules, and never denies more than a third of the
/// badges, or none would be left.
struct RoamingDriver {
    private let world: RoamingWorld
    private var state: UInt64
    private var time: Int64 = 0
    private var eventsLeft = 0
    private var hotKiosks = [0, 0]
    private var hotPersons = [0, 0, 0]
    private var lastTap = (kiosk: 0, badge: 0)
    private var wait: Int64 = 1_000
    /// When the kiosks that are cut off come back.
    private var backs: [Int: Int64] = [:]
    private var clockErrors: [Int: Int64] = [:]
    private var denied: Set<Int> = []
    /// Taps at the very millisecond at which a rule turns.
    private var appointments: [(time: Int64, kiosk: Int, badge: Int)] = []
    private let badgesOf: [Int: [Int]]

    init(_ world: RoamingWorld, seed: UInt64) {
        self.world = world
        state = seed
        badgesOf = Dictionary(grouping: 0..<world.badgeCount) { world.persons[$0] }
    }

    /// Fifty badges of forty persons, so ten have two; half EV2, a sixth with an end; ten kiosks with rules of four kinds.
    static func world(seed: UInt64) -> RoamingWorld {
        var world = RoamingWorld(persons: [], modes: [], ends: [], rules: [])
        var dice = RoamingDriver(world, seed: seed ^ 0x9E37_79B9_7F4A_7C15)
        for badge in 0..<50 {
            world.persons.append(badge % 40)
            world.modes.append(dice.roll(2) + 1)
            world.ends.append(dice.chance(16) ? Int64(dice.roll(172_800_000)) : nil)
        }
        for kiosk in 0..<world.kioskCount {
            var rules = RoamingWorld.Rules()
            rules.removal = [.lock, .logout, .ignore][dice.roll(3)]
            rules.hardLock = kiosk % 3 == 1
            rules.allowsOneFactor = kiosk != 9
            if kiosk % 4 == 2 { (rules.idleLock, rules.removalGrace, rules.failures) = (60_000, 60_000, 2) }
            if kiosk % 4 == 1 { rules.denialAge = 900_000 }
            if kiosk % 4 == 3 { (rules.validity, rules.debounce, rules.ticketAge) = (3_600_000, 500, 900_000) }
            world.rules.append(rules)
        }
        return world
    }

    /// The next event and its time, for what the kiosks show since the last one.
    mutating func next(_ screens: [RoamingScreen]) -> (event: RoamingEvent, time: Int64) {
        time += wait
        for (kiosk, back) in backs.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) where back <= time {
            backs[kiosk] = nil
            wait = 0
            return (.back(kiosk: kiosk), time)
        }
        if let due = appointments.first(where: { $0.time <= time }) {
            appointments.removeAll { $0.time <= time }
            (hotKiosks[0], lastTap, wait) = (due.kiosk, (due.kiosk, due.badge), Int64(roll(400)))
            return (.tap(kiosk: due.kiosk, badge: due.badge, mode: mode(due.badge)), time)
        }
        if eventsLeft == 0 { beginBurst() }
        eventsLeft -= 1
        let kiosk = chance(85) ? hotKiosks[roll(2)] : roll(world.kioskCount)
        let event = event(at: kiosk, screens[kiosk])
        makeAppointment(for: event, screens[kiosk])
        wait = pause(at: kiosk)
        // Rather come at the time of an appointment, or just before or after, than miss it.
        if let next = appointments.map(\.time).min(), next < time + wait { wait = max(next - time, 0) }
        if case .tap(let kiosk, let badge, _) = event { lastTap = (kiosk, badge) }
        return (event, time)
    }

    private mutating func beginBurst() {
        eventsLeft = 5 + roll(30)
        hotKiosks = [roll(world.kioskCount), roll(world.kioskCount)]
        // The first is one of those with two badges.
        hotPersons = [10, world.badgeCount, world.badgeCount].map { world.persons[roll($0)] }
    }

    private mutating func makeAppointment(for event: RoamingEvent, _ screen: RoamingScreen) {
        guard chance(10), appointments.count < 4 else { return }
        let off = Int64(roll(3)) - 1
        switch (event, screen.overlay) {
        case (.code(let kiosk, true), .code(let badge)?):
            let rules = world.rules[kiosk]
            appointments.append((time + (chance(50) ? rules.validity : rules.ticketAge) + off, kiosk, badge))
        case (.code(let kiosk, false), .code(let badge)?):
            appointments.append((time + world.rules[kiosk].failureWindow + off, kiosk, badge))
        case (.cut(let kiosk), _):
            let badge = badgesOf[hotPersons[roll(3)]]?.first ?? 0
            appointments.append((time + world.rules[kiosk].denialAge + off, kiosk, badge))
        case (.tap(let kiosk, _, _), _):
            guard let badge = world.ends.indices.first(where: { world.ends[$0] ?? 0 > time }) else { return }
            guard let end = world.ends[badge], end < time + 7_200_000 else { return }
            appointments.append((end + (chance(50) ? off : -Int64(roll(2_000))), kiosk, badge))
        default: break
        }
    }

    private mutating func event(at kiosk: Int, _ screen: RoamingScreen) -> RoamingEvent {
        let dice = roll(1_000)
        switch dice {
        case 0..<12: return cut(kiosk)
        case 12..<30: return clockStep(backs.keys.sorted().first { _ in chance(50) } ?? kiosk)
        case 30..<38: return .revoke(person: hotPersons[roll(3)])
        case 38..<40: return deny()
        case 41..<50: return .nothing
        case 50..<60: return .cardRemoved(kiosk: kiosk)
        case 60..<90: return .card(kiosk: kiosk, person: hotPersons[roll(3)])
        default: break
        }
        switch (screen.overlay, screen.base) {
        case (.code?, _) where chance(65): return .code(kiosk: kiosk, isRight: chance(55))
        case (.offer(let badge)?, _) where chance(50):
            return chance(60) ? .confirm(kiosk: kiosk) : .tap(kiosk: kiosk, badge: badge, mode: mode(badge))
        case (.some, _) where chance(20): return .cancel(kiosk: kiosk)
        case (_, .open) where chance(45):
            return [.activity(kiosk: kiosk), .lock(kiosk: kiosk), .cardRemoved(kiosk: kiosk)][roll(3)]
        case (_, .open) where chance(8), (_, .locked) where chance(5): return .close(kiosk: kiosk)
        default: return chance(94) ? tap(at: kiosk) : other(at: kiosk)
        }
    }

    private mutating func tap(at kiosk: Int) -> RoamingEvent {
        if chance(12) { return .tap(kiosk: lastTap.kiosk, badge: lastTap.badge, mode: mode(lastTap.badge)) }
        if chance(2) { return .tap(kiosk: kiosk, badge: world.badgeCount + roll(2), mode: 2) }
        let badges = badgesOf[hotPersons[roll(3)]] ?? [0]
        let badge = badges[roll(badges.count)]
        return .tap(kiosk: kiosk, badge: badge, mode: mode(badge))
    }

    /// Mostly the one it was enrolled with.
    private mutating func mode(_ badge: Int) -> Int? {
        let dice = roll(100)
        if dice < 4 { return nil }
        return dice < 10 || badge >= world.badgeCount ? 1 + roll(2) : world.modes[badge]
    }

    /// What the screen does not ask for.
    private mutating func other(at kiosk: Int) -> RoamingEvent {
        [
            .code(kiosk: kiosk, isRight: true), .code(kiosk: kiosk, isRight: false), .confirm(kiosk: kiosk),
            .cancel(kiosk: kiosk), .lock(kiosk: kiosk), .close(kiosk: kiosk), .activity(kiosk: kiosk),
            .back(kiosk: kiosk), .cardRemoved(kiosk: kiosk),
        ][roll(9)]
    }

    private mutating func cut(_ kiosk: Int) -> RoamingEvent {
        guard backs[kiosk] == nil else { return .cut(kiosk: kiosk) }
        backs[kiosk] = time + Int64(chance(60) ? roll(900_000) : roll(32_400_000))
        return .cut(kiosk: kiosk)
    }

    private mutating func clockStep(_ kiosk: Int) -> RoamingEvent {
        let error = clockErrors[kiosk] ?? 0
        let steps: [Int64] = [1_000, 2_001, 60_000, 60_001, 3_600_000]
        let by = error != 0 && chance(60) ? -error : steps[roll(steps.count)] * (chance(50) ? 1 : -1)
        clockErrors[kiosk] = error + by
        return .clockStep(kiosk: kiosk, by: by)
    }

    private mutating func deny() -> RoamingEvent {
        let badge = badgesOf[hotPersons[0]]?.last ?? 0
        guard denied.contains(badge) || denied.count < world.badgeCount / 3 else { return .nothing }
        denied.insert(badge)
        return .deny(badge: badge)
    }

    /// How long until the next event.
    private mutating func pause(at kiosk: Int) -> Int64 {
        let rules = world.rules[kiosk]
        let dice = roll(1_000)
        switch dice {
        case 0..<550: return Int64(roll(600))
        case 550..<800: return Int64(roll(4_000))
        case 800..<900:
            let times = [
                rules.debounce, rules.refusalTime, rules.removalGrace, rules.codePatience, rules.idleLock,
            ]
            return times[roll(times.count)] + Int64(roll(3)) - 1
        case 900..<980: return Int64(roll(90_000))
        case 980..<990: return Int64(roll(300_000))
        case 990..<993: return rules.failureWindow + Int64(roll(3)) - 1
        case 993..<998: return Int64(roll(3_600_000))
        case 998: return rules.validity + Int64(roll(3)) - 1
        default: return Int64(roll(18_000_000))
        }
    }

    private mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }

    private mutating func roll(_ count: Int) -> Int {
        // SplitMix64, by Sebastiano Vigna.
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: (bits ^ (bits >> 31)) % UInt64(max(count, 1)))
    }
}
