// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import SecretMemory

extension BlockCipher {
    /// An initial vector of zeros.
    public var zeroVector: WipingBytes { WipingBytes(repeatElement(0, count: blockCount)) }

    /// Cipher block chaining; `vector` is the initial one, and afterwards the last block of the result.
    public func encryptCBC(_ plain: WipingBytes, _ vector: inout WipingBytes) throws(CryptoError) -> WipingBytes {
        try chain(plain, &vector) { (block, previous) throws(CryptoError) in
            let cipher = try encrypt(block ^ previous)
            return (cipher, cipher)
        }
    }

    /// The reverse of ``encryptCBC(_:_:)``; `vector` is afterwards the last block of the cryptogram.
    public func decryptCBC(_ cipher: WipingBytes, _ vector: inout WipingBytes) throws(CryptoError) -> WipingBytes {
        try chain(cipher, &vector) { (block, previous) throws(CryptoError) in
            (try decrypt(block) ^ previous, block)
        }
    }

    /// Chaining with the decryption for both directions, as cards do whose hosts only ever decrypt.
    public func decryptForSending(_ plain: WipingBytes, _ vector: inout WipingBytes) throws(CryptoError) -> WipingBytes
    {
        try chain(plain, &vector) { (block, previous) throws(CryptoError) in
            let cipher = try decrypt(block ^ previous)
            return (cipher, cipher)
        }
    }

    /// The reverse of ``decryptForSending(_:_:)``.
    public func encryptForReceiving(
        _ cipher: WipingBytes, _ vector: inout WipingBytes
    ) throws(CryptoError) -> WipingBytes {
        try chain(cipher, &vector) { (block, previous) throws(CryptoError) in
            (try encrypt(block) ^ previous, block)
        }
    }

    private func chain(
        _ input: WipingBytes, _ vector: inout WipingBytes,
        _ step: (WipingBytes, WipingBytes) throws(CryptoError) -> (result: WipingBytes, next: WipingBytes)
    ) throws(CryptoError) -> WipingBytes {
        guard input.count.isMultiple(of: blockCount), vector.count == blockCount else { throw .input("broken block") }
        var results: [WipingBytes] = []
        for start in stride(from: 0, to: input.count, by: blockCount) {
            let (result, next) = try step(WipingBytes(input[start..<start + blockCount]), vector)
            results.append(result)
            vector = next
        }
        return WipingBytes(joining: results)
    }
}

extension WipingBytes {
    /// Exclusive or of strings of the same length; the shorter one's length where they differ.
    public static func ^ (left: WipingBytes, right: WipingBytes) -> WipingBytes {
        WipingBytes(count: Swift.min(left.count, right.count)) { target in
            for index in 0..<target.count { target[index] = left[index] ^ right[index] }
        }
    }
}
