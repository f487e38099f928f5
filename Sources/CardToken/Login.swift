// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
public import HealthCard
public import ISO7816
public import SecretMemory

/// How long a PIN that a person gave once opens the card.
public enum PINLife: Hashable, Sendable {
    /// The card stays verified until ``Login/end()``, which resets it.
    ///
    /// After a reset that was seen the PIN is presented again, once, if the card is the same and has all its tries;
    /// never without a seen reset.
    case kept
    /// The PIN is presented for each piece of work, which ends with a reset: no other process finds it verified.
    case perOperation
    /// As the established middleware: left verified for all, and presented again when the card asks for it.
    case leftVerified
}

/// A PIN in force on one card, from the moment it was given to ``end()``.
///
/// Blocking, one owner, like the token it belongs to.
public final class Login {
    /// Whose PIN.
    public let role: PINRole
    /// How long it opens the card.
    public let life: PINLife
    private let token: HealthCardToken
    private var pin: SealedPIN?
    /// The token's count of resets when the card last accepted the PIN.
    private var knownResets: Int

    fileprivate init(
        _ token: HealthCardToken, _ role: PINRole, _ pin: consuming SecretBytes, _ life: PINLife, _ consent: TryConsent
    ) throws(TokenError) {
        self.token = token
        self.role = role
        self.life = life
        knownResets = token.resetsSeen
        let sealed = SealedPIN(value: pin)
        try token.exclusively(resetting: life == .perOperation, repeatable: false) { (card) throws(CardError) in
            try card.confirmIdentity()
            try card.verify(role, sealed.value, consent: consent)
        }
        knownResets = token.resetsSeen
        // An unblocking code has few uses: it is presented once and never kept.
        self.pin = role == .holder ? sealed : nil
    }

    /// Works on the opened card, in one transaction.
    ///
    /// - Throws: ``TokenError/pinExpired`` when the card was reset and the PIN must be given again.
    public func perform<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        switch life {
        case .kept: try performKeeping(work)
        case .perOperation: try performOnce(work)
        case .leftVerified: try performAsking(work)
        }
    }

    /// Replaces the PIN after a change of it.
    public func replace(with pin: consuming SecretBytes) {
        if role == .holder { self.pin = SealedPIN(value: pin) }
    }

    /// Forgets the PIN, and has the card forget it.
    public func end() {
        pin = nil
        guard life == .kept else { return }
        do {
            try token.exclusively(resetting: true, repeatable: false) { (_) throws(CardError) in }
        } catch {
            // A holder that does not let go, or a service that does not answer: the reset follows as soon as it can.
            token.disconnect(.reset)
        }
    }

    /// Has the card forget the PIN because the process ends: at once or not at all, and nothing goes on behind it.
    public func endWithProcess() {
        pin = nil
        guard life == .kept else { return }
        try? token.reset(patience: .seconds(1))
    }

    private func performKeeping<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        func once() throws(TokenError) -> R {
            try token.exclusively(repeatable: false) { (card) throws(CardError) in
                if token.resetsSeen != knownResets { try presentAgain(card) }
                return try work(card)
            }
        }
        do {
            return try once()
        } catch .card(.transport(.cardReset)) {
            return try once()
        }
    }

    private func performOnce<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        try token.exclusively(resetting: true, repeatable: false) { (card) throws(CardError) in
            try card.confirmIdentity()
            try presentAgain(card)
            return try work(card)
        }
    }

    private func performAsking<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        try token.exclusively(repeatable: false) { (card) throws(CardError) in
            guard token.resetsSeen == knownResets else { throw .transport(.cardReset) }
            do throws(CardError) {
                return try work(card)
            } catch .status(.securityStatusNotSatisfied, _) {
                try card.confirmIdentity()
                try presentAgain(card)
                return try work(card)
            }
        }
    }

    /// Presents a PIN that was accepted before: only to a card with all its tries, so that none can be lost for good.
    private func presentAgain(_ card: ProfessionalCard) throws(CardError) {
        guard let pin else { throw .status(.securityStatusNotSatisfied, during: .verify) }
        let state = try card.pinState(role)
        guard state.triesLeft == state.maximumTries else { throw .tryGuard(role, triesLeft: state.triesLeft) }
        // Forgotten before it is sent: who changed it elsewhere must not cost a second try.
        self.pin = nil
        try card.verify(role, pin.value)
        self.pin = pin
        knownResets = token.resetsSeen
    }
}

extension HealthCardToken {
    /// Presents a PIN that a person has just given, and keeps it in force.
    public func login(
        _ role: PINRole, _ pin: consuming SecretBytes, _ life: PINLife, consent: TryConsent = .none
    ) throws(TokenError) -> Login {
        try Login(self, role, pin, life, consent)
    }
}
