// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What verification can find; raw values are stable, for programs and for translation.
public enum FindingCode: String, Hashable, Sendable, CaseIterable {
    // Signatures of FSE.
    case contentAltered = "content.altered"
    case signatureInvalid = "signature.invalid"
    case signingCertificateMissing = "signature.signing-certificate-missing"
    case signingCertificateMismatch = "signature.signing-certificate-mismatch"
    case signatureMalformed = "signature.malformed"
    case signatureUnsupported = "signature.unsupported"
    case signerCertificateMissing = "signature.no-signer-certificate"
    case signatureMissing = "signature.missing"
    case payloadMissing = "payload.missing"
    case mediaType = "signature.media-type"

    // Certificates.
    case untrusted = "chain.untrusted"
    case revoked = "chain.revoked"
    case expired = "chain.expired"
    case notYetValid = "chain.not-yet-valid"
    case badUsage = "chain.bad-usage"
    case revocationUnknown = "chain.revocation-unknown"
    case revocationStale = "chain.revocation-stale"
    case revocationInvalid = "chain.revocation-invalid"

    // Payloads.
    case unreadable = "payload.unreadable"
    case documentInvalid = "payload.invalid"
    case notCanonical = "payload.not-canonical"
    case holder = "holder.identifier"
    case activity = "holder.activity"

    // Containers.
    case archiveInvalid = "archive.invalid"
    case archiveForeign = "archive.foreign"
    case archiveChecksum = "archive.checksum"
    case archiveType = "archive.type"
    case archiveEntryMissing = "archive.missing-entry"
    case manifestMalformed = "manifest.malformed"
    case manifestAltered = "manifest.altered"
    case manifestSignature = "manifest.signature"
    case manifestDigest = "manifest.digest"
    case manifestUnlisted = "manifest.unlisted"
    case manifestMissing = "manifest.missing-file"

    // Lots and numbering.
    case lotMalformed = "lot.malformed"
    case lotOrder = "lot.order"
    case lotGap = "lot.gap"
    case duplicateNumber = "lot.duplicate-number"
    case lotNumber = "lot.number"
    case lotFile = "lot.file"
    case lotTotals = "lot.totals"
    case lotSigner = "lot.signer"
    case lotChain = "lot.chain"
    case lotReused = "lot.reused"

    // What nobody should take for a verdict.
    case proofNotVerifiable = "proof.not-verifiable"
    case b2NotChecked = "b2.not-checked"
    case noInput = "input.none"

    /// How grave it is.
    public var severity: Severity {
        switch self {
        case .proofNotVerifiable, .b2NotChecked: .note
        default: .error
        }
    }

    /// How grave a finding is.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The verification fails.
        case error
        /// Worth a look.
        case warning
        /// A limit of what was verified.
        case note
    }

    /// What kind of failure it is, to choose an exit code.
    public enum Category: String, Hashable, Sendable, CaseIterable {
        case signature, expired, revoked, untrusted, input
    }

    /// What kind of failure it is.
    public var category: Category {
        switch self {
        case .contentAltered, .signatureInvalid, .signingCertificateMissing, .signingCertificateMismatch,
            .signatureMalformed, .signatureUnsupported, .signerCertificateMissing, .signatureMissing, .mediaType,
            .manifestAltered, .manifestSignature, .manifestDigest, .manifestUnlisted,
            .manifestMissing, .archiveChecksum:
            .signature
        case .untrusted, .badUsage, .revocationUnknown, .revocationStale, .revocationInvalid: .untrusted
        case .revoked: .revoked
        case .expired, .notYetValid: .expired
        default: .input
        }
    }
}
