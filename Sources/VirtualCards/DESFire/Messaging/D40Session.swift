// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The first generation: the card enciphers in both directions, and data alone carry a code of four bytes.
final class D40Session: BadgeMessaging {
    let key: KeyReference
    let generation = MessagingGeneration.d40
    private let cipher: BlockCipher

    init(_ key: KeyReference, _ sessionKey: WipingBytes) throws(BadgeStatus) {
        self.key = key
        cipher = try BadgeKey(.des, sessionKey, version: 0).cipher()
    }

    func length(of count: Int, _ shape: CommandShape) -> Int {
        switch shape.mode {
        case .plain: count
        case .mac: shape.isFileData && count > 0 ? count + 4 : count
        case .full: count == 0 ? 0 : (count + 2 + 7) / 8 * 8
        }
    }

    func open(_ code: UInt8, _ payload: WipingBytes, _ shape: CommandShape) throws(BadgeStatus) -> OpenedCommand {
        let (header, rest) = try payload.split(shape)
        if rest.isEmpty || shape.mode == .plain || shape.mode == .mac && !shape.isFileData {
            return OpenedCommand(header: header, data: rest)
        }
        if shape.mode == .mac {
            guard rest.count > 4 else { throw .lengthError }
            let data = rest.part(0, rest.count - 4)
            guard try self.code(data).matches(rest.part(data.count, 4)) else { throw .integrityError }
            return OpenedCommand(header: header, data: data)
        }
        guard rest.count.isMultiple(of: 8) else { throw .lengthError }
        let plain = try guarded { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.encryptForReceiving(rest, &vector)
        }
        return OpenedCommand(header: header, data: try plain.checkedData(shape.dataCount, .short, [], block: 8))
    }

    func seal(_ data: WipingBytes, _ status: BadgeStatus, _ shape: AnswerShape) throws(BadgeStatus) -> WipingBytes {
        guard !data.isEmpty else { return data }
        switch shape.mode {
        case .plain: return data
        case .mac: return shape.isFileData ? WipingBytes(data, try code(data)) : data
        case .full:
            let checked = WipingBytes(data, BadgeChecksum.short.over(data))
            return try guarded { () throws(CryptoError) in
                var vector = cipher.zeroVector
                return try cipher.encryptCBC(shape.isCountKnown ? checked.filled(8) : checked.marked(8), &vector)
            }
        }
    }

    private func code(_ data: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        try guarded { () throws(CryptoError) in
            var vector = cipher.zeroVector
            return try cipher.encryptCBC(data.filled(8), &vector)
        }.suffix4
    }
}

extension WipingBytes {
    /// The first four bytes of the last block of eight.
    fileprivate var suffix4: WipingBytes { part(count - 8, 4) }
}
