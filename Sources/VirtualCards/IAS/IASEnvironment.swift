// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

/// The security environment in use, and the hash that the card holds for the next signature.
struct IASEnvironment {
    /// Template AA.
    var hashing: HashFunction?
    /// Template B6.
    var signature: (function: HashFunction, key: CardKey)?
    /// Template A4.
    var authentication: CardKey?
    /// Template B8.
    var decipherment: CardKey?
    /// The result of PSO HASH.
    ///
    /// It outlives a refused PSO CDS and a VERIFY: after those, hosts repeat MSE and PSO CDS only.
    var digest: (function: HashFunction, bytes: [UInt8])?
}
