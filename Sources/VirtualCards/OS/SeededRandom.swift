// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto

/// A generator that repeats itself: SHA-256 in counter mode over a seed.
///
/// For tests, never for keys.
public final class SeededRandom: RandomSource {
    private let seed: [UInt8]
    private var counter: UInt64 = 0
    private var left: ArraySlice<UInt8> = []

    /// From any number.
    public init(seed: UInt64) {
        self.seed = SeededRandom.bigEndian(seed)
    }

    /// The next `count` bytes of the stream.
    public func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            if left.isEmpty {
                left = HashFunction.sha256.digest(seed + SeededRandom.bigEndian(counter))[...]
                counter &+= 1
            }
            let part = left.prefix(count - result.count)
            result += part
            left = left.dropFirst(part.count)
        }
        return result
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
    }
}
