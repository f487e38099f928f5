// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
public import HealthCard
internal import ISO7816
public import SecretMemory

/// A lot's worth of signatures after one presentation of the PIN: one transaction, one environment.
///
/// The PIN stays sealed for at most five minutes. After a reset that was seen it is presented again, once, when the
/// card is the same and has all its tries; without a seen reset it never is. The end resets the card.
public final class SigningSession {
    let token: HealthCardToken
    private let role: KeyRole
    private let scheme: SignatureScheme
    private let uptime: () -> Duration
    private let begun: Duration
    private var pin: SealedPIN?
    private var transaction: CardTransaction?
    private var isOpen = true
    private static let longest = Duration.seconds(300)

    init(
        _ token: HealthCardToken, _ role: KeyRole, _ scheme: SignatureScheme, _ pin: consuming SecretBytes,
        _ consent: TryConsent, _ uptime: @escaping () -> Duration
    ) throws(TokenError) {
        self.token = token
        self.role = role
        self.scheme = scheme
        self.uptime = uptime
        let pin = SealedPIN(value: pin)
        self.pin = pin
        begun = uptime()
        do {
            try open { (card) throws(CardError) in try card.verify(.holder, pin.value, consent: consent) }
        } catch {
            close()
            throw .card(error)
        }
    }

    /// Signs one message.
    ///
    /// - Throws: ``TokenError/pinExpired`` when only the PIN could go on and it is kept no longer: five minutes after
    ///   the start, after ``close()``, and after a failure to go on.
    public func sign(_ message: [UInt8]) throws(TokenError) -> [UInt8] {
        try working { (card) throws(CardError) in try card.sign(.message(message), scheme, with: role) }
    }

    /// Activities and billing situation, read under the same presentation of the PIN.
    public func privateContents() throws(TokenError) -> PrivateContents {
        try working { (card) throws(CardError) in try PrivateContents(of: card) }
    }

    /// Gives the card back, reset, and forgets the PIN.
    public func close() {
        isOpen = false
        transaction = nil
        pin = nil
    }

    private func working<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        if uptime() - begun > SigningSession.longest { pin = nil }
        guard isOpen else { throw .pinExpired }
        do {
            return try work(token.card)
        } catch CardError.transport(.cardReset) {
            try goOn()
        } catch {
            throw .card(error)
        }
        do {
            return try work(token.card)
        } catch {
            throw .card(error)
        }
    }

    /// After a reset: the same card with all its tries and the PIN once more, or nothing.
    private func goOn() throws(TokenError) {
        guard let pin else {
            close()
            throw .pinExpired
        }
        transaction = nil
        do {
            try open { (card) throws(CardError) in
                let state = try card.pinState(.holder)
                guard state.triesLeft == state.maximumTries else {
                    throw .tryGuard(.holder, triesLeft: state.triesLeft)
                }
                try card.verify(.holder, pin.value)
            }
        } catch {
            close()
            throw .card(error)
        }
    }

    private func open(_ present: (ProfessionalCard) throws(CardError) -> Void) throws(CardError) {
        var transaction = try CardTransaction(token.connection, patience: token.patience)
        token.begin(&transaction, resetting: true)
        self.transaction = consume transaction
        try token.card.confirmIdentity()
        try present(token.card)
    }
}

extension HealthCardToken {
    /// Opens a session for many signatures.
    ///
    /// - Parameter uptime: a clock that only goes forward, such as the machine's uptime.
    public func signingSession(
        _ role: KeyRole, _ scheme: SignatureScheme, _ pin: consuming SecretBytes, consent: TryConsent = .none,
        uptime: @escaping () -> Duration
    ) throws(TokenError) -> SigningSession {
        try SigningSession(self, role, scheme, pin, consent, uptime)
    }
}
