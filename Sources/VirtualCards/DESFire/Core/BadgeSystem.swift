// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The badge's operating system: what it remembers, and what it knows while it has power.
final class BadgeSystem {
    let profile: BadgeProfile
    let random: any RandomSource
    var state: BadgeState
    /// Called with a new state before the answer that tells of it leaves.
    var observer: ((BadgeState) -> Void)?

    /// What is selected: the card itself (0) or an application, and a second application.
    var selected: [UInt32] = [0]
    var session: (any BadgeMessaging)?
    var transaction = BadgeTransaction()
    var exchange = FrameExchange.idle
    var proximity: ProximityCheck?
    /// Whether the check was passed since activation.
    var isProximityProven = false
    var iso = ISOState()
    /// The UID of this activation, where it is random.
    var activationUID: [UInt8]?
    /// Files whose counter of dynamic reads has moved since their selection.
    var mirrored: Set<FilePlace> = []
    var lastTransaction: WipingBytes = []
    /// Whether the selected application is gone once its end is answered.
    var pendingSelection = false
    /// Whether DESFire hears: at once, or after its selection by name.
    var isAwake: Bool

    init(_ profile: BadgeProfile, _ state: BadgeState, _ random: any RandomSource) {
        self.profile = profile
        self.state = state
        self.random = random
        isAwake = !profile.needsSelection
    }

    /// Power or reset: everything but memory is gone.
    func activate() {
        select([0])
        proximity = nil
        isProximityProven = false
        activationUID = nil
        lastTransaction = []
        isAwake = !profile.needsSelection
    }

    /// A new selection: session and transaction are over.
    func select(_ applications: [UInt32]) {
        selected = applications
        dropSession()
        iso = ISOState()
        mirrored = []
    }

    /// After any refusal: no session, no pending change, no open chain.
    func dropSession() {
        session = nil
        transaction = BadgeTransaction()
        exchange = .idle
        iso.challenge = nil
    }

    func randomBytes(_ count: Int) throws(BadgeStatus) -> WipingBytes {
        WipingBytes(try guarded { () throws(CryptoError) in try random.bytes(count) })
    }

    /// What the reader sees as UID: seven bytes, four that are not unique, or 08 and three random ones.
    func visibleUID() -> [UInt8] {
        guard state.configuration.isUIDRandom else {
            return state.configuration.showsShortIdentifier ? shortIdentifier : state.uid
        }
        if let activationUID { return activationUID }
        let drawn = [0x08] + ((try? random.bytes(3)) ?? [0, 0, 0])
        activationUID = drawn
        return drawn
    }

    var ats: AnswerToSelect {
        AnswerToSelect(bytes: state.configuration.ats.isEmpty ? profile.ats : state.configuration.ats)
    }

    /// One whole command; a refusal leaves nothing behind.
    func perform(_ code: UInt8, _ payload: WipingBytes) throws(BadgeStatus) -> BadgeAnswer {
        let before = state
        do {
            let answer = try execute(code, payload)
            keep(from: before)
            return answer
        } catch {
            // A refused authentication counts, even though it is refused.
            let failures = state.failures
            state = before
            state.failures = failures
            keep(from: before)
            throw error
        }
    }

    /// Hands the state on when it has changed.
    func keep(from before: BadgeState) {
        if state != before { observer?(state) }
    }
}

/// What a handler answers.
struct BadgeAnswer {
    var data: WipingBytes = []
    var shape = AnswerShape()
    var status = BadgeStatus.ok
    /// Where frames end: after multiples of so many bytes.
    var unit = 1
    /// Or after these bytes exactly.
    var cuts: [Int] = []
    /// Whether it travels outside messaging.
    var isBare = false
    /// Whether the session ends with it, so that it carries no code.
    var endsSession = false

    static var done: BadgeAnswer { BadgeAnswer() }
    /// Outside messaging.
    static func bare(_ data: WipingBytes = []) -> BadgeAnswer { BadgeAnswer(data: data, isBare: true) }
    /// With a code.
    static func data(_ data: WipingBytes, unit: Int = 1) -> BadgeAnswer { BadgeAnswer(data: data, unit: unit) }
}
