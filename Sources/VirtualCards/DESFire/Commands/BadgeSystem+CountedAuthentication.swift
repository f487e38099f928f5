// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

extension BadgeSystem {
    /// 71: a new session with a transaction identifier of its own.
    func authenticateFirst(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        session = nil
        var reader = ParameterReader(call.payload)
        let number = try reader.byte()
        let told = try reader.take(Int(try reader.byte()))
        try reader.end()
        // Shorter capabilities are filled with zeros, longer ones cut, in what is repeated.
        let capabilities = WipingBytes(told, .zeros(6)).part(0, 6)
        let (reference, key) = try authenticationKey(number)
        guard key.kind == .aes else { throw .authenticationError }
        let wantsResilience = (told.first ?? 0) & 0x02 != 0
        // A card in the leakage-resilient mode speaks no other, and the other way round.
        guard wantsResilience == state.configuration.isLeakageResilient else { throw .permissionDenied }
        return try challenge(
            wantsResilience ? .leakageResilientFirst(capabilities: capabilities) : .first(capabilities: capabilities),
            key, reference)
    }

    /// 77: another key takes over; identifier and counter stay.
    func authenticateNonFirst(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let open = session as? CountedSession
        session = nil
        guard call.payload.count == 1 else { throw .lengthError }
        guard let open else { throw .permissionDenied }
        let (reference, key) = try authenticationKey(call.payload[0])
        guard key.kind == .aes else { throw .authenticationError }
        return try challenge(
            open.isLeakageResilient ? .leakageResilientNonFirst(open.context) : .nonFirst(open.context), key, reference)
    }

    private func challenge(
        _ kind: PendingAuthentication.Kind, _ key: BadgeKey, _ reference: KeyReference
    ) throws(BadgeStatus) -> BadgeAnswer {
        let number = try randomBytes(16)
        exchange = .authenticating(
            PendingAuthentication(kind: kind, key: key, reference: reference, challenge: number))
        switch kind {
        case .leakageResilientFirst, .leakageResilientNonFirst:
            // 01 says which mode; the number itself is no secret there.
            return .bare(WipingBytes([0x01], number))
        default:
            let cipher = try key.cipher()
            return .bare(try guarded { () throws(CryptoError) in try cipher.encrypt(number) })
        }
    }

    func finishPaired(_ pending: PendingAuthentication, _ proof: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        let cipher = try pending.key.cipher()
        let opened = try guarded { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.decryptCBC(proof, &vector)
        }
        let host = opened.part(0, 16)
        try require(opened.part(16, 16).matches(pending.challenge.turned))
        let keys = try BadgeSessionKeys.paired(pending.key, host: host, card: pending.challenge)
        var told = host.turned
        let context: CountedContext
        if case .nonFirst(let old) = pending.kind {
            context = old
        } else {
            context = CountedContext(transaction: try newTransaction(), counter: 0)
            told = WipingBytes(context.transaction, told, capabilities(pending))
        }
        session = CountedSession(pending.reference, keys, context)
        return try guarded { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.encryptCBC(told, &vector)
        }
    }

    func finishLeakageResilient(
        _ pending: PendingAuthentication, _ proof: WipingBytes
    ) throws(BadgeStatus) -> WipingBytes {
        let host = proof.part(0, 16)
        let function = try BadgeSessionKeys.leakageResilient(pending.key, host: host, card: pending.challenge)
        let expected = try guarded { () throws(CryptoError) in try function.code(WipingBytes(host, pending.challenge)) }
        try require(expected.matches(proof.part(16, 16)))
        let cipher = LeakageResilientCipher(function, blocks: .zeros(4))
        var told: WipingBytes = []
        let context: CountedContext
        if case .leakageResilientNonFirst(let old) = pending.kind {
            context = old
        } else {
            let new = CountedContext(transaction: try newTransaction(), counter: 0)
            let message = WipingBytes(new.transaction, capabilities(pending))
            told = try guarded { () throws(CryptoError) in try cipher.encipher(message, new) }
            context = new
        }
        session = CountedSession(pending.reference, cipher, context)
        let code = try guarded { () throws(CryptoError) in
            try function.code(WipingBytes(pending.challenge, host, told))
        }
        return WipingBytes(told, code)
    }

    /// The card's capabilities and the host's, as repeated.
    private func capabilities(_ pending: PendingAuthentication) -> WipingBytes {
        switch pending.kind {
        case .first(let host): return WipingBytes(WipingBytes(state.configuration.capabilities.prefix(6)), host)
        case .leakageResilientFirst(let host): return WipingBytes([0x02], .zeros(5), host)
        default: return []
        }
    }

    /// Never the identifier of the session before.
    private func newTransaction() throws(BadgeStatus) -> WipingBytes {
        for _ in 0..<4 {
            let drawn = try randomBytes(4)
            guard drawn == lastTransaction else {
                lastTransaction = drawn
                return drawn
            }
        }
        throw .memoryError
    }
}
