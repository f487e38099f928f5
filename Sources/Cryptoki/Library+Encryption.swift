// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardCrypto
internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
public import SecretMemory

extension Library {
    /// Begins an encryption with a public key (C_EncryptInit); all of it is software.
    public func beginEncryption(
        _ handle: SessionHandle, _ mechanism: Mechanism, key: ObjectHandle
    ) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard session.encryption == nil else { throw .operationActive }
            try requireEncipherment(mechanism.type, card)
            let twin = try publicKey(key, card, content)
            let target = try visible(key, card, content)
            let mayEncrypt = try reader(key, target, card, content).value(UInt(CKA_ENCRYPT)) == .flag(true)
            guard mayEncrypt else { throw .keyTypeInconsistent }
            session.encryption = twin
        }
    }

    /// Encrypts one block (C_Encrypt).
    public func encrypt(_ handle: SessionHandle, _ data: WipingBytes, _ room: OutputRoom) throws(ReturnCode) -> Output {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard let twin = session.encryption else { throw .operationNotInitialized }
            if let early = early(twin.modulusBits / 8, room) { return early }
            session.encryption = nil
            let key = try rsaKey(twin.role, card, content)
            let block: [UInt8]?
            do throws(CryptoError) {
                block = try key.encryptedPKCS1(data, random: SystemRandom())
            } catch {
                throw .functionFailed
            }
            guard let block else { throw .dataLengthRange }
            return .bytes(WipingBytes(block))
        }
    }

    /// Begins a decryption (C_DecryptInit).
    public func beginDecryption(
        _ handle: SessionHandle, _ mechanism: Mechanism, key: ObjectHandle
    ) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            guard session.decryption == nil else { throw .operationActive }
            let key = try privateKey(key, card, content)
            try requireEncipherment(mechanism.type, card)
            guard key.decrypts else { throw .keyTypeInconsistent }
            session.decryption = DecryptionOperation(key: key)
        }
    }

    /// Decrypts one block (C_Decrypt).
    ///
    /// A question for the length is answered with the most that it can be and costs the card nothing. Any flaw of the
    /// padding is the same `encryptedDataInvalid`.
    public func decrypt(
        _ handle: SessionHandle, _ cryptogram: [UInt8], _ room: OutputRoom
    ) throws(ReturnCode) -> Output {
        try inSession(handle, .card) { (content, card, session) throws(ReturnCode) in
            guard let operation = session.decryption, !operation.isMultipart else { throw .operationNotInitialized }
            return try deliver(cryptogram, operation, room, card, content, session)
        }
    }

    /// Takes a part of the cryptogram (C_DecryptUpdate); the plaintext comes at the end, whole.
    public func updateDecryption(_ handle: SessionHandle, _ part: [UInt8]) throws(ReturnCode) {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard var operation = session.decryption else { throw .operationNotInitialized }
            session.decryption = nil
            guard operation.cryptogram.count + part.count <= operation.key.modulusBits / 8 else {
                throw .encryptedDataLengthRange
            }
            operation.isMultipart = true
            operation.cryptogram += part
            session.decryption = operation
        }
    }

    /// Decrypts what came in parts (C_DecryptFinal).
    public func endDecryption(_ handle: SessionHandle, _ room: OutputRoom) throws(ReturnCode) -> Output {
        try inSession(handle, .card) { (content, card, session) throws(ReturnCode) in
            guard let operation = session.decryption else { throw .operationNotInitialized }
            return try deliver(operation.cryptogram, operation, room, card, content, session)
        }
    }

    private func deliver(
        _ cryptogram: [UInt8], _ operation: DecryptionOperation, _ room: OutputRoom, _ card: InsertedCard,
        _ content: SlotContent, _ session: Session
    ) throws(ReturnCode) -> Output {
        if case .lengthOnly = room { return .length(operation.key.modulusBits / 8 - 11) }
        session.decryption = nil
        let plaintext: WipingBytes
        if let (known, result) = operation.result, known == cryptogram {
            plaintext = result
        } else {
            plaintext = try decipher(cryptogram, operation.key, card, content)
        }
        let output = Output(plaintext, for: room)
        if case .tooSmall = output {
            session.decryption = operation
            session.decryption?.result = (cryptogram, plaintext)
        }
        return output
    }

    private func decipher(
        _ cryptogram: [UInt8], _ key: CardKey, _ card: InsertedCard, _ content: SlotContent
    ) throws(ReturnCode) -> WipingBytes {
        guard cryptogram.count == key.modulusBits / 8 else { throw .encryptedDataLengthRange }
        do throws(ReturnCode) {
            return try content.working(card, settings.mode) { () throws(TokenError) in
                do throws(TokenError) {
                    return try card.performOpened { (card) throws(CardError) in try card.decipher(cryptogram) }
                } catch .card(.status(let status, during: .decipher)) where status != .securityStatusNotSatisfied {
                    // Whatever the card or the unpadding found wrong: to tell which would make us an oracle.
                    throw .card(.status(.incorrectData, during: .decipher))
                }
            }
        } catch .dataInvalid {
            throw .encryptedDataInvalid
        }
    }

    private func requireEncipherment(_ type: MechanismType, _ card: InsertedCard) throws(ReturnCode) {
        try require(type, on: card)
        if type == UInt(CKM_RSA_X_509) { throw .functionNotSupported }
        guard type == UInt(CKM_RSA_PKCS) else { throw .mechanismInvalid }
    }
}
