// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// An X.509 certificate, read once into plain values.
///
/// Its bytes come from cards and files and are taken as hostile: whatever they hold, reading ends in a value or a
/// ``CertificateError``.
public struct X509Certificate: Sendable {
    /// One extension as it stands in the certificate.
    public struct Extension: Hashable, Sendable {
        /// Its type in dotted decimal.
        public let type: String
        /// Whether who does not know it must refuse the certificate.
        public let isCritical: Bool
        /// Content of its OCTET STRING.
        public let value: [UInt8]
    }

    /// No certificate of a card comes near this length; a longer one is refused unread.
    public static let maximumCount = 65_536

    /// The certificate itself.
    public let der: [UInt8]
    /// Whose key it is.
    public let subject: DistinguishedName
    /// Who says so.
    public let issuer: DistinguishedName
    /// Content octets of the serial number's INTEGER, sign byte included.
    public let serialNumber: [UInt8]
    /// First second of validity, since 1970.
    public let notBefore: Int64
    /// End of validity in seconds since 1970; from that second on libcrypto, and so we, call it expired.
    public let notAfter: Int64
    /// What the key may do; nil when the certificate does not say.
    public let keyUsage: KeyUsage?
    /// Object identifiers of the extended key usages; empty when the certificate does not say.
    public let extendedKeyUsage: [String]
    /// The key.
    public let publicKey: SubjectPublicKey
    /// SubjectPublicKeyInfo as encoded.
    public let subjectPublicKeyInfo: [UInt8]
    /// The name of the key, where the certificate gives one.
    public let subjectKeyIdentifier: [UInt8]?
    /// The name of the issuer's key, where the certificate gives one.
    public let authorityKeyIdentifier: [UInt8]?
    /// All extensions in the order of the DER.
    public let extensions: [Extension]
    /// Where the issuer publishes its revocation lists.
    public let crlDistributionURLs: [String]
    /// Whether it names itself as its issuer, with its own key where it says which.
    public let isSelfSigned: Bool
    /// Whether basicConstraints make it an authority.
    public let isAuthority: Bool

    /// Reads one certificate in DER, of exactly these bytes.
    public init(der: [UInt8]) throws(CertificateError) {
        try self.init(CertificateHandle(der: der), der: der)
    }

    init(_ handle: CertificateHandle) throws(CertificateError) {
        guard let der = handle.der else { throw .malformed("certificate") }
        try self.init(handle, der: der)
    }

    private init(_ handle: CertificateHandle, der: [UInt8]) throws(CertificateError) {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        // Everything below is read through its pointer.
        defer { withExtendedLifetime(handle) {} }
        // Fingerprints and CAdES bind these very bytes: an encoding that libcrypto would write otherwise is no DER.
        guard handle.der == der else { throw .malformed("certificate is not DER") }
        self.der = der
        let certificate = unsafe handle.pointer
        subject = try unsafe DistinguishedName(X509_get_subject_name(certificate))
        issuer = try unsafe DistinguishedName(X509_get_issuer_name(certificate))
        serialNumber = try unsafe Self.serialNumber(of: certificate)
        guard let notBefore = unsafe Borrowed.seconds(X509_get0_notBefore(certificate)),
            let notAfter = unsafe Borrowed.seconds(X509_get0_notAfter(certificate))
        else { throw .malformed("validity") }
        self.notBefore = notBefore
        self.notAfter = notAfter
        subjectPublicKeyInfo = try unsafe Self.publicKeyInfo(of: certificate)
        publicKey = try unsafe Self.publicKey(of: certificate)
        extensions = try unsafe Self.extensions(of: certificate)
        let flags = unsafe X509_get_extension_flags(certificate)
        keyUsage = unsafe flags & UInt32(EXFLAG_KUSAGE) == 0 ? nil : KeyUsage(octets: X509_get_key_usage(certificate))
        extendedKeyUsage = unsafe Self.extendedKeyUsage(of: certificate)
        subjectKeyIdentifier = unsafe Borrowed.bytes(X509_get0_subject_key_id(certificate))
        authorityKeyIdentifier = unsafe Borrowed.bytes(X509_get0_authority_key_id(certificate))
        crlDistributionURLs = unsafe Self.crlDistributionURLs(of: certificate)
        isSelfSigned = flags & UInt32(EXFLAG_SS) != 0
        isAuthority = flags & UInt32(EXFLAG_CA) != 0
    }

    /// The modulus of an RSA key, without leading zeros; empty for a key of another kind.
    public var modulus: [UInt8] {
        if case .rsa(let modulus, _) = publicKey { modulus } else { [] }
    }

    /// The public exponent of an RSA key, without leading zeros; empty for a key of another kind.
    public var exponent: [UInt8] {
        if case .rsa(_, let exponent) = publicKey { exponent } else { [] }
    }

    /// SHA-256 of the certificate.
    public var fingerprint: [UInt8] { DigestAlgorithm.sha256.digest(der) }

    /// Whole days from `time` to the end of validity; negative once it is over.
    public func daysLeft(at time: Int64) -> Int {
        let (left, overflow) = notAfter.subtractingReportingOverflow(time)
        guard !overflow else { return time < 0 ? Int.max : Int.min }
        return Int(left >= 0 ? left / 86_400 : (left - 86_399) / 86_400)
    }
}

extension X509Certificate: Hashable {
    /// Two certificates are the same when their bytes are.
    public static func == (left: X509Certificate, right: X509Certificate) -> Bool { left.der == right.der }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
