// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What must never happen (docs/roaming-sessions.md §8), judged from outside: events and screens alone.
///
/// It complains only when a rule is certainly broken. What it believes of second factors is the best case: sessions
/// that were closed or have gone otherwise count as living, those that were revoked do not.
struct RoamingWatch {
    private struct Knowledge {
        /// The moment of each person's last second factor, if not revoked since.
        var secondFactors: [Int: Int64] = [:]
        var denied: Set<Int> = []
    }
    private struct Kiosk {
        var lastActivity: Int64 = 0
        var clockError: Int64 = 0
        var cutAt: Int64?
        var copy = Knowledge()
        var revokedSinceCut: Set<Int> = []
    }
    private let world: RoamingWorld
    private var store = Knowledge()
    private var kiosks: [Kiosk]
    private var screens: [RoamingScreen]
    init(_ world: RoamingWorld) {
        self.world = world
        kiosks = Array(repeating: Kiosk(), count: world.kioskCount)
        screens = Array(repeating: RoamingScreen(), count: world.kioskCount)
    }

    /// Nil when all is well, else what was broken.
    mutating func observe(_ event: RoamingEvent, at time: Int64, screens after: [RoamingScreen]) -> String? {
        let before = screens
        screens = after
        note(event, at: time)
        for kiosk in kiosks.indices {
            if let broken = check(event, at: time, kiosk: kiosk, before[kiosk], after[kiosk]) { return broken }
        }
        return nil
    }
    /// What of the event counts before what it opens is judged.
    private mutating func note(_ event: RoamingEvent, at time: Int64) {
        switch event {
        case .activity(let kiosk) where time < lockDue(at: kiosk): kiosks[kiosk].lastActivity = time
        case .clockStep(let kiosk, let by): kiosks[kiosk].clockError += by
        case .revoke(let person): revoke(person)
        case .deny(let badge) where world.persons.indices.contains(badge):
            store.denied.insert(badge)
            revoke(world.persons[badge])
        case .cut(let kiosk) where kiosks[kiosk].cutAt == nil:
            (kiosks[kiosk].cutAt, kiosks[kiosk].copy, kiosks[kiosk].revokedSinceCut) = (time, store, [])
        case .back(let kiosk) where kiosks[kiosk].cutAt != nil:
            for (person, moment) in kiosks[kiosk].copy.secondFactors {
                if kiosks[kiosk].revokedSinceCut.contains(person) { continue }
                store.secondFactors[person] = max(moment, store.secondFactors[person] ?? moment)
            }
            kiosks[kiosk].cutAt = nil
        default: break
        }
    }
    private mutating func revoke(_ person: Int) {
        store.secondFactors[person] = nil
        for kiosk in kiosks.indices { kiosks[kiosk].revokedSinceCut.insert(person) }
    }

    private mutating func check(
        _ event: RoamingEvent, at time: Int64, kiosk: Int, _ before: RoamingScreen, _ after: RoamingScreen
    ) -> String? {
        // An offer or a code is new only by a proved reading of that badge here, a code also by the offer's confirmation.
        if let overlay = after.overlay, overlay != before.overlay {
            switch (overlay, event) {
            case (.refused, _): break
            case (.offer(let badge), .tap(kiosk, let tapped, .some)) where tapped == badge: break
            case (.code(let badge), .tap(kiosk, let tapped, .some)) where tapped == badge: break
            case (.code(let badge), .confirm(kiosk)) where before.overlay == .offer(badge: badge): break
            default: return "identifier alone: kiosk \(kiosk) shows \(overlay)"
            }
        }
        guard case .open(let person) = after.base else { return nil }
        // Only a card opens anew where it is open already, or is to be locked for another first, in one event.
        let isCard = event == .card(kiosk: kiosk, person: person)
        if time < lockDue(at: kiosk), !isCard {
            if before.base == after.base { return nil }
            if case .open(let other) = before.base, !world.rules[kiosk].hardLock {
                return "one for another: kiosk \(kiosk) goes from \(other) to \(person)"
            }
        }
        kiosks[kiosk].lastActivity = time
        var proof: (badge: Int, isAlone: Bool)?
        switch (event, before.overlay) {
        case (.code(kiosk, true), .code(let badge)?): proof = (badge, false)
        case (.tap(kiosk, let badge, .some), _), (.confirm(kiosk), .offer(let badge)?): proof = (badge, true)
        default: break
        }
        if let proof, world.persons.indices.contains(proof.badge), world.persons[proof.badge] == person {
            if proof.isAlone { return objection(to: proof.badge, of: person, at: time, kiosk: kiosk) }
        } else if !isCard {
            return "one for another: kiosk \(kiosk) is open for \(person) without a proof"
        }
        if kiosks[kiosk].cutAt == nil { store.secondFactors[person] = time }
        kiosks[kiosk].copy.secondFactors[person] = time
        return nil
    }
    /// When the kiosk locks at the latest, if it is open.
    private func lockDue(at kiosk: Int) -> Int64 { kiosks[kiosk].lastActivity + world.rules[kiosk].idleLock }
    /// Why a tap alone may not open here now.
    private func objection(to badge: Int, of person: Int, at time: Int64, kiosk: Int) -> String? {
        let (state, rules) = (kiosks[kiosk], world.rules[kiosk])
        let known = state.cutAt == nil ? store : state.copy
        if !rules.allowsOneFactor { return "one factor where two are asked" }
        if known.denied.contains(badge) { return "one factor of a denied badge" }
        if let end = world.ends[badge], time >= end { return "one factor of a badge beyond its end" }
        guard let moment = known.secondFactors[person] else { return "one factor without a session" }
        if time - moment >= rules.validity { return "one factor beyond its time" }
        guard let cutAt = state.cutAt else { return nil }
        if time - moment > rules.ticketAge { return "one factor on an old ticket" }
        if time - cutAt > rules.denialAge { return "one factor on an old copy of denials" }
        return abs(state.clockError) > rules.clockStep ? "one factor on a clock that is not trustworthy" : nil
    }
}
