// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// EV2's rules over the leakage-resilient cipher: one session key, and a counter of blocks for both directions.
final class LRPMessaging: SecureMessaging {
    let keyNumber: UInt8
    let kind = MessagingKind.lrp
    private(set) var context: EV2Context
    /// Blocks enciphered so far in this session.
    private(set) var blocks: UInt32
    private let primitive: LRP

    init(_ keyNumber: UInt8, _ primitive: LRP, _ context: EV2Context, blocks: UInt32) {
        self.keyNumber = keyNumber
        self.primitive = primitive
        self.context = context
        self.blocks = blocks
    }

    private func counted() -> WipingBytes {
        WipingBytes(joining: [littleEndian(UInt32(context.counter), 2), context.transaction])
    }

    func protect(_ command: LogicalCommand) throws(DESFireError) -> WipingBytes {
        guard context.counter < .max else { throw .sessionExhausted }
        guard command.mode != .plain else { return WipingBytes(joining: [command.header, command.data]) }
        let sent = command.mode == .full && !command.data.isEmpty ? try encipher(command.data) : command.data
        let message = WipingBytes(joining: [[command.instruction.rawValue], counted(), command.header, sent])
        return WipingBytes(joining: [command.header, sent, try truncatedCode(message)])
    }

    /// Enciphers data of a command, always padded.
    func encipher(_ plain: WipingBytes) throws(DESFireError) -> WipingBytes {
        try crypto { () throws(CryptoError) in try primitive.encrypt(plain.marked(to: 16), &blocks) }
    }

    func verify(
        _ payload: WipingBytes, _ status: DESFireStatus, to command: LogicalCommand
    ) throws(DESFireError) -> WipingBytes {
        context.counter += 1
        if command.endsSession { return payload }
        guard command.answerMode != .plain else { return payload }
        guard payload.count >= 8 else { throw .integrity(command.instruction) }
        let received = WipingBytes(payload.dropLast(8))
        let code = try truncatedCode(WipingBytes(joining: [[status.rawValue], counted(), received]))
        guard code.isSame(as: WipingBytes(payload.suffix(8))) else { throw .integrity(command.instruction) }
        guard command.answerMode == .full, !received.isEmpty else { return received }
        guard received.count.isMultiple(of: 16) else { throw .integrity(command.instruction) }
        let plain = try crypto { () throws(CryptoError) in try primitive.decrypt(received, &blocks) }
        guard let data = plain.unmarked() else { throw .integrity(command.instruction) }
        return data
    }

    private func truncatedCode(_ message: WipingBytes) throws(DESFireError) -> WipingBytes {
        try crypto { () throws(CryptoError) in try primitive.code(message).oddBytes }
    }
}
