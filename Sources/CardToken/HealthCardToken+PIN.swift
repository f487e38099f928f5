// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import HealthCard
public import ISO7816
public import SecretMemory

extension HealthCardToken {
    /// Presents the holder's PIN or the unblocking code once, then forgets it: nothing stays open on the card.
    public func verify(
        _ role: PINRole, _ pin: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(TokenError) {
        try holding(role, pin, consent) { (_) throws(CardError) in }
    }

    /// Activities and billing situation, which need the holder's PIN.
    public func privateContents(
        _ pin: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(TokenError) -> PrivateContents {
        try holding(.holder, pin, consent) { (card) throws(CardError) in
            try PrivateContents(of: card)
        }
    }

    /// The content of a data object that needs the holder's PIN.
    public func read(
        _ label: String, with pin: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(TokenError) -> [UInt8] {
        let object = try object(label)
        return try holding(.holder, pin, consent) { (card) throws(CardError) in try card.read(object) }
    }

    /// One signature, or one authentication, with a PIN that was just given.
    public func sign(
        _ input: SignatureInput, _ scheme: SignatureScheme, with role: KeyRole, _ pin: borrowing SecretBytes,
        consent: TryConsent = .none
    ) throws(TokenError) -> [UInt8] {
        try holding(.holder, pin, consent) { (card) throws(CardError) in try card.sign(input, scheme, with: role) }
    }

    /// Deciphers with the authentication key.
    public func decipher(
        _ cryptogram: [UInt8], _ pin: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(TokenError) -> WipingBytes {
        try holding(.holder, pin, consent) { (card) throws(CardError) in try card.decipher(cryptogram) }
    }

    /// Replaces the holder's PIN.
    ///
    /// - Parameter leavingVerified: whether the card is left open afterwards, for a login that goes on.
    /// - Throws: ``TokenError/pinChange(_:because:)`` when it was cut short, with the PIN that holds.
    public func changePIN(
        from old: borrowing SecretBytes, to new: borrowing SecretBytes, consent: TryConsent = .none,
        leavingVerified: Bool = false
    ) throws(TokenError) {
        var progress = PINChangeProgress.nothingSent
        do {
            try exclusively(resetting: !leavingVerified, repeatable: false) { (card) throws(CardError) in
                try card.confirmIdentity()
                try card.changePIN(from: old, to: new, consent: consent, progress: &progress)
            }
        } catch .card(let cause) {
            throw HealthCardToken.outcome(progress, cause)
        }
    }

    /// Unblocks the holder's PIN and gives it a new value.
    ///
    /// - Throws: ``TokenError/pinChange(_:because:)`` when it was cut short, with the PIN that holds.
    public func unblockPIN(
        with puk: borrowing SecretBytes, to new: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(TokenError) {
        var progress = PINChangeProgress.nothingSent
        do {
            try exclusively(resetting: true, repeatable: false) { (card) throws(CardError) in
                try card.confirmIdentity()
                try card.unblockPIN(with: puk, to: new, consent: consent, progress: &progress)
            }
        } catch .card(let cause) {
            throw HealthCardToken.outcome(progress, cause)
        }
    }

    /// Unblocks the holder's PIN and gives it a new value, under a login with the unblocking code.
    ///
    /// - Throws: ``TokenError/pinChange(_:because:)`` when it was cut short, with the PIN that holds.
    public func resetPIN(to new: borrowing SecretBytes, under login: Login) throws(TokenError) {
        var progress = PINChangeProgress.nothingSent
        do {
            try login.perform { (card) throws(CardError) in try card.resetPIN(to: new, progress: &progress) }
        } catch .card(let cause) {
            throw HealthCardToken.outcome(progress, cause)
        }
    }

    /// Identity, guard, presentation, work and reset in one transaction; never repeated.
    private func holding<R>(
        _ role: PINRole, _ pin: borrowing SecretBytes, _ consent: TryConsent,
        _ work: (ProfessionalCard) throws(CardError) -> R
    ) throws(TokenError) -> R {
        try exclusively(resetting: true, repeatable: false) { (card) throws(CardError) in
            try card.confirmIdentity()
            try card.verify(role, pin, consent: consent)
            return try work(card)
        }
    }

    private static func outcome(_ progress: PINChangeProgress, _ cause: CardError) -> TokenError {
        switch progress {
        case .nothingSent: .card(cause)
        case .proven: .pinChange(.oldHolds, because: cause)
        case .unblocked: .pinChange(.oldHoldsUnblocked, because: cause)
        case .changeSent, .changed: .pinChange(.unknown, because: cause)
        }
    }
}

/// What the holder's PIN opens.
public struct PrivateContents: Hashable, Sendable {
    /// Practice situations, by number.
    public let activities: [Activity]
    /// CPS_SIT_FACT as stored: its layout is not public.
    public let billing: [UInt8]?

    init(of card: ProfessionalCard) throws(CardError) {
        activities = try card.activities()
        guard let object = try card.objects().first(where: { $0.label == "CPS_SIT_FACT" }) else {
            billing = nil
            return
        }
        billing = try card.read(object)
    }
}
