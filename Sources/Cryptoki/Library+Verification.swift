// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardCrypto
internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
internal import PKCS15

extension Library {
    /// Begins the check of a signature (C_VerifyInit); all of it is software.
    public func beginVerification(
        _ handle: SessionHandle, _ mechanism: Mechanism, key: ObjectHandle
    ) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard session.verification == nil else { throw .operationActive }
            let twin = try publicKey(key, card, content)
            try require(mechanism.type, on: card)
            if mechanism.type == UInt(CKM_RSA_X_509) { throw .functionNotSupported }
            guard HashFunction(digest: mechanism.type) == nil else { throw .mechanismInvalid }
            // What a public key verifies does not depend on what its private key may sign.
            session.verification = SigningOperation(
                try SignaturePlan(mechanism, mechanism.type == UInt(CKM_RSA_PKCS) ? .authentication : twin.role),
                twin)
        }
    }

    /// Checks in one part (C_Verify).
    public func verify(_ handle: SessionHandle, _ data: [UInt8], _ signature: [UInt8]) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard var operation = session.verification, !operation.isMultipart else {
                throw .operationNotInitialized
            }
            session.verification = nil
            try operation.append(data)
            try check(signature, operation, card, content)
        }
    }

    /// Takes a part of the message (C_VerifyUpdate).
    public func updateVerification(_ handle: SessionHandle, _ part: [UInt8]) throws(ReturnCode) {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard session.verification != nil else { throw .operationNotInitialized }
            do throws(ReturnCode) {
                session.verification?.isMultipart = true
                try session.verification?.append(part)
            } catch {
                session.verification = nil
                throw error
            }
        }
    }

    /// Checks what came in parts (C_VerifyFinal).
    public func endVerification(_ handle: SessionHandle, _ signature: [UInt8]) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard let operation = session.verification else { throw .operationNotInitialized }
            session.verification = nil
            try check(signature, operation, card, content)
        }
    }

    private func check(
        _ signature: [UInt8], _ operation: SigningOperation, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) {
        let key = try rsaKey(operation.key.role, card, content)
        guard signature.count == key.count else { throw .signatureLengthRange }
        let isRight =
            switch operation.plan {
            case .message(let function, let padding):
                key.verifies(signature, digest: operation.hash?.digest() ?? [], function, padding)
            case .digest(let function): key.verifies(signature, digest: operation.data, function, .pss)
            case .digestInfo, .data: key.verifiesPKCS1(signature, block: operation.data)
            }
        guard isRight else { throw .signatureInvalid }
    }

    /// The private twin of a public key, which tells role and size.
    func publicKey(
        _ handle: ObjectHandle, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) -> CardKey {
        do throws(ReturnCode) {
            guard case .publicKey(let key) = try visible(handle, card, content) else {
                throw ReturnCode.keyHandleInvalid
            }
            return try content.working(card, settings.mode) { () throws(TokenError) in
                try card.perform { (card) throws(CardError) in try card.key(key.role) }
            }
        } catch .objectHandleInvalid {
            throw .keyHandleInvalid
        }
    }

    func rsaKey(_ role: KeyRole, _ card: InsertedCard, _ content: SlotContent) throws(ReturnCode) -> RSAPublicKey {
        let certificate = try content.working(card, settings.mode) { () throws(TokenError) in
            try card.directory.certificate(role, on: card)
        }
        do throws(CryptoError) {
            return try RSAPublicKey(modulus: certificate.modulus, exponent: certificate.exponent)
        } catch {
            throw .generalError
        }
    }
}
