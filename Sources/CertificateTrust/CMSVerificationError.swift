// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why a detached signature is not accepted; each alteration has a name of its own.
public enum CMSVerificationError: Error, Hashable, Sendable {
    /// Not a CMS SignedData that can be read; the payload names the part.
    case malformed(String)
    /// Readable, but not of the kind accepted here: several signers, content inside, a weak or unknown algorithm.
    case unsupported(String)
    /// The message holds no certificate of its signer.
    case signerCertificateMissing
    /// The signing-certificate-v2 attribute is absent: any certificate of the same key could be put in its place.
    case signingCertificateAttributeMissing
    /// The signing-certificate-v2 attribute does not name the signer's certificate.
    case signingCertificateMismatch
    /// The signature over the signed attributes is wrong.
    case signatureWrong
    /// Content and message-digest attribute differ: the content was altered.
    case contentAltered
    /// The signature is right, its signer's certificate is not to be relied upon.
    case chain(ChainVerdict, VerifiedSignature)
}

/// What a right signature says.
public struct VerifiedSignature: Hashable, Sendable {
    /// The certificate whose key signed.
    public let signer: X509Certificate
    /// When the signer says it signed, in seconds since 1970; no third party vouches for it.
    public let signingTime: Int64
    /// Hash of content and signed attributes.
    public let digestAlgorithm: DigestAlgorithm
    /// Padding of the signature.
    public let scheme: SignatureScheme
    /// The media type of the content, where the signature names one.
    public let mimeType: String?
    /// The chain of the signer's certificate; nil when it is not valid, which comes with an error.
    public let chain: TrustedChain?
}
