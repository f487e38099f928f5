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
    private let pin: SecretBytes
    private let uptime: () -> Duration
    private let begun: Duration
    private var transaction: CardTransaction?
    private static let longest = Duration.seconds(300)

    init(
        _ token: HealthCardToken, _ role: KeyRole, _ scheme: SignatureScheme, _ pin: consuming SecretBytes,
        _ consent: TryConsent, _ uptime: @escaping () -> Duration
    ) throws(TokenError) {
        self.token = token
        self.role = role
        self.scheme = scheme
        self.uptime = uptime
        self.pin = pin
        begun = uptime()
        do {
            try open { (card) throws(CardError) in try card.verify(.holder, self.pin, consent: consent) }
        } catch {
            transaction = nil
            throw .card(error)
        }
    }

    /// Signs one message.
    public func sign(_ message: [UInt8]) throws(TokenError) -> [UInt8] {
        do {
            return try token.card.sign(.message(message), scheme, with: role)
        } catch CardError.transport(.cardReset) {
            guard uptime() - begun <= SigningSession.longest else { throw .pinExpired }
        } catch {
            throw .card(error)
        }
        do {
            try reopen()
            return try token.card.sign(.message(message), scheme, with: role)
        } catch {
            throw .card(error)
        }
    }

    /// Gives the card back, reset.
    public func close() {
        transaction = nil
    }

    /// The same card with all its tries, or nothing.
    private func reopen() throws(CardError) {
        transaction = nil
        try open { (card) throws(CardError) in
            let state = try card.pinState(.holder)
            guard state.triesLeft == state.maximumTries else {
                throw .tryGuard(.holder, triesLeft: state.triesLeft)
            }
            try card.verify(.holder, self.pin)
        }
    }

    private func open(_ present: (ProfessionalCard) throws(CardError) -> Void) throws(CardError) {
        var transaction = try CardTransaction(token.connection, patience: token.patience)
        transaction.resetAtEnd()
        token.card.beginTransaction(afterReset: transaction.start == .afterReset)
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

extension SigningSession {
    /// Activities and billing situation, read under the same presentation of the PIN.
    public func privateContents() throws(TokenError) -> PrivateContents {
        do {
            return try PrivateContents(of: token.card)
        } catch {
            throw .card(error)
        }
    }
}
