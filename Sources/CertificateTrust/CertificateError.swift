// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What makes bytes unusable as a certificate, a revocation list or a bundle of them.
public enum CertificateError: Error, Hashable, Sendable {
    /// More bytes than any such object has.
    case tooLong(limit: Int)
    /// Not DER of the object expected; the payload names the part that could not be read.
    case malformed(String)
    /// Bytes follow the end of the object.
    case trailingBytes
    /// A bundle without a single object of the kind expected.
    case nothingFound
}
