// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The leakage-resilient primitive of NXP's AN12304: a key is used on few inputs, each known beforehand.
struct LRP {
    private let plaintexts: [WipingBytes]
    private let updatedKeys: [WipingBytes]

    /// Derives the tables of a key.
    init(_ key: WipingBytes) throws(CryptoError) {
        let fives = WipingBytes(repeatElement(0x55, count: 16))
        let tens = WipingBytes(repeatElement(0xAA, count: 16))
        func table(_ begun: WipingBytes, _ count: Int) throws(CryptoError) -> [WipingBytes] {
            var key = begun
            var entries: [WipingBytes] = []
            for _ in 0..<count {
                let cipher = try BlockCipher(.aes128, key: key)
                entries.append(try cipher.encrypt(tens))
                key = try cipher.encrypt(fives)
            }
            return entries
        }
        let cipher = try BlockCipher(.aes128, key: key)
        plaintexts = try table(try cipher.encrypt(fives), 16)
        updatedKeys = try table(try cipher.encrypt(tens), 4)
    }

    /// Evaluates the function on nibbles, under one of the updated keys.
    func evaluate(
        _ updatedKey: Int, _ nibbles: some Sequence<UInt8>, isFinal: Bool
    ) throws(CryptoError) -> WipingBytes {
        var value = updatedKeys[updatedKey & 3]
        for nibble in nibbles {
            value = try BlockCipher(.aes128, key: value).encrypt(plaintexts[Int(nibble & 15)])
        }
        guard isFinal else { return value }
        return try BlockCipher(.aes128, key: value).encrypt(WipingBytes(repeatElement(0, count: 16)))
    }

    /// CMAC with this function as its block cipher.
    func code(_ message: WipingBytes) throws(CryptoError) -> WipingBytes {
        let zero = WipingBytes(repeatElement(0, count: 16))
        let subkey1 = CMAC.doubled(try block(zero))
        let isWhole = !message.isEmpty && message.count.isMultiple(of: 16)
        let begun = message.count - (isWhole ? 16 : message.count % 16)
        var chain = zero
        for start in stride(from: 0, to: begun, by: 16) {
            chain = try block(WipingBytes(message[start..<start + 16]) ^ chain)
        }
        let last = WipingBytes(message[begun...])
        let end = isWhole ? last ^ subkey1 : last.marked(to: 16) ^ CMAC.doubled(subkey1)
        return try block(end ^ chain)
    }

    private func block(_ input: WipingBytes) throws(CryptoError) -> WipingBytes {
        try evaluate(0, LRP.nibbles(input), isFinal: true)
    }

    /// Enciphers whole blocks, one key each; `counter` goes on.
    func encrypt(
        _ blocks: WipingBytes, under updatedKey: Int = 1, _ counter: inout UInt32
    ) throws(CryptoError) -> WipingBytes {
        try transform(blocks, updatedKey, &counter) { (cipher, block) throws(CryptoError) in try cipher.encrypt(block) }
    }

    /// The reverse of ``encrypt(_:under:_:)``.
    func decrypt(
        _ blocks: WipingBytes, under updatedKey: Int = 1, _ counter: inout UInt32
    ) throws(CryptoError) -> WipingBytes {
        try transform(blocks, updatedKey, &counter) { (cipher, block) throws(CryptoError) in try cipher.decrypt(block) }
    }

    private func transform(
        _ blocks: WipingBytes, _ updatedKey: Int, _ counter: inout UInt32,
        _ step: (BlockCipher, WipingBytes) throws(CryptoError) -> WipingBytes
    ) throws(CryptoError) -> WipingBytes {
        guard blocks.count.isMultiple(of: 16) else { throw .input("broken block") }
        var results: [WipingBytes] = []
        for start in stride(from: 0, to: blocks.count, by: 16) {
            let bytes = WipingBytes(
                stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: counter >> UInt32($0)) })
            let key = try evaluate(updatedKey, LRP.nibbles(bytes), isFinal: true)
            results.append(try step(BlockCipher(.aes128, key: key), WipingBytes(blocks[start..<start + 16])))
            counter &+= 1
        }
        return WipingBytes(joining: results)
    }

    /// High nibble first.
    static func nibbles(_ bytes: WipingBytes) -> [UInt8] {
        bytes.flatMap { [$0 >> 4, $0 & 15] }
    }
}
