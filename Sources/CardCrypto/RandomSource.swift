// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Where unpredictable bytes come from; a parameter, so that tests can be deterministic.
public protocol RandomSource: AnyObject {
    /// `count` bytes.
    func bytes(_ count: Int) throws(CryptoError) -> [UInt8]
}

/// The kernel's generator.
///
/// Not libcrypto's, which looks for engines first and reads the configuration of the process for them.
public final class SystemRandom: RandomSource {
    /// The system-wide generator: it has no state in the process, so a fork cannot repeat it.
    public init() {}

    /// From the kernel's generator.
    public func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var result: [UInt8] = []
        while result.count < count {
            let word: UInt64 = generator.next()
            for shift in stride(from: 0, to: 64, by: 8).prefix(count - result.count) {
                result.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return result
    }
}

/// What libcrypto refused.
public enum CryptoError: Error, Hashable, Sendable {
    /// A call failed; the payload is its name.
    case library(String)
    /// A key could not be read or has a size that cards do not have.
    case key(String)
    /// Data that no such operation takes.
    case input(String)
}
