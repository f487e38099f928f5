// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// What a counted session goes on with when another key takes over.
struct CountedContext: Hashable {
    /// TI: four random bytes of the card.
    var transaction: WipingBytes
    /// Commands so far.
    var counter: UInt16

    var bytes: WipingBytes { WipingBytes(WipingBytes(UInt32(counter), count: 2), transaction) }
}

/// The cipher under a counted session: AES (EV2), or the leakage-resilient one.
protocol CountedCipher: AnyObject {
    /// A whole code.
    func code(_ message: WipingBytes) throws(CryptoError) -> WipingBytes
    /// Opens whole blocks of a command.
    func decipher(_ blocks: WipingBytes, _ context: CountedContext) throws(CryptoError) -> WipingBytes
    /// Enciphers whole blocks of an answer.
    func encipher(_ blocks: WipingBytes, _ context: CountedContext) throws(CryptoError) -> WipingBytes
}

/// The third generation: every code covers a counter and the session's identifier.
final class CountedSession: BadgeMessaging {
    let key: KeyReference
    let generation = MessagingGeneration.counted
    private(set) var context: CountedContext
    private let cipher: any CountedCipher
    /// Whether the leakage-resilient cipher is used.
    let isLeakageResilient: Bool

    init(_ key: KeyReference, _ cipher: any CountedCipher, _ context: CountedContext) {
        self.key = key
        self.cipher = cipher
        self.context = context
        isLeakageResilient = cipher is LeakageResilientCipher
    }

    func length(of count: Int, _ shape: CommandShape) -> Int {
        switch shape.mode {
        case .plain: count
        case .mac: count + 8
        case .full: (count == 0 ? 0 : (count + 16) / 16 * 16) + 8
        }
    }

    func open(_ code: UInt8, _ payload: WipingBytes, _ shape: CommandShape) throws(BadgeStatus) -> OpenedCommand {
        // FFFF is the last: there is nothing to count on to.
        guard context.counter < .max else { throw .authenticationError }
        let opened = try uncounted(code, payload, shape)
        context.counter += 1
        return opened
    }

    private func uncounted(
        _ code: UInt8, _ payload: WipingBytes, _ shape: CommandShape
    ) throws(BadgeStatus) -> OpenedCommand {
        guard shape.mode != .plain else {
            let (header, rest) = try payload.split(shape)
            return OpenedCommand(header: header, data: rest)
        }
        guard payload.count >= 8 else { throw .lengthError }
        let sent = payload.part(0, payload.count - 8)
        let (header, rest) = try sent.split(shape)
        let expected = try truncated(WipingBytes([code], context.bytes, sent))
        guard expected.matches(payload.part(sent.count, 8)) else { throw .integrityError }
        guard shape.mode == .full, !rest.isEmpty else { return OpenedCommand(header: header, data: rest) }
        guard rest.count.isMultiple(of: 16) else { throw .lengthError }
        let plain = try guarded { () throws(CryptoError) in try cipher.decipher(rest, context) }
        guard let data = plain.unmarked else { throw .integrityError }
        // Padding tells where data end; what they tell of their length themselves, the command looks at.
        if case .exactly(let count) = shape.dataCount, count != data.count { throw .lengthError }
        return OpenedCommand(header: header, data: data)
    }

    func seal(_ data: WipingBytes, _ status: BadgeStatus, _ shape: AnswerShape) throws(BadgeStatus) -> WipingBytes {
        guard shape.mode != .plain else { return data }
        var sent = data
        if shape.mode == .full, !data.isEmpty {
            sent = try guarded { () throws(CryptoError) in try cipher.encipher(data.marked(16), context) }
        }
        return WipingBytes(sent, try truncated(WipingBytes([status.rawValue], context.bytes, sent)))
    }

    /// Eight bytes of a code under the session's key for codes.
    func truncated(_ message: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        try guarded { () throws(CryptoError) in try cipher.code(message) }.everySecond
    }
}

/// EV2's cipher: one key for codes, one for secrets, and a vector made for each message.
final class PairedCipher: CountedCipher {
    private let codes: CMAC
    private let secrets: BlockCipher

    init(encryption: WipingBytes, codes: WipingBytes) throws(CryptoError) {
        secrets = try BlockCipher(.aes128, key: encryption)
        self.codes = try CMAC(BlockCipher(.aes128, key: codes))
    }

    func code(_ message: WipingBytes) throws(CryptoError) -> WipingBytes { try codes.code(message) }

    func decipher(_ blocks: WipingBytes, _ context: CountedContext) throws(CryptoError) -> WipingBytes {
        var vector = try vector(0xA5, 0x5A, context)
        return try secrets.decryptCBC(blocks, &vector)
    }

    func encipher(_ blocks: WipingBytes, _ context: CountedContext) throws(CryptoError) -> WipingBytes {
        var vector = try vector(0x5A, 0xA5, context)
        return try secrets.encryptCBC(blocks, &vector)
    }

    private func vector(_ first: UInt8, _ second: UInt8, _ context: CountedContext) throws(CryptoError) -> WipingBytes {
        let counter = WipingBytes(UInt32(context.counter), count: 2)
        return try secrets.encrypt(WipingBytes([first, second], context.transaction, counter, .zeros(8)))
    }
}
