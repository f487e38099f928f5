// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import SecretMemory

extension DESFireCard {
    /// Opens a session of the leakage-resilient mode (71 with capability 02), for cards that are configured for it.
    ///
    /// - Returns: the card's own capabilities.
    @discardableResult
    public func authenticateLRP(_ number: UInt8, _ key: DESFireKey) throws(DESFireError) -> WipingBytes {
        guard key.type == .aes else { throw .parameter("key type") }
        session = nil
        let capabilities: WipingBytes = [0x02, 0, 0, 0, 0, 0]
        let instruction = DESFireInstruction.authenticateEV2First
        let challenge = try channel.step(
            instruction, [number, 0x01, 0x02], awaiting: .additionalFrame, of: instruction)
        // 01 says that the card means this mode too.
        guard challenge.count == 17, challenge[0] == 0x01 else { throw .malformed("challenge") }
        let card = WipingBytes(challenge[1...])
        let host = try randomNumber(16)
        let primitive = try crypto { () throws(CryptoError) in
            try LRP(SessionKeys.lrp(key.bytes, host, card))
        }
        let code = try crypto { () throws(CryptoError) in try primitive.code(WipingBytes(joining: [host, card])) }
        let proof = try channel.step(
            .additionalFrame, WipingBytes(joining: [host, code]), awaiting: .ok, of: instruction)
        guard proof.count == 32 else { throw .malformed("proof") }
        let cryptogram = WipingBytes(proof[..<16])
        let expected = try crypto { () throws(CryptoError) in
            try primitive.code(WipingBytes(joining: [card, host, cryptogram]))
        }
        guard expected.isSame(as: WipingBytes(proof[16...])) else { throw .cardNotAuthentic }
        var blocks: UInt32 = 0
        let opened = try crypto { () throws(CryptoError) in try primitive.decrypt(cryptogram, &blocks) }
        guard WipingBytes(opened[10..<16]).isSame(as: capabilities) else { throw .cardNotAuthentic }
        let context = EV2Context(transaction: WipingBytes(opened[0..<4]), counter: 0)
        session = LRPMessaging(number, primitive, context, blocks: blocks)
        return WipingBytes(opened[4..<10])
    }
}
