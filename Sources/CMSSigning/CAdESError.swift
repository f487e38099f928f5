// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why a signature cannot be made.
public enum CAdESError: Error, Hashable, Sendable {
    /// The signer's key is not RSA, or too short for the scheme.
    case unsupportedKey
    /// The digest has not the length of SHA-256.
    case digestLength(Int)
    /// A signing time before 1950 or after 9999, which no attribute can carry.
    case signingTime(Int64)
    /// The signature value is not as long as the signer's modulus.
    case signatureLength(expected: Int, got: Int)
    /// The signature value is not one by the certificate's key.
    case signatureWrong
}

/// Why signing with a closure failed.
public enum CAdESFailure<SignerError: Error>: Error {
    /// The signature could not be made, whoever signs.
    case cades(CAdESError)
    /// Whoever signs refused; most often the card.
    case signer(SignerError)
}

extension CAdESFailure: Equatable where SignerError: Equatable {}
extension CAdESFailure: Hashable where SignerError: Hashable {}
