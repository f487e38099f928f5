// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
public import SecretMemory

extension Library {
    /// Presents a PIN (C_Login); the one place where a host's PIN goes to a card.
    public func login(
        _ handle: SessionHandle, _ user: UserType, _ pin: consuming SecretBytes
    ) throws(ReturnCode) {
        let given = OperationPIN(pin)
        try inSession(handle, .card) { (content, card, session) throws(ReturnCode) in
            switch user {
            case .contextSpecific: try authenticateOperation(session, given)
            case .user: try begin(.holder, given, card, content)
            case .securityOfficer:
                guard content.sessions.values.allSatisfy(\.isReadWrite) else { throw .sessionReadOnlyExists }
                try begin(.unblocking, given, card, content)
            }
        }
        if settings.mode != .compat { watchIdle() }
    }

    private func begin(
        _ role: PINRole, _ pin: OperationPIN, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) {
        if let present = card.login {
            throw present.role == role ? .userAlreadyLoggedIn : .userAnotherAlreadyLoggedIn
        }
        guard card.summary.pin != nil else { throw .userPINNotInitialized }
        // A card that another process has opened would take an empty PIN for a question.
        guard pin.value.count > 0 else { throw .pinIncorrect }
        let life: PINLife =
            switch (settings.mode, role) {
            case (.compat, _): .leftVerified
            // An unblocking code has few uses: it cannot be presented for each operation.
            case (.native, _), (.strict, .unblocking): .kept
            case (.strict, .holder): .perOperation
            }
        let consent: TryConsent = settings.allowsLastTry || settings.mode == .compat ? .given : .none
        let login = try content.working(card, settings.mode) { () throws(TokenError) in
            try card.token.login(role, pin.value.duplicate(), life, consent: consent)
        }
        card.begin(login)
    }

    /// The PIN for one operation, which presents it.
    private func authenticateOperation(_ session: Session, _ pin: OperationPIN) throws(ReturnCode) {
        guard settings.mode == .strict, session.signing?.key.role == .signature else {
            throw .operationNotInitialized
        }
        guard pin.value.count > 0 else { throw .pinIncorrect }
        session.signing?.pin = pin
    }

    /// Ends the login (C_Logout).
    public func logout(_ handle: SessionHandle) throws(ReturnCode) {
        try inSession(handle) { (content, card, _) throws(ReturnCode) in
            guard card.login != nil else { throw .userNotLoggedIn }
            card.logout()
            for session in content.sessions.values { session.logout() }
        }
    }

    /// Replaces the holder's PIN (C_SetPIN).
    public func setPIN(
        _ handle: SessionHandle, from old: consuming SecretBytes, to new: consuming SecretBytes
    ) throws(ReturnCode) {
        let (old, new) = (OperationPIN(old), OperationPIN(new))
        try inSession(handle, .card) { (content, card, session) throws(ReturnCode) in
            guard session.isReadWrite else { throw .sessionReadOnly }
            guard card.summary.pin != nil else { throw .userPINNotInitialized }
            // PKCS#11 2.40 §5.5: under an officer's login it is the officer's own that changes, and these cards have no
            // command for that. To try the value as the holder's PIN would spend a try.
            guard card.login?.role != .unblocking else { throw .functionNotSupported }
            try checkNew(new, card)
            let isCompat = settings.mode == .compat
            let consent: TryConsent = settings.allowsLastTry || isCompat ? .given : .none
            try content.working(card, settings.mode) { () throws(TokenError) in
                try card.token.changePIN(
                    from: old.value, to: new.value, consent: consent, leavingVerified: isCompat)
            }
            card.login?.replace(with: new.value.duplicate())
        }
    }

    /// Unblocks the holder's PIN and gives it a new value (C_InitPIN).
    public func initializePIN(_ handle: SessionHandle, to new: consuming SecretBytes) throws(ReturnCode) {
        let new = OperationPIN(new)
        try inSession(handle, .card) { (content, card, session) throws(ReturnCode) in
            guard let login = card.login, login.role == .unblocking else { throw .userNotLoggedIn }
            guard session.isReadWrite else { throw .sessionReadOnly }
            try checkNew(new, card)
            do throws(ReturnCode) {
                try content.working(card, settings.mode) { () throws(TokenError) in
                    try card.token.resetPIN(to: new.value, under: login)
                }
            } catch .userNotLoggedIn {
                // The card was reset, and an unblocking code is not kept: a person has to give it again.
                card.logout()
                throw .userNotLoggedIn
            }
        }
    }

    private func checkNew(_ pin: OperationPIN, _ card: InsertedCard) throws(ReturnCode) {
        guard (card.summary.pinDigits ?? 4...8).contains(pin.value.count) else { throw .pinLengthRange }
        let areDigits = pin.value.withSpan { digits in
            var bad: UInt8 = 0
            for index in digits.indices { bad |= (0x30...0x39).contains(digits[index]) ? 0 : 1 }
            return bad == 0
        }
        guard areDigits else { throw .pinInvalid }
    }
}
