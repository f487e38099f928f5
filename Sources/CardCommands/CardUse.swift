// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
public import CardToken
public import CardToolSupport
public import HealthCard
public import ISO7816
public import SecretMemory

/// How a command was told to get PINs: descriptors, and whether guarded tries may be used.
public struct PresentationOptions: Sendable {
    /// Where secrets come from.
    public var descriptors: SecretDescriptors
    /// Whether the person asked to use the last tries; still to be confirmed.
    public var usesLastTry: Bool

    /// From the options.
    public init(_ descriptors: SecretDescriptors = SecretDescriptors(), usesLastTry: Bool = false) {
        self.descriptors = descriptors
        self.usesLastTry = usesLastTry
    }
}

extension CommandContext {
    /// Recognises the card that the command is about.
    public func openToken() throws -> HealthCardToken {
        let connection = try connect()
        let store = CardCache(environment: environment)
        return try telling { () throws(TokenError) in try HealthCardToken(connection, store: store) }
    }

    /// Shows the tries, keeps the guard, and asks: a secret that a person has just given, with their consent.
    public func present(
        _ role: PINRole, to token: HealthCardToken, _ options: PresentationOptions
    ) throws -> Presented {
        let state = try telling { () throws(TokenError) in try token.pinState(role) }
        guard !state.isBlocked else { throw Failure(CardError.pinBlocked(role)) }
        let secrets = secrets(options.descriptors)
        var consent = TryConsent.none
        if state.isGuarded {
            try secrets.permitLastTry(role, left: state.presentationsLeft, isAskedFor: options.usesLastTry)
            consent = .given
        } else {
            notice(PromptMessage.triesBefore(left: state.triesLeft))
        }
        return Presented(try secrets.ask(role == .holder ? .pin : .puk), consent, maximumTries: state.maximumTries)
    }
}

/// A secret that a person has just given.
public struct Presented: ~Copyable {
    /// The secret.
    public let secret: SecretBytes
    /// Whether a guarded try may be used.
    public let consent: TryConsent
    /// Errors in a row that block the card.
    public let maximumTries: Int

    init(_ secret: consuming SecretBytes, _ consent: TryConsent, maximumTries: Int) {
        self.secret = secret
        self.consent = consent
        self.maximumTries = maximumTries
    }

    /// Gives the secret away, to be kept by a signing session.
    public consuming func take() -> SecretBytes {
        secret
    }

    /// Runs work with the secret; a wrong PIN is told with the number of errors that block the card.
    public borrowing func using<R>(
        _ work: (borrowing SecretBytes, TryConsent) throws(TokenError) -> R
    ) throws(Failure) -> R {
        do {
            return try work(secret, consent)
        } catch .card(let cause) {
            throw Failure(cause, triesAllowed: maximumTries)
        } catch {
            throw Failure(error)
        }
    }
}
