// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import CardToken
internal import HealthCard
internal import HelperThread
internal import ISO7816
internal import ModuleSettings

/// A card of ours during one stay in a reader, with the PIN in force on it.
final class InsertedCard {
    let presence: CardPresence
    let token: HealthCardToken
    let directory: ObjectDirectory
    /// What identification told; counters are read again at each question.
    let summary: CardSummary
    /// Whether an update of the card was cut short.
    var update: UpdateState
    /// The PIN in force.
    private(set) var login: Login?
    /// When the PIN in force was last used.
    private(set) var lastUse = Uptime.nanoseconds
    /// Whether the work of this call had begun when it failed.
    private(set) var hasBegun = false
    private var acceptedResets: Int
    /// The exclusive transaction of the update extension.
    var lease: SessionUpdate?

    init(
        _ presence: CardPresence, _ token: HealthCardToken, _ summary: CardSummary, _ update: UpdateState,
        generation: UInt, mode: ModuleSettings.Mode
    ) {
        self.presence = presence
        self.token = token
        self.summary = summary
        self.update = update
        acceptedResets = token.resetsSeen
        directory = ObjectDirectory(token.identity, generation: generation, mode: mode)
    }

    var identity: CardIdentity { token.identity }

    /// Takes over a PIN that the card has just accepted.
    func begin(_ login: Login) {
        self.login = login
        lastUse = Uptime.nanoseconds
    }

    /// Ends the PIN's life; the card forgets it too, except where the mode leaves it.
    func logout() {
        login?.end()
        login = nil
        directory.forgetPrivateContents()
    }

    /// The process ends, and the PIN with it.
    func endWithProcess() {
        login?.endWithProcess()
        login = nil
    }

    /// Whether another process has reset the card, and nobody was told yet.
    var wasResetByOthers: Bool { token.resetsSeen != acceptedResets }

    /// Counts the resets seen so far as told.
    func acceptResets() {
        acceptedResets = token.resetsSeen
    }

    /// Ends the exclusive transaction of a session, or of any, that did not end it itself: the card is reset, so that
    /// nothing of a script that was cut short stays in force.
    func endLease(of session: SessionHandle? = nil) {
        guard let lease, session == nil || lease.session == session else { return }
        lease.exchange.end(.reset)
        // The next transaction finds this reset and counts it; it is no other process's.
        acceptedResets += 1
        self.lease = nil
    }

    /// Work that needs no PIN.
    func perform<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        hasBegun = false
        return try token.perform { (card) throws(CardError) in
            hasBegun = true
            return try work(card)
        }
    }

    /// Work that needs the holder's PIN.
    func performOpened<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        hasBegun = false
        guard let login, login.role == .holder else {
            throw .card(.status(.securityStatusNotSatisfied, during: .other))
        }
        lastUse = Uptime.nanoseconds
        do {
            return try login.perform { (card) throws(CardError) in
                hasBegun = true
                return try work(card)
            }
        } catch .card(.status(.securityStatusNotSatisfied, let operation)) {
            // The card does not know the PIN any more and no reset was seen: a person has to give it again.
            logout()
            throw .card(.status(.securityStatusNotSatisfied, during: operation))
        } catch .card(.tryGuard), .card(.wrongPIN), .card(.pinBlocked) {
            // After a reset the PIN was not presented again, or not accepted any more.
            logout()
            throw .pinExpired
        }
    }
}
