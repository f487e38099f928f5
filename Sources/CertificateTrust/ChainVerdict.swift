// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What is to be said of a certificate, its chain and their revocation at one moment.
///
/// When several things are wrong the gravest is told: no trust, then revocation, validity, usage, and last the
/// revocation lists themselves.
public enum ChainVerdict: Hashable, Sendable {
    /// The chain ends at a root of the store and every certificate on it is good at that moment.
    case valid(TrustedChain)
    /// A certificate of the chain begins later.
    case notYetValid(subject: DistinguishedName, notBefore: Int64)
    /// A certificate of the chain is over.
    case expired(subject: DistinguishedName, notAfter: Int64)
    /// A certificate of the chain was revoked, at `date` where the list says so; that date may lie after the moment
    /// asked for.
    case revoked(subject: DistinguishedName, date: Int64?)
    /// The chain holds, but not for this purpose.
    case badUsage(UsageFault)
    /// No revocation list of this issuer is at hand: nothing can be said.
    case crlMissing(issuer: DistinguishedName)
    /// The newest revocation list of this issuer should have been replaced by `nextUpdate`.
    case crlStale(issuer: DistinguishedName, nextUpdate: Int64?)
    /// The revocation list of this issuer has a wrong signature or cannot be used.
    case crlInvalid(issuer: DistinguishedName)
    /// No path to a root of the store.
    case untrusted(UntrustedReason)

    /// Whether the certificate may be relied upon.
    public var isValid: Bool {
        if case .valid = self { true } else { false }
    }
}

/// Why there is no path to a root.
public enum UntrustedReason: Hashable, Sendable {
    /// Nobody at hand bears this name of an issuer.
    case issuerUnknown(DistinguishedName)
    /// It ends at a root, but not at one of ours.
    case rootUnknown(DistinguishedName)
    /// The signature of this certificate by its issuer is wrong.
    case signatureWrong(DistinguishedName)
    /// libcrypto's number and words for any other fault of the path.
    case refused(code: Int32, text: String)
}

/// A chain from a leaf to a root of the store.
public struct TrustedChain: Hashable, Sendable {
    /// The leaf first, the root last.
    public let certificates: [X509Certificate]
    /// Whole days until the first of them ends.
    public let daysLeft: Int

    init(_ certificates: [X509Certificate], at time: Int64) {
        self.certificates = certificates
        daysLeft = certificates.map { $0.daysLeft(at: time) }.min() ?? 0
    }
}
