// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust

/// Puts the faults of a CMS signature into findings.
enum SignatureFindings {
    typealias Fault = (code: FindingCode, field: String?)

    /// The signature's content if it is right, whatever its chain, and what is wrong.
    static func verify(
        _ signature: [UInt8], of content: [UInt8], _ verifier: FSEVerifier
    ) -> (VerifiedSignature?, [Fault]) {
        do {
            let signed = try CMSVerification.verify(
                signature, of: content, trust: verifier.trust, at: verifier.moment, for: .signature)
            return (signed, [])
        } catch {
            switch error {
            case .chain(let verdict, let signed): return (signed, [fault(of: verdict)].compactMap(\.self))
            default: return (nil, [fault(of: error)])
            }
        }
    }

    private static func fault(of error: CMSVerificationError) -> Fault {
        switch error {
        case .malformed(let part): (.signatureMalformed, part)
        case .unsupported(let part): (.signatureUnsupported, part)
        case .signerCertificateMissing: (.signerCertificateMissing, nil)
        case .signingCertificateAttributeMissing: (.signingCertificateMissing, nil)
        case .signingCertificateMismatch: (.signingCertificateMismatch, nil)
        case .signatureWrong: (.signatureInvalid, nil)
        case .contentAltered: (.contentAltered, nil)
        case .chain(let verdict, _): fault(of: verdict) ?? (.untrusted, nil)
        }
    }

    private static func fault(of verdict: ChainVerdict) -> Fault? {
        switch verdict {
        case .valid: nil
        case .notYetValid(let subject, _): (.notYetValid, subject.commonName)
        case .expired(let subject, _): (.expired, subject.commonName)
        case .revoked(let subject, _): (.revoked, subject.commonName)
        case .badUsage(let usage): (.badUsage, usage.rawValue)
        case .crlMissing(let issuer): (.revocationUnknown, issuer.commonName)
        case .crlStale(let issuer, _): (.revocationStale, issuer.commonName)
        case .crlInvalid(let issuer): (.revocationInvalid, issuer.commonName)
        case .untrusted: (.untrusted, nil)
        }
    }
}
