// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import CardToken
internal import HealthCard
internal import ISO7816
internal import ModuleSettings
public import SecretMemory

extension Library {
    /// Begins a digest (C_DigestInit); all of it is software.
    public func beginDigest(_ handle: SessionHandle, _ mechanism: Mechanism) throws(ReturnCode) {
        try inSession(handle) { (_, card, session) throws(ReturnCode) in
            guard session.digesting == nil else { throw .operationActive }
            try require(mechanism.type, on: card)
            guard let function = HashFunction(digest: mechanism.type) else { throw .mechanismInvalid }
            session.digesting = DigestOperation(hash: MessageHash(function))
        }
    }

    /// The digest of one part (C_Digest).
    public func digest(_ handle: SessionHandle, _ data: [UInt8], _ room: OutputRoom) throws(ReturnCode) -> Output {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard var operation = session.digesting, !operation.isMultipart else { throw .operationNotInitialized }
            if let early = early(operation.hash.function.digestCount, room) { return early }
            session.digesting = nil
            operation.hash.update(data)
            return .bytes(WipingBytes(operation.hash.digest()))
        }
    }

    /// Takes a part (C_DigestUpdate).
    public func updateDigest(_ handle: SessionHandle, _ part: [UInt8]) throws(ReturnCode) {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard session.digesting != nil else { throw .operationNotInitialized }
            session.digesting?.isMultipart = true
            session.digesting?.hash.update(part)
        }
    }

    /// The digest of what came in parts (C_DigestFinal).
    public func endDigest(_ handle: SessionHandle, _ room: OutputRoom) throws(ReturnCode) -> Output {
        try inSession(handle) { (_, _, session) throws(ReturnCode) in
            guard let operation = session.digesting else { throw .operationNotInitialized }
            if let early = early(operation.hash.function.digestCount, room) { return early }
            session.digesting = nil
            return .bytes(WipingBytes(operation.hash.digest()))
        }
    }

    /// Random bytes of the card (C_GenerateRandom), eight by eight in one transaction.
    public func random(_ handle: SessionHandle, count: Int) throws(ReturnCode) -> WipingBytes {
        // A card gives eight bytes at a time; nobody who asks for more than this means the card.
        guard (0...65_536).contains(count) else { throw .argumentsBad }
        return try inSession(handle, .card) { (content, card, _) throws(ReturnCode) in
            try content.working(card, settings.mode) { () throws(TokenError) in
                try card.perform { (card) throws(CardError) in
                    var bytes: [UInt8] = []
                    while bytes.count < count { bytes += try card.challenge() }
                    return WipingBytes(bytes.prefix(count))
                }
            }
        }
    }
}
