// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CMSSigning
import CardCrypto
import CertificateTrust
import Foundation
import Testing

/// The certificates, keys and lists of Tests/Fixtures/PKI.
enum TestPKI {
    /// 2026-11-01T00:00:00Z: every certificate but the expired one is valid, the revoked one is revoked.
    static let time: Int64 = 1_793_491_200

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/PKI")

    static func file(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: name)))
    }

    static func certificate(_ name: String) throws -> X509Certificate {
        try X509Certificate(der: file(name + ".crt.der"))
    }

    static func key(_ name: String) throws -> RSAPrivateKey {
        try RSAPrivateKey(pem: file(name + ".key.pem"))
    }

    static func store() throws -> TrustStore {
        try TrustStore(roots: [file("root.crt.pem")], revocationLists: [file("crls.pem")])
    }

    /// Signs bytes as a card would.
    static func value(over bytes: [UInt8], by name: String, _ scheme: SignatureScheme) throws -> [UInt8] {
        let digest = HashFunction.sha256.digest(bytes)
        let key = try key(name)
        return switch scheme {
        case .pkcs1: try key.signedPKCS1(HashFunction.sha256.digestInfoPrefix + digest)
        case .pss: try key.signedPSS(digest: digest, .sha256, random: SystemRandom())
        }
    }

    static func signer(_ name: String = "signer", _ scheme: SignatureScheme = .pkcs1) throws -> CAdESSigner {
        try CAdESSigner(
            certificate: certificate(name),
            intermediates: [certificate("intermediate")],
            scheme: scheme
        )
    }

    /// A finished signature of `content`.
    static func signature(
        of content: [UInt8], by name: String = "signer", _ scheme: SignatureScheme = .pkcs1, at time: Int64 = time
    ) throws -> [UInt8] {
        try signer(name, scheme).sign(content: content, mimeType: "application/json", signingTime: time) {
            try value(over: $0, by: name, scheme)
        }
    }

    static func verify(
        _ signature: [UInt8], of content: [UInt8], for purpose: CertificatePurpose = .signature
    ) throws(CMSVerificationError) -> VerifiedSignature {
        let store: TrustStore
        do { store = try self.store() } catch { throw .malformed("fixtures") }
        return try CMSVerification.verify(signature, of: content, trust: store, at: .at(time), for: purpose)
    }
}
