// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// An authentication between its two messages.
struct PendingAuthentication {
    enum Kind {
        case d40
        case ev1
        /// What the host said of itself, six bytes.
        case first(capabilities: WipingBytes)
        case nonFirst(CountedContext)
        case leakageResilientFirst(capabilities: WipingBytes)
        case leakageResilientNonFirst(CountedContext)
    }

    let kind: Kind
    let key: BadgeKey
    let reference: KeyReference
    let challenge: WipingBytes
    /// Where the chain of the three messages stands (EV1).
    var vector: WipingBytes = []
}

extension BadgeSystem {
    /// The key that an authentication is about.
    func authenticationKey(_ number: UInt8) throws(BadgeStatus) -> (KeyReference, BadgeKey) {
        let reference = KeyReference(application: try application(for: number), number: number & 0x7F)
        guard let key = state.key(reference) else { throw .noSuchKey }
        let configuration = state.configuration
        guard !configuration.countsFailures || state.failures < Int(configuration.failureLimit) else {
            throw .authenticationDelay
        }
        return (reference, key)
    }

    /// 0A, 1A and AA.
    func authenticate(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        session = nil
        guard call.payload.count == 1 else { throw .lengthError }
        let isD40 = call.command == .authenticate
        guard !(isD40 ? state.configuration.isD40Disabled : state.configuration.isEV1Disabled) else {
            throw .permissionDenied
        }
        let (reference, key) = try authenticationKey(call.payload[0])
        switch call.command {
        case .authenticate where key.kind == .des: break
        case .authenticateISO where key.kind != .aes: break
        case .authenticateAES where key.kind == .aes: break
        default: throw .authenticationError
        }
        let cipher = try key.cipher()
        let challenge = try randomBytes(isD40 ? 8 : key.kind.challengeCount)
        var vector = cipher.zeroVector
        let sent = try guarded { () throws(CryptoError) in try cipher.encryptCBC(challenge, &vector) }
        exchange = .authenticating(
            PendingAuthentication(
                kind: isD40 ? .d40 : .ev1, key: key, reference: reference, challenge: challenge, vector: vector))
        return .bare(sent)
    }

    /// The host's proof; the card's own is the answer.
    func finish(_ pending: PendingAuthentication, _ proof: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        let count = pending.challenge.count
        let answer: WipingBytes
        switch pending.kind {
        case .d40, .ev1:
            guard proof.count == 2 * count else { throw .lengthError }
            answer = try finishChained(pending, proof)
        case .first, .nonFirst:
            guard proof.count == 32 else { throw .lengthError }
            answer = try finishPaired(pending, proof)
        case .leakageResilientFirst, .leakageResilientNonFirst:
            guard proof.count == 32 else { throw .lengthError }
            answer = try finishLeakageResilient(pending, proof)
        }
        countAttempt(success: true)
        return answer
    }

    private func finishChained(
        _ pending: PendingAuthentication, _ proof: WipingBytes
    ) throws(BadgeStatus) -> WipingBytes {
        let cipher = try pending.key.cipher()
        var vector = pending.vector
        var isD40 = false
        if case .d40 = pending.kind {
            isD40 = true
            vector = cipher.zeroVector
        }
        let opened = try guarded { () throws(CryptoError) in
            isD40 ? try cipher.encryptForReceiving(proof, &vector) : try cipher.decryptCBC(proof, &vector)
        }
        let size = pending.challenge.count
        let host = opened.part(0, size)
        try require(opened.part(size, size).matches(pending.challenge.turned))
        let sessionKey = BadgeSessionKeys.mixed(pending.key, host: host, card: pending.challenge)
        if isD40 { vector = cipher.zeroVector }
        let answer = try guarded { () throws(CryptoError) in try cipher.encryptCBC(host.turned, &vector) }
        session =
            isD40
            ? try D40Session(pending.reference, sessionKey)
            : try EV1Session(pending.reference, pending.key.kind, sessionKey)
        return answer
    }

    /// A wrong proof counts against the limit, where there is one.
    func require(_ isRight: Bool) throws(BadgeStatus) {
        guard !isRight else { return }
        countAttempt(success: false)
        throw .authenticationError
    }

    private func countAttempt(success: Bool) {
        guard state.configuration.countsFailures else { return }
        let before = state
        let limit = Int(state.configuration.failureLimit)
        let step = success ? -Int(state.configuration.failureDecrement) : 1
        state.failures = min(max(state.failures + step, 0), limit)
        keep(from: before)
    }
}
