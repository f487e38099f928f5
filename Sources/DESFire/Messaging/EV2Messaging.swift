// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// What outlives a change of key within an EV2 session.
struct EV2Context: Hashable, Sendable {
    /// TI: four random bytes of the card.
    let transaction: WipingBytes
    /// Commands so far.
    var counter: UInt16
}

/// The third generation: every code covers a counter and the transaction, keys for codes and ciphers differ.
final class EV2Messaging: SecureMessaging {
    let keyNumber: UInt8
    let kind = MessagingKind.ev2
    private(set) var context: EV2Context
    private let cipher: BlockCipher
    private let mac: CMAC

    init(_ keyNumber: UInt8, encryption: WipingBytes, mac: WipingBytes, _ context: EV2Context) throws(DESFireError) {
        self.keyNumber = keyNumber
        self.context = context
        (cipher, self.mac) = try crypto { () throws(CryptoError) in
            (try BlockCipher(.aes128, key: encryption), try CMAC(BlockCipher(.aes128, key: mac)))
        }
    }

    private func counted(_ counter: UInt16) -> WipingBytes {
        WipingBytes(joining: [littleEndian(UInt32(counter), 2), context.transaction])
    }

    func protect(_ command: LogicalCommand) throws(DESFireError) -> WipingBytes {
        // FFFF cannot be counted on from.
        guard context.counter < .max else { throw .sessionExhausted }
        guard command.mode != .plain else { return WipingBytes(joining: [command.header, command.data]) }
        let sent = command.mode == .full && !command.data.isEmpty ? try encipher(command.data) : command.data
        let code = try truncatedCode(
            WipingBytes(joining: [[command.instruction.rawValue], counted(context.counter), command.header, sent]))
        return WipingBytes(joining: [command.header, sent, code])
    }

    /// Enciphers data of a command, always padded.
    func encipher(_ plain: WipingBytes) throws(DESFireError) -> WipingBytes {
        try crypto { () throws(CryptoError) in
            var vector = try self.vector([0xA5, 0x5A], context.counter)
            return try cipher.encryptCBC(plain.marked(to: 16), &vector)
        }
    }

    func verify(
        _ payload: WipingBytes, _ status: DESFireStatus, to command: LogicalCommand
    ) throws(DESFireError) -> WipingBytes {
        context.counter += 1
        if command.endsSession { return payload }
        guard command.answerMode != .plain else { return payload }
        guard payload.count >= 8 else { throw .integrity(command.instruction) }
        let received = WipingBytes(payload.dropLast(8))
        let code = try truncatedCode(WipingBytes(joining: [[status.rawValue], counted(context.counter), received]))
        guard code.isSame(as: WipingBytes(payload.suffix(8))) else { throw .integrity(command.instruction) }
        guard command.answerMode == .full, !received.isEmpty else { return received }
        guard received.count.isMultiple(of: 16) else { throw .integrity(command.instruction) }
        let plain = try crypto { () throws(CryptoError) in
            var vector = try self.vector([0x5A, 0xA5], context.counter)
            return try cipher.decryptCBC(received, &vector)
        }
        guard let data = plain.unmarked() else { throw .integrity(command.instruction) }
        return data
    }

    private func vector(_ label: WipingBytes, _ counter: UInt16) throws(CryptoError) -> WipingBytes {
        try cipher.encrypt(
            WipingBytes(joining: [
                label, context.transaction, littleEndian(UInt32(counter), 2), WipingBytes(repeatElement(0, count: 8)),
            ]))
    }

    private func truncatedCode(_ message: WipingBytes) throws(DESFireError) -> WipingBytes {
        try crypto { () throws(CryptoError) in try mac.code(message).oddBytes }
    }

    /// The code over a message under the session's key for codes, for the proximity check.
    func sessionCode(_ message: WipingBytes) throws(DESFireError) -> WipingBytes {
        try truncatedCode(message)
    }
}
