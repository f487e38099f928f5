// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension KioskMachine {
    /// §3: something is before the reader.
    mutating func take(_ tap: Tap, _ now: Moment) {
        if let last = taps[tap.source], now.monotonic - last < policy.debounce { return }
        taps = taps.filter { now.monotonic - $0.value < policy.debounce }
        taps[tap.source] = now.monotonic
        guard let reading = tap.reading else { return refuse(.notAuthentic, now) }
        switch base {
        case .open(let open): ask(reading, .locks(open.session.person))
        case .idle: decide(reading, .anyone, now)
        case .locked(let locked): decide(reading, .only(locked.session.person), now)
        }
    }

    /// The badge that a code is awaited for tells nothing new, and one that is offered is meant.
    private mutating func decide(_ reading: BadgeReading, _ scope: OpeningScope, _ now: Moment) {
        switch overlay {
        case .code(let enrolment, _) where enrolment.badge == reading.badge: return
        case .offer(let offered, let enrolment, _) where offered.badge == reading.badge:
            ask(reading, .only(enrolment.person))
        default: ask(reading, scope)
        }
    }

    mutating func confirm() {
        guard case .offer(let reading, let enrolment, _) = overlay else { return }
        ask(reading, .only(enrolment.person))
    }

    mutating func cancel() {
        switch overlay {
        case .offer, .code, .reading:
            overlay = nil
            pending = nil
        case .refused, nil: return
        }
    }

    private mutating func ask(_ reading: BadgeReading, _ scope: OpeningScope) {
        let request = nextRequest()
        pending = .decision(request, reading)
        switch (base, overlay) {
        // An open kiosk stays as it is until it is known whose badge it is, and so does a code that is being typed.
        case (.open, _), (_, .code): break
        default: overlay = .reading
        }
        effects += [.signal(.reading), .decide(request, reading, scope)]
    }

    /// The store's answer to a reading.
    mutating func decided(_ request: KioskRequest, _ decision: Decision, _ now: Moment) {
        guard case .decision(request, let reading) = pending else { return withdraw(decision) }
        pending = nil
        if case .reading = overlay { overlay = nil }
        switch decision {
        case .refused(let refusal): refuse(refusal, now)
        case .secondFactorNeeded(let enrolment):
            if case .open = base { return }
            overlay = .code(enrolment, since: now.monotonic)
            effects.append(.signal(.codeNeeded))
        case .opened(let session, let enrolment):
            // Since it was asked, somebody may have come in another way: one for another is never shown.
            if case .open(let open) = base { lock(open) }
            show(session, enrolment, isOnCard: false, now)
        case .known(let enrolment): known(reading, enrolment, now)
        }
    }

    /// Whose badge it is, and nothing was opened.
    private mutating func known(_ reading: BadgeReading, _ enrolment: Enrolment, _ now: Moment) {
        switch base {
        case .idle: return
        case .open(let open):
            lock(open)
            if enrolment.person == open.session.person { return }
        case .locked(let locked):
            // The kiosk was open when it was asked, and is locked by now: what the tap was for has happened.
            if enrolment.person == locked.session.person { return }
        }
        overlay = .offer(reading, enrolment, since: now.monotonic)
        effects.append(.signal(.offer))
    }

    /// An answer that nobody waits for: what the store has opened by it is not open.
    private mutating func withdraw(_ decision: Decision) {
        guard case .opened(let session, _) = decision else { return }
        withdraw(session)
    }

    mutating func withdraw(_ session: RoamingSession) {
        if case .open(let open) = base, open.session.person == session.person { return }
        effects.append(.lock(session.person))
    }

    mutating func refuse(_ refusal: BadgeRefusal, _ now: Moment) {
        effects.append(.signal(.refused(refusal)))
        if case .open = base { return }
        pending = nil
        // Nobody's typing is lost to a piece of plastic.
        if case .code = overlay, refusal != .coolDown { return }
        overlay = .refused(refusal, since: now.monotonic)
    }
}
