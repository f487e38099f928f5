// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
public import HealthCard
internal import ISO7816
public import SecretMemory

extension CPSCard {
    /// Presents the holder's PIN once; nothing stays open on the card.
    public func verifyPIN(_ pin: borrowing SecretBytes, consent: TryConsent = .none) throws(CPSFailure) {
        try use { (token) throws(TokenError) in try token.verify(.holder, pin, consent: consent) }
    }

    /// Replaces the holder's PIN.
    ///
    /// - Throws: a failure whose detail says which PIN holds, when it was cut short.
    public func changePIN(
        from pin: borrowing SecretBytes, to chosen: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(CPSFailure) {
        try use { (token) throws(TokenError) in try token.changePIN(from: pin, to: chosen, consent: consent) }
    }

    /// Unblocks the holder's PIN with the unblocking code and gives it a new value.
    public func unblockPIN(
        with puk: borrowing SecretBytes, to chosen: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(CPSFailure) {
        try use { (token) throws(TokenError) in try token.unblockPIN(with: puk, to: chosen, consent: consent) }
    }

    /// The content of a data object that the holder's PIN protects.
    public func data(
        _ label: String, _ pin: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(CPSFailure) -> [UInt8] {
        try use { (token) throws(TokenError) in try token.read(label, with: pin, consent: consent) }
    }

    /// The holder's activities (situations d'exercice).
    public func activities(
        _ pin: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(CPSFailure) -> [Activity] {
        try use { (token) throws(TokenError) in try token.privateContents(pin, consent: consent).activities }
    }
}
