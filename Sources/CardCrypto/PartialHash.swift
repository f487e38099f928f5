// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// A hash that one side begins and the other ends: the state between 64-byte blocks of SHA-1 and SHA-256.
///
/// A CPS3 computes the last round itself: the host hands over this state, the number of bits hashed so far, and the
/// rest of the message (PSO HASH, tag 90).
public struct PartialHash: Hashable, Sendable {
    /// SHA-1 or SHA-256.
    public let function: HashFunction
    /// Chaining value, big-endian words: 20 or 32 bytes.
    public let state: [UInt8]
    /// Bits hashed so far, a multiple of 512.
    public let bitCount: UInt64

    /// A state that came from elsewhere.
    ///
    /// - Throws: ``CryptoError/input(_:)`` unless the state's length fits the function and the count full blocks.
    public init(_ function: HashFunction, state: [UInt8], bitCount: UInt64) throws(CryptoError) {
        guard function == .sha1 || function == .sha256, state.count == function.digestCount,
            bitCount.isMultiple(of: 512)
        else { throw .input("partial hash") }
        self.function = function
        self.state = state
        self.bitCount = bitCount
    }

    /// Hashes whole blocks from the start of a message; `blocks` is a multiple of 64 bytes long.
    public init(_ function: HashFunction, of blocks: some Collection<UInt8>) throws(CryptoError) {
        guard blocks.count.isMultiple(of: 64) else { throw .input("partial hash of a broken block") }
        let bytes = Array(blocks)
        switch function {
        case .sha1:
            var context = SHA_CTX()
            unsafe SHA1_Init(&context)
            unsafe SHA1_Update(&context, bytes, bytes.count)
            try self.init(function, state: context.chainingValue, bitCount: UInt64(bytes.count) * 8)
        case .sha256:
            var context = SHA256_CTX()
            unsafe SHA256_Init(&context)
            unsafe SHA256_Update(&context, bytes, bytes.count)
            try self.init(function, state: context.chainingValue, bitCount: UInt64(bytes.count) * 8)
        default: throw .input("partial hash")
        }
    }

    /// The digest once the rest of the message is known.
    public func finished(with rest: some Sequence<UInt8>) -> [UInt8] {
        let tail = Array(rest)
        let words = stride(from: 0, to: state.count, by: 4).map { index in
            state[index..<index + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        let (low, high) = (UInt32(truncatingIfNeeded: bitCount), UInt32(truncatingIfNeeded: bitCount >> 32))
        var digest = [UInt8](repeating: 0, count: function.digestCount)
        if function == .sha1 {
            var context = SHA_CTX()
            unsafe SHA1_Init(&context)
            (context.h0, context.h1, context.h2, context.h3, context.h4) = (
                words[0], words[1], words[2], words[3], words[4]
            )
            (context.Nl, context.Nh) = (low, high)
            unsafe SHA1_Update(&context, tail, tail.count)
            unsafe SHA1_Final(&digest, &context)
        } else {
            var context = SHA256_CTX()
            unsafe SHA256_Init(&context)
            context.h = (words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7])
            (context.Nl, context.Nh) = (low, high)
            unsafe SHA256_Update(&context, tail, tail.count)
            unsafe SHA256_Final(&digest, &context)
        }
        return digest
    }
}

extension SHA_CTX {
    /// The state between blocks, big-endian.
    var chainingValue: [UInt8] { [h0, h1, h2, h3, h4].flatMap(bigEndian) }
}

extension SHA256_CTX {
    /// The state between blocks, big-endian.
    var chainingValue: [UInt8] { [h.0, h.1, h.2, h.3, h.4, h.5, h.6, h.7].flatMap(bigEndian) }
}

private func bigEndian(_ word: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
}
