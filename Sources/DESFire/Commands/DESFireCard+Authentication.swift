// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import SecretMemory

extension DESFireCard {
    /// Opens a D40 session (0A).
    public func authenticateD40(_ number: UInt8, _ key: DESFireKey) throws(DESFireError) {
        guard key.type == .des2Keys else { throw .parameter("key type") }
        session = nil
        let cipher = try crypto { () throws(CryptoError) in try BlockCipher(.tripleDES2Keys, key: key.bytes) }
        let challenge = try channel.step(.authenticate, [number], awaiting: .additionalFrame, of: .authenticate)
        guard challenge.count == 8 else { throw .malformed("challenge") }
        let host = try randomNumber(8)
        var vector = cipher.zeroVector
        let card = try crypto { () throws(CryptoError) in try cipher.decryptCBC(challenge, &vector) }
        let answer = try crypto { () throws(CryptoError) in
            // The card only enciphers: what hosts send is deciphered, chained like a cryptogram.
            var vector = cipher.zeroVector
            return try cipher.decryptForSending(WipingBytes(joining: [host, card.rotatedLeft()]), &vector)
        }
        let proof = try channel.step(.additionalFrame, answer, awaiting: .ok, of: .authenticate)
        vector = cipher.zeroVector
        guard proof.count == 8,
            try crypto({ () throws(CryptoError) in try cipher.decryptCBC(proof, &vector) })
                .isSame(as: host.rotatedLeft())
        else { throw .cardNotAuthentic }
        session = try D40Messaging(
            number, SessionKeys.picked(.des2Keys, host, card, isSingleDES: key.isSingleDES))
    }

    /// Opens an EV1 session: 1A with a DES key, AA with an AES key.
    public func authenticateEV1(_ number: UInt8, _ key: DESFireKey) throws(DESFireError) {
        session = nil
        let instruction: DESFireInstruction = key.type == .aes ? .authenticateAES : .authenticateISO
        let cipher = try crypto { () throws(CryptoError) in try BlockCipher(key.type.algorithm, key: key.bytes) }
        let challenge = try channel.step(instruction, [number], awaiting: .additionalFrame, of: instruction)
        guard challenge.count == key.type.randomCount else { throw .malformed("challenge") }
        let host = try randomNumber(key.type.randomCount)
        // The vector goes on through the three messages.
        var vector = cipher.zeroVector
        let card = try crypto { () throws(CryptoError) in try cipher.decryptCBC(challenge, &vector) }
        let answer = try crypto { () throws(CryptoError) in
            try cipher.encryptCBC(WipingBytes(joining: [host, card.rotatedLeft()]), &vector)
        }
        let proof = try channel.step(.additionalFrame, answer, awaiting: .ok, of: instruction)
        guard proof.count == host.count,
            try crypto({ () throws(CryptoError) in try cipher.decryptCBC(proof, &vector) })
                .isSame(as: host.rotatedLeft())
        else { throw .cardNotAuthentic }
        session = try EV1Messaging(
            number, key.type.algorithm,
            SessionKeys.picked(key.type, host, card, isSingleDES: key.isSingleDES))
    }

    /// Opens an EV2 session (71), or goes on with another key within one (77).
    ///
    /// - Parameter capabilities: what the host says of itself, at most six bytes; the card repeats them under the key.
    /// - Returns: the card's own capabilities, of a first authentication.
    @discardableResult
    public func authenticateEV2(
        _ number: UInt8, _ key: DESFireKey, capabilities: WipingBytes = []
    ) throws(DESFireError) -> WipingBytes? {
        guard key.type == .aes, capabilities.count <= 6 else { throw .parameter("key type or capabilities") }
        let previous = (session as? EV2Messaging)?.context
        session = nil
        let instruction: DESFireInstruction = previous == nil ? .authenticateEV2First : .authenticateEV2NonFirst
        let cipher = try crypto { () throws(CryptoError) in try BlockCipher(.aes128, key: key.bytes) }
        let request =
            previous == nil
            ? WipingBytes(joining: [[number, UInt8(capabilities.count)], capabilities]) : [number]
        let challenge = try channel.step(instruction, request, awaiting: .additionalFrame, of: instruction)
        guard challenge.count == 16 else { throw .malformed("challenge") }
        let host = try randomNumber(16)
        let card = try crypto { () throws(CryptoError) in try cipher.decrypt(challenge) }
        let answer = try crypto { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.encryptCBC(WipingBytes(joining: [host, card.rotatedLeft()]), &vector)
        }
        let proof = try channel.step(.additionalFrame, answer, awaiting: .ok, of: instruction)
        guard proof.count == (previous == nil ? 32 : 16) else { throw .malformed("proof") }
        let opened = try crypto { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.decryptCBC(proof, &vector)
        }
        let place = previous == nil ? 4 : 0
        guard WipingBytes(opened[place..<place + 16]).isSame(as: host.rotatedLeft()) else { throw .cardNotAuthentic }
        let keys = try crypto { () throws(CryptoError) in try SessionKeys.ev2(key.bytes, host, card) }
        let context = previous ?? EV2Context(transaction: WipingBytes(opened[0..<4]), counter: 0)
        if previous == nil {
            // A host whose capabilities were changed on the way talks to somebody in between.
            let repeated = WipingBytes(joining: [
                capabilities, WipingBytes(repeatElement(0, count: 6 - capabilities.count)),
            ])
            guard WipingBytes(opened[26..<32]).isSame(as: repeated) else { throw .cardNotAuthentic }
        }
        session = try EV2Messaging(number, encryption: keys.encryption, mac: keys.mac, context)
        return previous == nil ? WipingBytes(opened[20..<26]) : nil
    }

    func randomNumber(_ count: Int) throws(DESFireError) -> WipingBytes {
        WipingBytes(try crypto { () throws(CryptoError) in try random.bytes(count) })
    }
}
