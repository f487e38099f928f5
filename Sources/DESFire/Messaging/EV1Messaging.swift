// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The second generation: one vector goes through every code and cipher of the session, in both directions.
final class EV1Messaging: SecureMessaging {
    let keyNumber: UInt8
    let kind = MessagingKind.ev1
    private let cipher: BlockCipher
    private let mac: CMAC
    private var vector: WipingBytes

    init(_ keyNumber: UInt8, _ algorithm: BlockCipher.Algorithm, _ sessionKey: WipingBytes) throws(DESFireError) {
        self.keyNumber = keyNumber
        (cipher, mac) = try crypto { () throws(CryptoError) in
            let cipher = try BlockCipher(algorithm, key: sessionKey)
            return (cipher, try CMAC(cipher))
        }
        vector = cipher.zeroVector
    }

    func protect(_ command: LogicalCommand) throws(DESFireError) -> WipingBytes {
        let code: WipingBytes = [command.instruction.rawValue]
        if command.mode == .full, !command.data.isEmpty {
            let checked = WipingBytes(joining: [code, command.header, command.data])
            let plain = WipingBytes(joining: [command.data, Checksum.crc32(checked)])
            return WipingBytes(joining: [command.header, try encipher(plain)])
        }
        // Computed for every command, since it moves the vector; sent with a file's data only.
        let whole = WipingBytes(joining: [code, command.header, command.data])
        let authentic = try authenticate(whole)
        let sent = command.mode == .mac && command.isFileData && !command.data.isEmpty ? authentic : []
        return WipingBytes(joining: [command.header, command.data, sent])
    }

    /// Enciphers what brings checksums of its own, such as a new key.
    func encipher(_ plain: WipingBytes) throws(DESFireError) -> WipingBytes {
        try crypto { () throws(CryptoError) in
            try cipher.encryptCBC(plain.zeroPadded(to: cipher.blockCount), &vector)
        }
    }

    func verify(
        _ payload: WipingBytes, _ status: DESFireStatus, to command: LogicalCommand
    ) throws(DESFireError) -> WipingBytes {
        if command.endsSession { return payload }
        let end: WipingBytes = [status.rawValue]
        if command.answerMode == .full, !payload.isEmpty {
            guard payload.count.isMultiple(of: cipher.blockCount) else { throw .integrity(command.instruction) }
            let plain = try crypto { () throws(CryptoError) in try cipher.decryptCBC(payload, &vector) }
            let data = CheckedPlaintext.content(plain, count: command.answerCount, checksumCount: 4) {
                Checksum.crc32(WipingBytes(joining: [$0, end]))
            }
            guard let data else { throw .integrity(command.instruction) }
            return data
        }
        guard payload.count >= 8 else { throw .integrity(command.instruction) }
        let data = WipingBytes(payload.dropLast(8))
        let expected = try authenticate(WipingBytes(joining: [data, end]))
        guard expected.isSame(as: WipingBytes(payload.suffix(8))) else { throw .integrity(command.instruction) }
        return data
    }

    /// The first eight bytes of the code; the whole of it is the next vector.
    private func authenticate(_ message: WipingBytes) throws(DESFireError) -> WipingBytes {
        vector = try crypto { () throws(CryptoError) in try mac.code(message, from: vector) }
        return WipingBytes(vector.prefix(8))
    }
}
