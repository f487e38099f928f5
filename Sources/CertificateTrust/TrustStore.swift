// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Roots, intermediate authorities and revocation lists against which certificates are judged.
///
/// Nothing is fetched: what is not in the store, or handed over with the question, is not known. A store never
/// changes; threads may share it.
public final class TrustStore: Sendable {
    let roots: [CertificateHandle]
    let intermediates: [CertificateHandle]
    let revocationLists: [RevocationListHandle]

    /// Makes a store of files in DER or PEM; a PEM file may hold several objects.
    ///
    /// Only self-signed certificates among `roots` anchor trust; a bundle of a whole chain may be given as it is.
    public init(
        roots: [[UInt8]], intermediates: [[UInt8]] = [], revocationLists: [[UInt8]] = []
    ) throws(CertificateError) {
        var rootHandles: [CertificateHandle] = []
        for file in roots { rootHandles += try Bundle.certificates(file) }
        var intermediateHandles: [CertificateHandle] = []
        for file in intermediates { intermediateHandles += try Bundle.certificates(file) }
        var listHandles: [RevocationListHandle] = []
        for file in revocationLists { listHandles += try Bundle.revocationLists(file) }
        self.roots = rootHandles
        self.intermediates = intermediateHandles
        self.revocationLists = listHandles
    }

    /// Judges a certificate at a moment in seconds since 1970, with the revocation of its whole chain.
    ///
    /// - Parameter intermediates: authorities that came with the certificate; they help to build the path and are
    ///   never trusted by themselves.
    public func validate(
        _ leaf: X509Certificate, intermediates: [X509Certificate] = [], at time: Int64,
        for purpose: CertificatePurpose
    ) -> ChainVerdict {
        do {
            let handle = try CertificateHandle(der: leaf.der)
            var helpers: [CertificateHandle] = []
            for certificate in intermediates { helpers.append(try CertificateHandle(der: certificate.der)) }
            return judge(leaf, handle, helpers: helpers, at: time, for: purpose).verdict
        } catch {
            return .untrusted(.refused(code: X509_V_ERR_UNSPECIFIED, text: "unreadable certificate"))
        }
    }
}
