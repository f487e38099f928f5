// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import AuditTrail
public import CardCrypto
public import RoamingSessions

/// What a kiosk's decisions are carried out by: the store while it can be reached, the kiosk's own copy while not
/// (docs/roaming-sessions.md §6), and the audit trail always.
///
/// Blocking, one owner. No call takes longer than the store's patience.
public final class KioskDesk {
    /// This kiosk.
    public let kiosk: KioskName
    /// Its rules.
    public var policy: SessionPolicy
    let connect: () throws(StoreFailure) -> any SessionStore
    let place: AuditPlace
    let trail: AuditTrail
    let key: Ed25519PrivateKey
    let random: any RandomSource
    let time: any DeskTime
    var store: (any SessionStore)?
    /// What the store told last, kept current by its news and by what is done here.
    var known = SessionTable()
    /// When the store was last heard of, by its clock; never, after a start without it.
    var heard = Int64.min
    /// What the kiosk works with while it is alone.
    var copy: OfflineCopy?
    var keys: [KioskName: Ed25519PublicKey] = [:]
    var clock: ClockWatch
    /// Before this moment of the monotonic clock nobody tries to reach the store again.
    var nextAttempt = Int64.min

    /// How long the kiosk stays alone before it tries again, in milliseconds.
    static let pause: Int64 = 5_000
    /// How often everything is read anew, in milliseconds: what no news told of is known after that.
    static let refreshment: Int64 = 60_000

    /// For a kiosk.
    ///
    /// - Parameters:
    ///   - place: its name in the audit trail.
    ///   - key: signs the tickets of sessions that begin here.
    ///   - lastRecord: when the audit trail was last written to, by this machine's clock.
    ///   - connect: reaches the store; called again after every loss.
    public init(
        _ kiosk: KioskName, _ policy: SessionPolicy, at place: AuditPlace, key: Ed25519PrivateKey, trail: AuditTrail,
        lastRecord: Int64,
        time: any DeskTime = MachineTime(), random: any RandomSource = SystemRandom(),
        connect: @escaping () throws(StoreFailure) -> any SessionStore
    ) {
        self.kiosk = kiosk
        self.policy = policy
        self.place = place
        self.key = key
        self.trail = trail
        self.time = time
        self.random = random
        self.connect = connect
        clock = ClockWatch(lastRecord: lastRecord)
        keys[kiosk] = key.publicKey
    }

    /// Whether the store cannot be reached.
    public var isAlone: Bool { store == nil }

    /// Whether this machine's clock can be trusted; only asked while the kiosk is alone.
    public var trust: ClockWatch.Trust { clock.trust(monotonic: time.monotonic, wall: time.wall, policy) }

    /// The moment, as kiosk machines want it.
    public var moment: Moment {
        let monotonic = time.monotonic
        return Moment(monotonic: monotonic, store: clock.storeTime(monotonic: monotonic, wall: time.wall))
    }

    /// What becomes of a reading.
    public func decide(_ reading: BadgeReading, _ scope: OpeningScope) throws(DeskFailure) -> Decision {
        let now = moment.store
        let decision = try announcing(
            .badgeAuthenticate, by: nil, means: .badge, level: .low,
            reference: .digest(AuditDigest(of: reading.badge.bytes)), AuditResult.init
        ) { () throws(DeskFailure) in
            try reach { (store) throws(StoreFailure) in
                try store.decide(reading, scope, at: kiosk, policy)
            } alone: { copy in
                copy.decide(reading, scope, policy, now: now, isClockTrusted: trust != .none) { believes($0) }
            }
        }
        if case .opened(let session, _) = decision {
            remember(.session(session))
            try note(.sessionResume, by: session.person, means: .badge, level: .low)
        }
        return decision
    }

    /// A second factor was right: a new session, open here.
    public func open(
        for person: PersonIdentifier, _ means: SecondFactor, badge: BadgeNumber?
    ) throws(DeskFailure) -> RoamingSession {
        guard let identifier = (try? random.bytes(16)).flatMap({ SessionIdentifier($0) }) else { throw .crypto }
        let now = moment.store
        var session = try announcing(
            .sessionOpen, by: person, means: AuditMeans(means), level: .substantial, { _ in .done }
        ) { () throws(DeskFailure) in
            try reach { (store) throws(StoreFailure) in
                try store.open(identifier, for: person, means, badge: badge, at: kiosk)
            } alone: { copy in
                copy.open(identifier, for: person, means, badge: badge, now: now)
            }
        }
        // Without its ticket the session is as good as with it while there is a store, and no better without.
        if let ticket = ticket(for: session) {
            session.ticket = ticket
            try? reach { (store) throws(StoreFailure) in
                try store.attach(ticket, to: session.identifier, of: person)
            } alone: { copy in
                copy.attach(ticket, to: session.identifier, of: person)
            }
        }
        remember(.session(session))
        return session
    }

    /// A second factor was wrong; whether the badge is refused from now on.
    public func noteFailure(of badge: BadgeNumber) throws(DeskFailure) -> Bool {
        let now = moment.store
        try note(
            .badgeAuthenticate, by: nil, means: .badge, level: .none, .refused(.pinWrong),
            reference: .digest(AuditDigest(of: badge.bytes)), isDurable: true)
        return try reach { (store) throws(StoreFailure) in
            try store.noteFailure(of: badge, policy)
        } alone: { copy in
            copy.noteFailure(of: badge, policy, now: now)
        }
    }

    /// The kiosk is not open for the person any more.
    public func lock(_ person: PersonIdentifier) throws(DeskFailure) {
        try note(.sessionLock, by: person, means: .none, level: .none)
        try reach { (store) throws(StoreFailure) in
            try store.lock(person, at: kiosk)
        } alone: { copy in
            copy.lock(person)
        }
        known.lock(person, at: kiosk)
    }

    /// The holder closes.
    public func close(_ person: PersonIdentifier) throws(DeskFailure) {
        try announcing(.sessionClose, by: person, means: .none, level: .none, { _ in .done }) {
            () throws(DeskFailure) in
            try reach { (store) throws(StoreFailure) in
                try store.close(person, at: kiosk)
            } alone: { copy in
                copy.close(person)
            }
        }
        known.close(person, at: kiosk)
    }
}
