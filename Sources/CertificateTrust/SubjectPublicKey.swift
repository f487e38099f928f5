// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The public key that a certificate binds to its subject.
public enum SubjectPublicKey: Hashable, Sendable {
    /// An RSA key: modulus and exponent, big-endian, without leading zeros.
    case rsa(modulus: [UInt8], exponent: [UInt8])
    /// A key of another algorithm, named by its object identifier.
    case other(algorithm: String)
}
