// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Verification of detached CAdES baseline signatures (RFC 5652, ETSI EN 319 122-1).
///
/// These are the steps of `CMS_verify` with `CMS_CADES` and `CMS_BINARY`, taken one by one so that each failure can be
/// told from the others: signing-certificate attribute, signature over the attributes, message digest, chain.
public enum CMSVerification {
    /// The moment at which the signer's chain is judged.
    public enum Moment: Hashable, Sendable {
        /// Seconds since 1970.
        case at(Int64)
        /// When the signer says it signed: only as good as the signer's word.
        case claimedSigningTime
    }

    /// The largest signature accepted.
    public static let maximumCount = 1 << 20

    /// Verifies a detached signature in DER over `content`.
    public static func verify(
        _ signature: [UInt8], of content: [UInt8], trust: TrustStore, at moment: Moment,
        for purpose: CertificatePurpose = .signature
    ) throws(CMSVerificationError) -> VerifiedSignature {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        let message = try CMSMessage(signature)
        let signer = try message.signer()
        let attributes = try CMSSignedAttributes(of: message)
        let (handle, certificate) = signer
        let candidates = [handle] + message.certificates + trust.intermediates + trust.roots
        // The attribute first: when one byte of it is altered the signature is wrong as well, and this says why.
        try attributes.checkSigningCertificate(against: candidates)
        try message.checkSignature(by: handle)
        guard attributes.messageDigest == attributes.digestAlgorithm.digest(content) else { throw .contentAltered }

        let time =
            switch moment {
            case .at(let seconds): seconds
            case .claimedSigningTime: attributes.signingTime
            }
        let judgement = trust.judge(certificate, handle, helpers: message.certificates, at: time, for: purpose)
        func verified(_ chain: TrustedChain?) -> VerifiedSignature {
            VerifiedSignature(
                signer: certificate,
                signingTime: attributes.signingTime,
                digestAlgorithm: attributes.digestAlgorithm,
                scheme: attributes.scheme,
                mimeType: attributes.mimeType,
                chain: chain
            )
        }
        guard case .valid(let chain) = judgement.verdict else { throw .chain(judgement.verdict, verified(nil)) }
        // RFC 5035 §5.4.1: certificates named after the first restrict the path to those named.
        try attributes.checkSigningCertificate(against: judgement.chain)
        return verified(chain)
    }
}
