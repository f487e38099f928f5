// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// A proximity check that is under way.
struct ProximityCheck {
    /// What PreparePC answered.
    let published: WipingBytes
    /// The card's random bytes, drawn before they are asked for.
    let answers: WipingBytes
    var used = 0
    /// Answers and challenges, round after round.
    var exchanged: WipingBytes = []
}

extension BadgeSystem {
    static let proximityKey: UInt8 = 0x21

    // The three commands travel outside messaging and are not counted by it: rounds are a matter of microseconds.
    func prepareProximity(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard call.payload.isEmpty else { throw .lengthError }
        let time = profile.responseTime
        let published: WipingBytes = [0x01, UInt8(time >> 8), UInt8(truncatingIfNeeded: time), 0x00]
        proximity = ProximityCheck(published: published, answers: try randomBytes(8))
        return .bare(published)
    }

    func proximityRound(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard var check = proximity else { throw .illegalCommand }
        proximity = nil
        guard let count = call.payload.first.map({ Int($0) }), call.payload.count == count + 1 else {
            throw .lengthError
        }
        guard (1...8).contains(count), check.used + count <= 8 else { throw .parameterError }
        let answer = check.answers.part(check.used, count)
        check.used += count
        check.exchanged = WipingBytes(check.exchanged, answer, call.payload.part(1, count))
        proximity = check
        return .bare(answer)
    }

    func verifyProximity(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        guard let check = proximity, check.used == 8 else { throw .illegalCommand }
        proximity = nil
        guard call.payload.count == 8 else { throw .lengthError }
        let facts = WipingBytes(check.published, check.exchanged)
        guard try proximityCode(WipingBytes([0xFD], facts)).matches(call.payload) else { throw .integrityError }
        isProximityProven = true
        return .bare(try proximityCode(WipingBytes([0x90], facts)))
    }

    /// Under the session's key for codes, or the card's key for it.
    private func proximityCode(_ message: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        if let session = session as? CountedSession { return try session.truncated(message) }
        guard let key = state.keys[BadgeSystem.proximityKey] else { throw .noSuchKey }
        let cipher = try key.cipher()
        return try guarded { () throws(CryptoError) in try CMAC(cipher).code(message) }.everySecond
    }
}
