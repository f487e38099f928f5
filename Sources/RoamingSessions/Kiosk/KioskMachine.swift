// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One kiosk: what it shows, and what each event makes of that (docs/roaming-sessions.md).
///
/// A value without clock, thread or store: it is told moments and answers, and says what is to be done. Whoever carries
/// that out does so in order, and brings each answer back once.
public struct KioskMachine: Sendable {
    /// This kiosk.
    public let name: KioskName
    /// Its rules; a change counts from the next event on.
    public var policy: SessionPolicy
    /// For whom it is.
    public internal(set) var base = KioskBase.idle
    /// What lies over that.
    public internal(set) var overlay: KioskOverlay?
    /// What has been asked for and not been answered.
    var pending: Pending?
    /// When things were last before the reader, by the monotonic clock; only as far back as it matters.
    var taps: [[UInt8]: Int64] = [:]
    /// What is to be done; collected while an event is handled.
    var effects: [KioskEffect] = []
    private var requests: KioskRequest = 0

    /// An idle kiosk.
    public init(_ name: KioskName, _ policy: SessionPolicy) {
        self.name = name
        self.policy = policy
    }

    /// One question at a time: who asks anew takes no interest in the answer before.
    enum Pending: Hashable, Sendable {
        case decision(KioskRequest, BadgeReading)
        case opening(KioskRequest, Enrolment?, isOnCard: Bool)
        case failure(KioskRequest, Enrolment)

        var request: KioskRequest {
            switch self {
            case .decision(let request, _), .opening(let request, _, _), .failure(let request, _): request
            }
        }
    }

    /// Lets what is due happen, then the event; gives what is to be done.
    public mutating func handle(_ event: KioskEvent, at now: Moment) -> [KioskEffect] {
        effects = []
        passTime(now)
        switch event {
        case .tap(let tap): take(tap, now)
        case .decided(let request, let decision): decided(request, decision, now)
        case .secondFactorRight(let means): secondFactorRight(means)
        case .secondFactorWrong: secondFactorWrong()
        case .failureNoted(let request, let isCoolingDown): failureNoted(request, isCoolingDown, now)
        case .cardProved(let person): cardProved(person, now)
        case .opened(let request, let session): opened(request, session, now)
        case .failed(let request): failed(request)
        case .cardRemoved: cardRemoved(now)
        case .confirm: confirm()
        case .cancel: cancel()
        case .lock: if case .open(let open) = base { lock(open) }
        case .close: close()
        case .activity: noteActivity(now)
        case .changed(let change): changed(change, now)
        case .reconciled(let session, let denied): reconciled(session, denied, now)
        case .time: break
        }
        // What the event began may be over already: a kiosk that is locked for a session whose life has ended.
        passTime(now)
        return effects
    }

    /// Whether something was asked for and not been answered.
    public var isWaiting: Bool { pending != nil }

    mutating func nextRequest() -> KioskRequest {
        requests += 1
        return requests
    }

    /// Opens for a session; whoever was here before is not any more.
    mutating func show(_ session: RoamingSession, _ enrolment: Enrolment?, isOnCard: Bool, _ now: Moment) {
        base = .open(
            OpenKiosk(session: session, enrolment: enrolment, isOnCard: isOnCard, lastActivity: now.monotonic))
        overlay = nil
        effects += [.showOpen(session), .signal(.accepted)]
    }

    /// Locks an open kiosk; `tellsStore` is false when the store said so itself.
    mutating func lock(_ open: OpenKiosk, tellsStore: Bool = true, closing: Int64? = nil) {
        var session = open.session
        if session.kiosk == name { session.kiosk = nil }
        base = .locked(LockedKiosk(session: session, closing: closing))
        if tellsStore { effects.append(.lock(session.person)) }
        effects += [.showLocked(session.person), .signal(.locked)]
    }

    /// Nobody is shown any more.
    mutating func leave(_ person: PersonIdentifier, keepsOverlay: Bool) {
        base = .idle
        if !keepsOverlay {
            overlay = nil
            pending = nil
        } else if case .offer = overlay {
            overlay = nil
        }
        effects.append(.showClosed(person))
    }

    private mutating func close() {
        let person: PersonIdentifier
        switch base {
        case .idle: return
        case .open(let open): person = open.session.person
        case .locked(let locked): person = locked.session.person
        }
        effects.append(.close(person))
        leave(person, keepsOverlay: false)
    }

    private mutating func noteActivity(_ now: Moment) {
        guard case .open(var open) = base else { return }
        open.lastActivity = now.monotonic
        base = .open(open)
    }

    private mutating func cardRemoved(_ now: Moment) {
        guard case .open(var open) = base, open.isOnCard else { return }
        open.isOnCard = false
        base = .open(open)
        switch policy.removal {
        case .ignore: return
        case .lock: lock(open)
        case .logout: lock(open, closing: now.monotonic + policy.removalGrace)
        }
    }
}
