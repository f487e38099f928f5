// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// What a card said about its answering time, and that it was it who answered.
public struct ProximityProof: Hashable, Sendable {
    /// The time that the card promises to answer in, in tens of microseconds as it says; the reader measures it.
    public let publishedResponseTime: UInt16
    /// Rounds that were exchanged.
    public let rounds: Int
}

extension DESFireCard {
    /// Exchanges eight random bytes with the card in rounds, and has it prove that it was the card that answered.
    ///
    /// A host behind PC/SC cannot measure the card's time: that is the reader's part. What is proved here is that each
    /// answer came from the card, in this order, to these challenges.
    ///
    /// - Parameters:
    ///   - key: the key for it; nil takes the session's key for codes.
    ///   - roundCount: 1, 2, 4 or 8 rounds.
    public func checkProximity(_ key: DESFireKey?, roundCount: Int = 8) throws(DESFireError) -> ProximityProof {
        guard [1, 2, 4, 8].contains(roundCount) else { throw .parameter("rounds") }
        let prepared = try channel.transmit(.prepareProximityCheck, []).data
        guard prepared.count >= 3, prepared.count == (prepared[0] & 1 == 0 ? 3 : 4) else {
            throw .malformed("PreparePC")
        }
        let challenge = try randomNumber(8)
        let size = 8 / roundCount
        var exchanged: [WipingBytes] = []
        for round in 0..<roundCount {
            let part = WipingBytes(challenge[round * size..<(round + 1) * size])
            let answer = try channel.transmit(.proximityCheck, WipingBytes(joining: [[UInt8(size)], part])).data
            guard answer.count == size else { throw .malformed("ProximityCheck") }
            exchanged += [answer, part]
        }
        let facts = WipingBytes(joining: [prepared] + exchanged)
        let host = try proximityCode(WipingBytes(joining: [[0xFD], facts]), key)
        let card = try channel.transmit(.verifyProximityCheck, host).data
        guard try proximityCode(WipingBytes(joining: [[0x90], facts]), key).isSame(as: card) else {
            throw .cardNotAuthentic
        }
        return ProximityProof(
            publishedResponseTime: UInt16(prepared[1]) << 8 | UInt16(prepared[2]), rounds: roundCount)
    }

    private func proximityCode(_ message: WipingBytes, _ key: DESFireKey?) throws(DESFireError) -> WipingBytes {
        guard let key else {
            guard let session = session as? EV2Messaging else { throw .noSession }
            return try session.sessionCode(message)
        }
        guard key.type == .aes else { throw .parameter("key type") }
        return try crypto { () throws(CryptoError) in
            try CMAC(BlockCipher(.aes128, key: key.bytes)).code(message).oddBytes
        }
    }
}
