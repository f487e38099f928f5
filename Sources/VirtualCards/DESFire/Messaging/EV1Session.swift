// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The second generation: every code and every cryptogram moves one vector, whoever made it.
final class EV1Session: BadgeMessaging {
    let key: KeyReference
    let generation = MessagingGeneration.ev1
    private let cipher: BlockCipher
    private let codes: CMAC
    private var vector: WipingBytes

    init(
        _ key: KeyReference, _ kind: BadgeKeyKind, _ sessionKey: WipingBytes, vector: WipingBytes? = nil
    ) throws(BadgeStatus) {
        self.key = key
        let cipher = try BadgeKey(kind, sessionKey, version: 0).cipher()
        self.cipher = cipher
        codes = try guarded { () throws(CryptoError) in try CMAC(cipher) }
        self.vector = vector ?? cipher.zeroVector
    }

    var block: Int { cipher.blockCount }

    func length(of count: Int, _ shape: CommandShape) -> Int {
        switch shape.mode {
        case .plain: count
        case .mac: shape.isFileData && count > 0 ? count + 8 : count
        case .full: count == 0 ? 0 : (count + 4 + block - 1) / block * block
        }
    }

    func open(_ code: UInt8, _ payload: WipingBytes, _ shape: CommandShape) throws(BadgeStatus) -> OpenedCommand {
        let (header, rest) = try payload.split(shape)
        if shape.mode == .full, !rest.isEmpty {
            guard rest.count.isMultiple(of: block) else { throw .lengthError }
            let plain = try guarded { () throws(CryptoError) in try cipher.decryptCBC(rest, &vector) }
            let prefix = WipingBytes([code], header)
            let data = try plain.checkedData(shape.dataCount, .long, prefix, block: block)
            return OpenedCommand(header: header, data: data)
        }
        let hasCode = shape.mode == .mac && shape.isFileData && !rest.isEmpty
        guard !hasCode || rest.count > 8 else { throw .lengthError }
        let data = hasCode ? rest.part(0, rest.count - 8) : rest
        let expected = try authenticate(WipingBytes([code], header, data))
        guard !hasCode || expected.matches(rest.part(data.count, 8)) else { throw .integrityError }
        return OpenedCommand(header: header, data: data)
    }

    func seal(_ data: WipingBytes, _ status: BadgeStatus, _ shape: AnswerShape) throws(BadgeStatus) -> WipingBytes {
        let end: WipingBytes = [status.rawValue]
        guard shape.mode == .full, !data.isEmpty else {
            return WipingBytes(data, try authenticate(WipingBytes(data, end)))
        }
        let checked = WipingBytes(data, BadgeChecksum.long.over(WipingBytes(data, end)))
        return try guarded { () throws(CryptoError) in
            try cipher.encryptCBC(shape.isCountKnown ? checked.filled(block) : checked.marked(block), &vector)
        }
    }

    /// Eight bytes of the code; all of it is where the next one begins.
    private func authenticate(_ message: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        vector = try guarded { () throws(CryptoError) in try codes.code(message, from: vector) }
        return vector.part(0, 8)
    }
}
