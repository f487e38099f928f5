// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
internal import Foundation

/// What libcrypto and our readers make of certificates, revocation lists and signatures of strangers.
struct CertificateEntry: Sendable {
    /// Made once: the trust store of the tests' PKI.
    static let shared = Result { try CertificateEntry() }

    let trust: TrustStore
    private let root: [UInt8]
    private static let content = Array("FSE TEST 1\n".utf8)
    /// 2026-11-20: inside the validity of the test certificates.
    static let time: Int64 = 1_795_132_800

    private init() throws {
        func file(_ name: String) throws -> [UInt8] {
            Array(try Data(contentsOf: Fixtures.folder.appendingPathComponent("PKI/\(name)")))
        }
        root = try file("root.crt.pem")
        trust = try TrustStore(
            roots: [root], intermediates: [file("intermediate.crt.pem")], revocationLists: [file("crls.pem")])
    }

    func run(_ bytes: [UInt8]) throws {
        _ = X509Certificate.length(ofHeader: bytes)
        if let certificate = try? X509Certificate(der: bytes) {
            try require(certificate.der == bytes, "a certificate keeps its bytes")
        }
        if let certificate = try? X509Certificate(padded: bytes) {
            try require(bytes.starts(with: certificate.der), "padding follows a certificate")
            judge(certificate, bytes)
        }
        for certificate in (try? X509Certificate.all(in: bytes)) ?? [] { judge(certificate, bytes) }
        _ = try? TrustStore(roots: [root], revocationLists: [bytes])
        for content in [CertificateEntry.content, []] {
            _ = try? CMSVerification.verify(bytes, of: content, trust: trust, at: .claimedSigningTime)
        }
    }

    private func judge(_ certificate: X509Certificate, _ bytes: [UInt8]) {
        _ = (certificate.profession, certificate.speciality, certificate.cardClass, certificate.pem)
        _ = (certificate.modulus, certificate.exponent, certificate.fingerprint)
        _ = (certificate.subject.description, certificate.issuer.commonName)
        _ = certificate.daysLeft(at: CertificateEntry.time)
        // One purpose an input: building a path is what takes long.
        let purpose = CertificatePurpose.allCases[Int(bytes.last ?? 0) % CertificatePurpose.allCases.count]
        _ = trust.validate(certificate, intermediates: [certificate], at: CertificateEntry.time, for: purpose)
    }
}
