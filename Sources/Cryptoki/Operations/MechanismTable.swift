// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardCrypto
internal import HealthCard
internal import ModuleSettings

/// What C_GetMechanismInfo tells.
public struct MechanismInformation: Hashable, Sendable {
    /// Fewest and most bits of a key; zero for digests.
    public let keyBits: ClosedRange<UInt>
    /// `CKF_` values.
    public let flags: UInt
}

/// Which mechanisms a card has in which mode.
struct MechanismTable {
    let generation: CardIdentity.Generation
    let interface: CardIdentity.Interface
    let mode: ModuleSettings.Mode

    /// In the order in which callers are told of them.
    var types: [MechanismType] {
        var found: [MechanismType] = [UInt(CKM_RSA_PKCS)]
        if interface == .contact || mode != .compat {
            found += [UInt(CKM_SHA1_RSA_PKCS), UInt(CKM_SHA256_RSA_PKCS)]
        }
        if mode != .compat { found += [UInt(CKM_SHA384_RSA_PKCS), UInt(CKM_SHA512_RSA_PKCS)] }
        if generation == .cps4 {
            found += [UInt(CKM_RSA_PKCS_PSS), UInt(CKM_SHA1_RSA_PKCS_PSS), UInt(CKM_SHA256_RSA_PKCS_PSS)]
        }
        // The established middleware lists it and refuses every use of it; to offer the bare operation of a CPS4
        // would be to sign anything.
        if mode == .compat { found.append(UInt(CKM_RSA_X_509)) }
        found += [UInt(CKM_SHA_1), UInt(CKM_SHA256)]
        if mode != .compat { found += [UInt(CKM_SHA384), UInt(CKM_SHA512)] }
        return found
    }

    /// What one of them can do.
    func information(_ type: MechanismType) throws(ReturnCode) -> MechanismInformation {
        guard types.contains(type) else { throw .mechanismInvalid }
        let rsa: ClosedRange<UInt> = 2048...2048
        switch type {
        case UInt(CKM_RSA_PKCS), UInt(CKM_RSA_X_509):
            let use = [CKF_HW, CKF_SIGN, CKF_VERIFY, CKF_DECRYPT, CKF_ENCRYPT].reduce(0) { $0 | UInt($1) }
            let unwrap = mode == .compat ? UInt(CKF_UNWRAP) : 0
            return MechanismInformation(keyBits: rsa, flags: use | unwrap)
        case let digest where HashFunction(digest: digest) != nil:
            return MechanismInformation(keyBits: 0...0, flags: UInt(CKF_DIGEST))
        default:
            // Without CKF_HW, as the established middleware has it: the hash is made here, at least most of it.
            return MechanismInformation(keyBits: rsa, flags: UInt(CKF_SIGN) | UInt(CKF_VERIFY))
        }
    }
}

extension HashFunction {
    /// Of a digest mechanism.
    init?(digest type: MechanismType) {
        switch type {
        case UInt(CKM_SHA_1): self = .sha1
        case UInt(CKM_SHA256): self = .sha256
        case UInt(CKM_SHA384): self = .sha384
        case UInt(CKM_SHA512): self = .sha512
        default: return nil
        }
    }

    /// Of a mechanism that hashes and signs with PKCS#1 v1.5.
    init?(hashingPKCS1 type: MechanismType) {
        switch type {
        case UInt(CKM_SHA1_RSA_PKCS): self = .sha1
        case UInt(CKM_SHA256_RSA_PKCS): self = .sha256
        case UInt(CKM_SHA384_RSA_PKCS): self = .sha384
        case UInt(CKM_SHA512_RSA_PKCS): self = .sha512
        default: return nil
        }
    }

    /// Of a mechanism that hashes and signs with PSS.
    init?(hashingPSS type: MechanismType) {
        switch type {
        case UInt(CKM_SHA1_RSA_PKCS_PSS): self = .sha1
        case UInt(CKM_SHA256_RSA_PKCS_PSS): self = .sha256
        default: return nil
        }
    }

    /// `CKG_` value of the mask generation with the same hash.
    var maskGeneration: UInt {
        switch self {
        case .sha1: UInt(CKG_MGF1_SHA1)
        case .sha256: UInt(CKG_MGF1_SHA256)
        case .sha384: UInt(CKG_MGF1_SHA384)
        case .sha512: UInt(CKG_MGF1_SHA512)
        }
    }
}
