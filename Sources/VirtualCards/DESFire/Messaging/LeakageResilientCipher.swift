// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

/// The leakage-resilient function of NXP's AN12304 under one key: no key of AES ever meets many inputs.
struct LeakageResilientFunction {
    /// One per nibble.
    private var inputs: [WipingBytes] = []
    /// Where evaluations begin: 0 for codes, 1 for secrets.
    private var starts: [WipingBytes] = []

    private static let step = WipingBytes(repeatElement(0x55, count: 16))
    private static let output = WipingBytes(repeatElement(0xAA, count: 16))

    init(_ key: WipingBytes) throws(CryptoError) {
        let root = try BlockCipher(.aes128, key: key)
        var state = try root.encrypt(LeakageResilientFunction.step)
        for _ in 0..<16 { inputs.append(try LeakageResilientFunction.draw(&state)) }
        state = try root.encrypt(LeakageResilientFunction.output)
        for _ in 0..<4 { starts.append(try LeakageResilientFunction.draw(&state)) }
    }

    /// One value, and the state goes on.
    private static func draw(_ state: inout WipingBytes) throws(CryptoError) -> WipingBytes {
        let cipher = try BlockCipher(.aes128, key: state)
        state = try cipher.encrypt(step)
        return try cipher.encrypt(output)
    }

    /// Walks from a start along the nibbles of `path`, high ones first.
    func value(_ start: Int, _ path: WipingBytes) throws(CryptoError) -> WipingBytes {
        var state = starts[start]
        for byte in path {
            state = try BlockCipher(.aes128, key: state).encrypt(inputs[Int(byte >> 4)])
            state = try BlockCipher(.aes128, key: state).encrypt(inputs[Int(byte & 15)])
        }
        return try BlockCipher(.aes128, key: state).encrypt(.zeros(16))
    }

    /// CMAC over this function.
    func code(_ message: WipingBytes) throws(CryptoError) -> WipingBytes {
        var mask = CMAC.doubled(try value(0, .zeros(16)))
        let whole = (max(message.count, 1) - 1) / 16
        var chain = WipingBytes.zeros(16)
        for index in 0..<whole { chain = try value(0, message.part(16 * index, 16) ^ chain) }
        var last = message.part(16 * whole, message.count - 16 * whole)
        if last.count < 16 {
            mask = CMAC.doubled(mask)
            last = last.marked(16)
        }
        return try value(0, last ^ mask ^ chain)
    }

    /// Enciphers or deciphers whole blocks, each under a key of its own; the counter bytes count up with them.
    ///
    /// - Parameter start: 1 within sessions.
    func transform(
        _ blocks: WipingBytes, _ counter: inout WipingBytes, from start: Int = 1, deciphers: Bool
    ) throws(CryptoError) -> WipingBytes {
        var results: [WipingBytes] = []
        for index in stride(from: 0, to: blocks.count, by: 16) {
            let cipher = try BlockCipher(.aes128, key: value(start, counter))
            let block = blocks.part(index, 16)
            results.append(deciphers ? try cipher.decrypt(block) : try cipher.encrypt(block))
            counter = LeakageResilientFunction.next(counter)
        }
        return WipingBytes(joining: results)
    }

    /// One more, most significant byte first, around the end.
    private static func next(_ counter: WipingBytes) -> WipingBytes {
        var carry: UInt8 = 1
        let bytes = counter.reversed().map { byte in
            let sum = byte &+ carry
            carry = carry == 1 && sum == 0 ? 1 : 0
            return sum
        }
        return WipingBytes(bytes.reversed())
    }
}

/// A counted session over that function: blocks are counted in both directions together.
final class LeakageResilientCipher: CountedCipher {
    private let function: LeakageResilientFunction
    private var blocks: WipingBytes

    init(_ function: LeakageResilientFunction, blocks: WipingBytes) {
        self.function = function
        self.blocks = blocks
    }

    func code(_ message: WipingBytes) throws(CryptoError) -> WipingBytes { try function.code(message) }

    func decipher(_ blocks: WipingBytes, _ context: CountedContext) throws(CryptoError) -> WipingBytes {
        try function.transform(blocks, &self.blocks, deciphers: true)
    }

    func encipher(_ blocks: WipingBytes, _ context: CountedContext) throws(CryptoError) -> WipingBytes {
        try function.transform(blocks, &self.blocks, deciphers: false)
    }
}
