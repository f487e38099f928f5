// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
internal import SecretMemory

extension Library {
    /// Begins a signature (C_SignInit).
    public func beginSigning(
        _ handle: SessionHandle, _ mechanism: Mechanism, key: ObjectHandle
    ) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard session.signing == nil else { throw .operationActive }
            let key = try privateKey(key, card, content)
            try require(mechanism.type, on: card)
            if mechanism.type == UInt(CKM_RSA_X_509) { throw .functionNotSupported }
            let rule = KeyRule(key: key, generation: card.identity.generation, mode: settings.mode)
            guard rule.signs(with: mechanism.type) else { throw .keyTypeInconsistent }
            session.signing = SigningOperation(try SignaturePlan(mechanism, key.role), key)
        }
    }

    /// Signs in one part (C_Sign).
    public func sign(_ handle: SessionHandle, _ data: [UInt8], _ room: OutputRoom) throws(ReturnCode) -> Output {
        try inSession(handle, .card) { (content, card, session) throws(ReturnCode) in
            guard var operation = session.signing, !operation.isMultipart else { throw .operationNotInitialized }
            if let early = early(operation.signatureCount, room) { return early }
            session.signing = nil
            // The established middleware takes a message of no bytes for a mistake.
            if data.isEmpty, settings.mode == .compat { throw .argumentsBad }
            try operation.append(data)
            return .bytes(try signature(of: operation, card, content))
        }
    }

    /// Takes a part of the message (C_SignUpdate).
    public func updateSigning(_ handle: SessionHandle, _ part: [UInt8]) throws(ReturnCode) {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard session.signing != nil else { throw .operationNotInitialized }
            do throws(ReturnCode) {
                session.signing?.isMultipart = true
                try session.signing?.append(part)
            } catch {
                session.signing = nil
                throw error
            }
        }
    }

    /// Signs what came in parts (C_SignFinal).
    public func endSigning(_ handle: SessionHandle, _ room: OutputRoom) throws(ReturnCode) -> Output {
        try inSession(handle, .card) { (content, card, session) throws(ReturnCode) in
            guard let operation = session.signing else { throw .operationNotInitialized }
            if let early = early(operation.signatureCount, room) { return early }
            session.signing = nil
            return .bytes(try signature(of: operation, card, content))
        }
    }

    private func signature(
        of operation: SigningOperation, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) -> WipingBytes {
        let (input, scheme) = try operation.prepared()
        let role = operation.key.role
        let signature = try content.working(card, settings.mode) { () throws(TokenError) in
            if !operation.key.needsPIN {
                return try card.perform { (card) throws(CardError) in try card.sign(input, scheme, with: role) }
            }
            if settings.mode == .strict, role == .signature {
                guard let pin = operation.pin, card.login?.role == .holder else { throw .pinExpired }
                return try card.token.sign(input, scheme, with: role, pin.value)
            }
            return try card.performOpened { (card) throws(CardError) in try card.sign(input, scheme, with: role) }
        }
        return WipingBytes(signature)
    }

    /// What is answered before the card is asked: the length, or that the buffer is too small.
    func early(_ count: Int, _ room: OutputRoom) -> Output? {
        switch room {
        case .lengthOnly: .length(count)
        case .bytes(let bytes) where bytes < UInt(count): .tooSmall(needed: count)
        case .bytes: nil
        }
    }

    /// The private key of a handle.
    func privateKey(
        _ handle: ObjectHandle, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) -> CardKey {
        do throws(ReturnCode) {
            guard case .privateKey(let key) = try visible(handle, card, content) else {
                throw ReturnCode.keyHandleInvalid
            }
            return key
        } catch .objectHandleInvalid {
            throw .keyHandleInvalid
        }
    }

    func require(_ type: MechanismType, on card: InsertedCard) throws(ReturnCode) {
        guard mechanismTable(card).types.contains(type) else { throw .mechanismInvalid }
    }
}
