// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The rules of docs/roaming-sessions.md, as plainly as they can be said: slow, whole world in one value, no optimisation.
struct ReferenceModel {
    private typealias Session = (secondFactor: Int64, openAt: Int?)
    private struct Store {
        var sessions: [Int: Session] = [:]
        var denied: Set<Int> = []
        /// The times of wrong second factors of each badge.
        var failures: [Int: [Int64]] = [:]
    }
    /// What a kiosk without the store has to tell when it is back.
    private struct Cut {
        var at: Int64
        /// The second factor of the last session of each person that was closed here.
        var closed: [Int: Int64] = [:]
        /// Whose session was made here, and not closed since.
        var made: Set<Int> = []
        var failures: [Int: [Int64]] = [:]
        /// Whom the store revoked meanwhile; the kiosk does not know.
        var revoked: Set<Int> = []
    }
    private struct Kiosk {
        var screen = RoamingScreen()
        var overlaySince: Int64 = 0
        var lastActivity: Int64 = 0
        /// By the number of a badge (true), or of an unproved identifier (false).
        var lastTaken: [Bool: [Int: Int64]] = [true: [:], false: [:]]
        var isOpenByCard = false
        /// The pending closing of *logout*.
        var closingAt: Int64?
        /// The kiosk's own clock less the time.
        var clockError: Int64 = 0
        var cut: Cut?
    }

    private enum Due { case close, idle, lock, overlayGone }
    private let world: RoamingWorld
    private var now: Int64 = 0
    private var kiosks: [Kiosk]
    /// The store, then the copy of each kiosk.
    private var stores: [Store]

    init(_ world: RoamingWorld) {
        self.world = world
        kiosks = Array(repeating: Kiosk(), count: world.kioskCount)
        stores = Array(repeating: Store(), count: world.kioskCount + 1)
    }
    /// What each kiosk shows now.
    var screens: [RoamingScreen] { kiosks.map(\.screen) }

    /// Lets time pass up to `time`, with everything that falls due on the way in order, then the event.
    mutating func apply(_ event: RoamingEvent, at time: Int64) {
        pass(until: time)
        // At exactly its due time an effect has happened: what the event itself makes due happens with it.
        defer { pass(until: time) }
        switch event {
        case .tap(let kiosk, let badge, let mode): tap(badge, mode: mode, at: kiosk)
        case .code(let kiosk, let isRight): code(isRight: isRight, at: kiosk)
        case .card(let kiosk, let person):
            if kiosks[kiosk].screen.base != .open(person: person) { lock(kiosk) }
            open(kiosk, for: person, anew: true, byCard: true)
        case .cardRemoved(let kiosk): cardRemoved(at: kiosk)
        case .confirm(let kiosk):
            // A weaker mode was refused when the offer was made.
            guard case .offer(let badge)? = kiosks[kiosk].screen.overlay else { break }
            decide(badge, mode: world.modes[badge], at: kiosk)
        case .cancel(let kiosk):
            if case .refused? = kiosks[kiosk].screen.overlay { break }
            kiosks[kiosk].screen.overlay = nil
        case .lock(let kiosk): lock(kiosk)
        case .close(let kiosk):
            if shown(at: kiosk) != nil { kiosks[kiosk].screen.overlay = nil }
            close(kiosk)
        case .activity(let kiosk): kiosks[kiosk].lastActivity = now
        case .revoke(let person): revoke(person)
        case .deny(let badge):
            guard world.persons.indices.contains(badge) else { break }
            stores[0].denied.insert(badge)
            revoke(world.persons[badge])
            dropDenied()
        case .cut(let kiosk):
            if kiosks[kiosk].cut == nil { (kiosks[kiosk].cut, stores[kiosk + 1]) = (Cut(at: now), stores[0]) }
        case .back(let kiosk): back(kiosk)
        case .clockStep(let kiosk, let by): kiosks[kiosk].clockError += by
        case .nothing: break
        }
    }
    // §2 Who may open
    private mutating func decide(_ badge: Int, mode: Int, at kiosk: Int) {
        if let refusal = refusal(of: badge, mode: mode, at: kiosk) { return show(.refused(refusal), at: kiosk) }
        if isCooling(badge, at: kiosk) { return show(.refused(.coolDown), at: kiosk) }
        let person = world.persons[badge]
        guard isOneFactorEnough(for: person, at: kiosk) else { return show(.code(badge: badge), at: kiosk) }
        open(kiosk, for: person, anew: false)
    }

    private func refusal(of badge: Int, mode: Int, at kiosk: Int) -> RoamingScreen.Refusal? {
        if stores[store(of: kiosk)].denied.contains(badge) { return .denied }
        if let end = world.ends[badge], now >= end { return .denied }
        return mode < world.modes[badge] ? .weakerMode : nil
    }
    private func isCooling(_ badge: Int, at kiosk: Int) -> Bool {
        let (rules, failures) = (world.rules[kiosk], stores[store(of: kiosk)].failures[badge] ?? [])
        return failures.count { now - $0 < rules.failureWindow } >= rules.failures
    }
    private func isOneFactorEnough(for person: Int, at kiosk: Int) -> Bool {
        let rules = world.rules[kiosk]
        guard rules.allowsOneFactor, let session = stores[store(of: kiosk)].sessions[person] else { return false }
        guard now - session.secondFactor < rules.validity else { return false }
        guard let cut = kiosks[kiosk].cut else { return true }
        return now - session.secondFactor <= rules.ticketAge && now - cut.at <= rules.denialAge
            && abs(kiosks[kiosk].clockError) <= rules.clockStep
    }

    private mutating func code(isRight: Bool, at kiosk: Int) {
        guard case .code(let badge)? = kiosks[kiosk].screen.overlay else { return }
        if isRight {
            stores[store(of: kiosk)].failures[badge] = nil
            kiosks[kiosk].cut?.failures[badge] = nil
            open(kiosk, for: world.persons[badge], anew: true)
        } else {
            stores[store(of: kiosk)].failures[badge, default: []].append(now)
            kiosks[kiosk].cut?.failures[badge, default: []].append(now)
            if isCooling(badge, at: kiosk) { show(.refused(.coolDown), at: kiosk) }
        }
    }

    private mutating func open(_ kiosk: Int, for person: Int, anew isNew: Bool, byCard: Bool = false) {
        let mine = store(of: kiosk)
        if isNew {
            stores[mine].sessions[person, default: (now, nil)].secondFactor = now
            kiosks[kiosk].cut?.made.insert(person)
        }
        if let other = stores[mine].sessions[person]?.openAt, other != kiosk, store(of: other) == mine { lock(other) }
        stores[mine].sessions[person]?.openAt = kiosk
        kiosks[kiosk].screen = RoamingScreen(base: .open(person: person))
        kiosks[kiosk].lastActivity = now
        kiosks[kiosk].isOpenByCard = byCard
        kiosks[kiosk].closingAt = nil
    }
    // §3 Taps
    private mutating func tap(_ badge: Int, mode: Int?, at kiosk: Int) {
        if let last = kiosks[kiosk].lastTaken[mode != nil]?[badge], now - last < world.rules[kiosk].debounce { return }
        kiosks[kiosk].lastTaken[mode != nil]?[badge] = now
        guard let mode else { return show(.refused(.notAuthentic), at: kiosk) }
        guard world.persons.indices.contains(badge) else { return show(.refused(.unknown), at: kiosk) }
        let (person, screen) = (world.persons[badge], kiosks[kiosk].screen)
        switch screen.base {
        case .open(person): lock(kiosk)
        case .open:
            if refusal(of: badge, mode: mode, at: kiosk) != nil { return }
            lock(kiosk)
            show(.offer(badge: badge), at: kiosk)
        case _ where screen.overlay == .code(badge: badge): break
        case .locked(let owner) where owner != person && screen.overlay != .offer(badge: badge):
            if let refusal = refusal(of: badge, mode: mode, at: kiosk) { return show(.refused(refusal), at: kiosk) }
            show(.offer(badge: badge), at: kiosk)
        case .locked, .idle: decide(badge, mode: mode, at: kiosk)
        }
    }

    private mutating func show(_ overlay: RoamingScreen.Overlay, at kiosk: Int) {
        if case .open = kiosks[kiosk].screen.base { return }
        if case .refused(let refusal) = overlay, refusal != .coolDown, case .code? = kiosks[kiosk].screen.overlay {
            return
        }
        kiosks[kiosk].screen.overlay = overlay
        kiosks[kiosk].overlaySince = now
    }
    // §4 Other events at a kiosk
    private mutating func lock(_ kiosk: Int) {
        guard case .open(let person) = kiosks[kiosk].screen.base else { return }
        kiosks[kiosk].screen.base = .locked(person: person)
        let store = store(of: kiosk)
        if stores[store].sessions[person]?.openAt == kiosk { stores[store].sessions[person]?.openAt = nil }
    }

    private mutating func close(_ kiosk: Int) {
        guard let person = shown(at: kiosk) else { return }
        idle(kiosk)
        let store = store(of: kiosk)
        guard let session = stores[store].sessions[person], (session.openAt ?? kiosk) == kiosk else { return }
        kiosks[kiosk].cut?.closed[person] = session.secondFactor
        kiosks[kiosk].cut?.made.remove(person)
        end(person, in: store)
    }

    private mutating func cardRemoved(at kiosk: Int) {
        // Open by a card means that it is in, but under *ignore*, where a second removal is nothing either.
        guard case .open = kiosks[kiosk].screen.base, kiosks[kiosk].isOpenByCard else { return }
        let rules = world.rules[kiosk]
        if rules.removal != .ignore { lock(kiosk) }
        if rules.removal == .logout { kiosks[kiosk].closingAt = now + rules.removalGrace }
    }

    private mutating func pass(until time: Int64) {
        // The earliest first, then the lower kiosk. At one kiosk as in `dues`: a pending closing closes.
        while let due = kiosks.indices.flatMap(dues).min(by: { $0.time < $1.time }), due.time <= time {
            now = max(now, due.time)
            switch due.what {
            case .close: close(due.kiosk)
            case .idle: idle(due.kiosk)
            case .lock: lock(due.kiosk)
            case .overlayGone: kiosks[due.kiosk].screen.overlay = nil
            }
        }
        now = max(now, time)
    }
    private func dues(at kiosk: Int) -> [(time: Int64, kiosk: Int, what: Due)] {
        let (state, rules) = (kiosks[kiosk], world.rules[kiosk])
        var dues: [(time: Int64, kiosk: Int, what: Due)] = []
        let lifeEnd = shown(at: kiosk).flatMap { stores[store(of: kiosk)].sessions[$0] }
            .map { max(now, $0.secondFactor + rules.validity) }
        if case .locked = state.screen.base {
            if let closingAt = state.closingAt { dues.append((closingAt, kiosk, .close)) }
            dues.append((lifeEnd ?? now, kiosk, .idle))
        } else if case .open = state.screen.base {
            dues.append((state.lastActivity + rules.idleLock, kiosk, .lock))
            if rules.hardLock, let lifeEnd { dues.append((lifeEnd, kiosk, .lock)) }
        }
        let since = state.overlaySince
        if case .code? = state.screen.overlay { dues.append((since + rules.codePatience, kiosk, .overlayGone)) }
        if case .offer? = state.screen.overlay { dues.append((since + rules.offerPatience, kiosk, .overlayGone)) }
        if case .refused? = state.screen.overlay { dues.append((since + rules.refusalTime, kiosk, .overlayGone)) }
        return dues
    }
    /// As by time: an overlay stays unless it is the offer; an open kiosk has none.
    private mutating func idle(_ kiosk: Int) {
        kiosks[kiosk].screen.base = .idle
        kiosks[kiosk].closingAt = nil
        if case .offer? = kiosks[kiosk].screen.overlay { kiosks[kiosk].screen.overlay = nil }
    }

    private func shown(at kiosk: Int) -> Int? {
        switch kiosks[kiosk].screen.base {
        case .idle: nil
        case .open(let person), .locked(let person): person
        }
    }
    // §5 From elsewhere: a session is gone, and with it what the kiosks that can know it show.
    private mutating func end(_ person: Int, in store: Int) {
        stores[store].sessions[person] = nil
        for kiosk in kiosks.indices where self.store(of: kiosk) == store && shown(at: kiosk) == person { idle(kiosk) }
    }

    private mutating func revoke(_ person: Int) {
        end(person, in: 0)
        for kiosk in kiosks.indices { kiosks[kiosk].cut?.revoked.insert(person) }
    }
    private mutating func dropDenied() {
        for kiosk in kiosks.indices where store(of: kiosk) == 0 {
            let gone: [RoamingScreen.Overlay] = stores[0].denied.flatMap { [.offer(badge: $0), .code(badge: $0)] }
            if let overlay = kiosks[kiosk].screen.overlay, gone.contains(overlay) { kiosks[kiosk].screen.overlay = nil }
        }
    }
    // §6 Without the store: which of `stores` the kiosk works with.
    private func store(of kiosk: Int) -> Int { kiosks[kiosk].cut == nil ? 0 : kiosk + 1 }

    private mutating func back(_ kiosk: Int) {
        guard let cut = kiosks[kiosk].cut else { return }
        let copy = stores[kiosk + 1].sessions
        for (person, secondFactor) in cut.closed {
            if let session = stores[0].sessions[person], session.secondFactor <= secondFactor { end(person, in: 0) }
        }
        for person in cut.made.subtracting(cut.revoked) {
            guard let made = copy[person] else { continue }
            let old = stores[0].sessions[person]
            if let old, old.secondFactor >= made.secondFactor { continue }
            if let other = old?.openAt, store(of: other) == 0 { lock(other) }
            stores[0].sessions[person] = (made.secondFactor, nil)
        }
        for (badge, times) in cut.failures { stores[0].failures[badge, default: []] += times }
        kiosks[kiosk].cut = nil
        for (person, session) in stores[0].sessions where session.openAt == kiosk {
            if kiosks[kiosk].screen.base != .open(person: person) { stores[0].sessions[person]?.openAt = nil }
        }
        if case .open(let person) = kiosks[kiosk].screen.base {
            let session = stores[0].sessions[person]
            let isHere = (session?.openAt ?? kiosk) == kiosk && session?.secondFactor == copy[person]?.secondFactor
            if isHere { stores[0].sessions[person]?.openAt = kiosk } else { lock(kiosk) }
            // Without a session, locked is at once idle.
        }
        dropDenied()
    }
}
