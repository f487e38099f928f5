// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
internal import PKCS15
public import SecretMemory

extension ProfessionalCard {
    /// How a PIN stands; spends no try.
    public func pinState(_ role: PINRole) throws(CardError) -> PINState {
        guard identity.interface == .contact else { throw .unsupportedOperation("PIN on the contactless face") }
        return try driver.state(of: role, authenticationObject(role))
    }

    /// The tries left of a PIN, by one empty VERIFY and nothing else; spends no try.
    ///
    /// For displays that ask again and again. It tells no uses, and takes a verified PIN for one with all its tries, so
    /// whether a PIN may be presented is decided with ``pinState(_:)``.
    public func tries(_ role: PINRole) throws(CardError) -> PINState {
        guard identity.interface == .contact else { throw .unsupportedOperation("PIN on the contactless face") }
        return try driver.tries(of: role, authenticationObject(role))
    }

    /// Presents a PIN once, behind the try guard.
    ///
    /// The identity, the tries and the presentation belong together: call it inside one transaction.
    /// - Parameter consent: whether the holder has asked to use a guarded try.
    /// - Throws: ``CardError/tryGuard(_:triesLeft:)``, ``CardError/pinFormat(_:digits:)`` or ``CardError/pinBlocked(_:)``
    ///   before anything is sent; ``CardError/wrongPIN(_:triesLeft:)`` after.
    public func verify(
        _ role: PINRole, _ pin: borrowing SecretBytes, consent: TryConsent = .none
    ) throws(CardError) {
        try checkFormat(role, pin)
        try guardTries(role, consent)
        try driver.verify(role, reference: reference(role), pin)
    }

    /// Replaces the holder's PIN.
    ///
    /// - Parameter progress: how far it came, whatever is thrown.
    package func changePIN(
        from old: borrowing SecretBytes, to new: borrowing SecretBytes, consent: TryConsent,
        progress: inout PINChangeProgress
    ) throws(CardError) {
        try checkFormat(.holder, old)
        try checkFormat(.holder, new)
        try guardTries(.holder, consent)
        try driver.changePIN(reference: reference(.holder), from: old, to: new, progress: &progress)
    }

    /// Unblocks the holder's PIN with the unblocking code and gives it a new value.
    package func unblockPIN(
        with puk: borrowing SecretBytes, to new: borrowing SecretBytes, consent: TryConsent,
        progress: inout PINChangeProgress
    ) throws(CardError) {
        try checkFormat(.unblocking, puk)
        try checkFormat(.holder, new)
        try guardTries(.unblocking, consent)
        try driver.verify(.unblocking, reference: reference(.unblocking), puk)
        progress = .proven
        try driver.resetPIN(reference: reference(.holder), to: new, progress: &progress)
    }

    /// Unblocks the holder's PIN and gives it a new value; the unblocking code must have been accepted before.
    package func resetPIN(
        to new: borrowing SecretBytes, progress: inout PINChangeProgress
    ) throws(CardError) {
        try checkFormat(.holder, new)
        progress = .proven
        try driver.resetPIN(reference: reference(.holder), to: new, progress: &progress)
    }

    private func guardTries(_ role: PINRole, _ consent: TryConsent) throws(CardError) {
        let state = try pinState(role)
        if state.isBlocked { throw .pinBlocked(role) }
        guard !state.isGuarded || consent == .given else { throw .tryGuard(role, triesLeft: state.presentationsLeft) }
    }

    private func checkFormat(_ role: PINRole, _ pin: borrowing SecretBytes) throws(CardError) {
        let digits = try authenticationObjects().first { $0.isUnblocking == (role == .unblocking) }?.digits ?? 4...8
        let areDigits = pin.withSpan { bytes in
            // All are looked at, so that time does not tell where the first bad one stands.
            var bad: UInt8 = 0
            for index in 0..<bytes.count { bad |= (0x30...0x39).contains(bytes[index]) ? 0 : 1 }
            return bad == 0
        }
        guard digits.contains(pin.count), areDigits else { throw .pinFormat(role, digits: digits) }
    }

    private func reference(_ role: PINRole) -> UInt8 {
        authenticationObject(role)?.reference ?? (role == .holder ? 1 : 2)
    }
}

/// Whether a person has asked to use a try that the guard keeps.
public enum TryConsent: Hashable, Sendable {
    /// Nobody asked: the guard holds.
    case none
    /// Asked and confirmed by the person who holds the card.
    case given
}
