// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a certificate is judged for.
public enum CertificatePurpose: String, Hashable, Sendable, CaseIterable {
    /// Signing a document: nonRepudiation, and emailProtection where extended usages are listed.
    case signature
    /// Proving presence: digitalSignature, and clientAuth where extended usages are listed.
    case authentication
    /// Any use: the chain alone is judged.
    case any

    /// The usage that the certificate denies, if any.
    func usageDenied(by certificate: X509Certificate) -> UsageFault? {
        let (bit, extended, bitFault, extendedFault): (KeyUsage, String, UsageFault, UsageFault)
        switch self {
        case .signature:
            (bit, extended) = (.nonRepudiation, "1.3.6.1.5.5.7.3.4")
            (bitFault, extendedFault) = (.nonRepudiationMissing, .emailProtectionMissing)
        case .authentication:
            (bit, extended) = (.digitalSignature, "1.3.6.1.5.5.7.3.2")
            (bitFault, extendedFault) = (.digitalSignatureMissing, .clientAuthenticationMissing)
        case .any: return nil
        }
        // A key without keyUsage may do everything (RFC 5280 §4.2.1.3), yet no health certificate lacks it and a
        // commitment must be meant: it counts as denied.
        guard certificate.keyUsage?.contains(bit) == true else { return bitFault }
        let usages = certificate.extendedKeyUsage
        return usages.isEmpty || usages.contains(extended) ? nil : extendedFault
    }
}

/// Why a certificate does not serve a purpose.
public enum UsageFault: String, Hashable, Sendable {
    /// keyUsage has no nonRepudiation: not a signature certificate.
    case nonRepudiationMissing
    /// Extended usages are listed without emailProtection.
    case emailProtectionMissing
    /// keyUsage has no digitalSignature: not an authentication certificate.
    case digitalSignatureMissing
    /// Extended usages are listed without clientAuth.
    case clientAuthenticationMissing
    /// libcrypto refuses a certificate of the chain for this purpose, an authority most often.
    case purposeRefused
}
