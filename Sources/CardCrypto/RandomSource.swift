// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Where unpredictable bytes come from; a parameter, so that tests can be deterministic.
public protocol RandomSource: AnyObject {
    /// `count` bytes.
    func bytes(_ count: Int) throws(CryptoError) -> [UInt8]
}

/// libcrypto's generator.
public final class SystemRandom: RandomSource {
    /// The process-wide generator.
    public init() {}

    /// From libcrypto's generator.
    public func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        let outcome = unsafe result.withUnsafeMutableBufferPointer {
            unsafe RAND_bytes($0.baseAddress, Int32($0.count))
        }
        guard outcome == 1 else { throw .library("RAND_bytes") }
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
