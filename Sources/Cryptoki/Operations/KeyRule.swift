// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardCrypto
internal import HealthCard
internal import ModuleSettings

/// What a private key may be used for.
struct KeyRule {
    let key: CardKey
    let generation: CardIdentity.Generation
    let mode: ModuleSettings.Mode

    /// Whether a mechanism makes a signature with it.
    ///
    /// The signature key signs what hashes say, by SHA-1 and SHA-256; the authentication key signs what hosts pad.
    func signs(with type: MechanismType) -> Bool {
        if let function = HashFunction(hashingPKCS1: type) {
            if key.role == .signature { return function == .sha1 || function == .sha256 }
            // The established middleware knows no digest in software for this key of a CPS3, and refuses it; for that
            // of a CPS4 it lists the mechanism and then fails, which nobody can rely on.
            return mode != .compat || generation == .cps4
        }
        switch type {
        case UInt(CKM_RSA_PKCS): return true
        case UInt(CKM_RSA_PKCS_PSS), UInt(CKM_SHA1_RSA_PKCS_PSS), UInt(CKM_SHA256_RSA_PKCS_PSS):
            return generation == .cps4
        default: return false
        }
    }
}
