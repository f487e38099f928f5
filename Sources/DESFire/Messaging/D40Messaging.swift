// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The first generation: the card only enciphers, hosts only decipher; data alone carry a code, four bytes long.
final class D40Messaging: SecureMessaging {
    let keyNumber: UInt8
    let kind = MessagingKind.d40
    private let cipher: BlockCipher

    init(_ keyNumber: UInt8, _ sessionKey: WipingBytes) throws(DESFireError) {
        self.keyNumber = keyNumber
        cipher = try crypto { () throws(CryptoError) in try BlockCipher(.tripleDES2Keys, key: sessionKey) }
    }

    func protect(_ command: LogicalCommand) throws(DESFireError) -> WipingBytes {
        guard !command.data.isEmpty else { return command.header }
        switch command.mode {
        case .plain: return WipingBytes(joining: [command.header, command.data])
        case .mac:
            guard command.isFileData else { return WipingBytes(joining: [command.header, command.data]) }
            return WipingBytes(joining: [command.header, command.data, try code(command.data)])
        case .full:
            let checked = WipingBytes(joining: [command.data, Checksum.crc16(command.data)]).zeroPadded(to: 8)
            return WipingBytes(joining: [command.header, try encipher(checked)])
        }
    }

    /// Enciphers what brings checksums of its own, such as a new key.
    func encipher(_ plain: WipingBytes) throws(DESFireError) -> WipingBytes {
        try crypto { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.decryptForSending(plain.zeroPadded(to: 8), &vector)
        }
    }

    func verify(
        _ payload: WipingBytes, _ status: DESFireStatus, to command: LogicalCommand
    ) throws(DESFireError) -> WipingBytes {
        // A code goes with the data of files alone; what is enciphered is so for every command, as the card's UID is.
        guard command.isFileData || command.answerMode == .full, !payload.isEmpty else { return payload }
        switch command.answerMode {
        case .plain: return payload
        case .mac:
            guard payload.count >= 4 else { throw .integrity(command.instruction) }
            let data = WipingBytes(payload.dropLast(4))
            guard try code(data).isSame(as: WipingBytes(payload.suffix(4))) else {
                throw .integrity(command.instruction)
            }
            return data
        case .full:
            guard payload.count.isMultiple(of: 8) else { throw .integrity(command.instruction) }
            let plain = try crypto { () throws(CryptoError) in
                var vector = cipher.zeroVector
                return try cipher.decryptCBC(payload, &vector)
            }
            let data = CheckedPlaintext.content(plain, count: command.answerCount, checksumCount: 2) {
                Checksum.crc16($0)
            }
            guard let data else { throw .integrity(command.instruction) }
            return data
        }
    }

    private func code(_ data: WipingBytes) throws(DESFireError) -> WipingBytes {
        try crypto { () throws(CryptoError) in
            var vector = cipher.zeroVector
            _ = try cipher.encryptCBC(data.zeroPadded(to: 8), &vector)
            return WipingBytes(vector.prefix(4))
        }
    }
}

/// Data, checksum, padding: where the checksum stands when nobody said how long the data are.
enum CheckedPlaintext {
    /// The data; nil when no place of the checksum is right.
    ///
    /// With a length, zeros follow the checksum; without one, the card marks the end with 80.
    static func content(
        _ plain: WipingBytes, count: Int?, checksumCount: Int, _ checksum: (WipingBytes) -> WipingBytes
    ) -> WipingBytes? {
        func checked(_ whole: WipingBytes) -> WipingBytes? {
            guard whole.count >= checksumCount else { return nil }
            let data = WipingBytes(whole.dropLast(checksumCount))
            return checksum(data).isSame(as: WipingBytes(whole.suffix(checksumCount))) ? data : nil
        }
        if let count {
            let end = count + checksumCount
            guard end <= plain.count, plain[end...].allSatisfy({ $0 == 0 }) else { return nil }
            return checked(WipingBytes(plain[..<end]))
        }
        return plain.unmarked().flatMap(checked)
    }
}
