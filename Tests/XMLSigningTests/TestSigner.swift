// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CertificateTrust
import Foundation
import XMLSigning

/// A signer of Tests/Fixtures/PKI, whose key is at hand.
enum TestSigner {
    /// 2026-11-01T00:00:00Z.
    static let time: Int64 = 1_793_491_200
    /// CN of the signer.
    static let holder = "899700000013"

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/PKI")

    static func certificate(_ name: String) throws -> X509Certificate {
        try X509Certificate(der: Array(Data(contentsOf: folder.appending(path: name + ".crt.der"))))
    }

    static func signer() throws -> XMLSigner { try XMLSigner(certificate: certificate("signer")) }

    /// Signs as a card would.
    static func document(_ request: XMLSignatureRequest, by name: String = "signer") throws -> [UInt8] {
        let key = try RSAPrivateKey(pem: Data(contentsOf: folder.appending(path: name + ".key.pem")))
        let digest = HashFunction.sha256.digest(request.signedInfo)
        return try request.document(with: key.signedPKCS1(HashFunction.sha256.digestInfoPrefix + digest))
    }
}

/// Assertions for the signer, with what a test wants changed.
struct SampleAssertion {
    var prefix = "saml"
    var identifier = "ID=\"_5f0c\""
    var version = "Version=\"2.0\""
    var issuer = "<saml:Issuer>\(TestSigner.holder)</saml:Issuer>"
    var subject = "<saml:Subject><saml:NameID>\(TestSigner.holder)</saml:NameID></saml:Subject>"
    var structure = attribute("Identifiant_Structure", "499700000013001")
    var inside = ""
    var before = ""
    var after = ""

    static func attribute(_ name: String, _ value: String) -> String {
        "<saml:Attribute Name=\"\(name)\"><saml:AttributeValue>\(value)</saml:AttributeValue></saml:Attribute>"
    }

    var text: String {
        """
        \(before)<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \(identifier) \(version) \
        IssueInstant="2026-11-20T18:00:00Z">
          \(issuer)
          \(subject)
          <saml:AttributeStatement>\(SampleAssertion.attribute("VIHF_Version", "3.0"))
        \(structure)</saml:AttributeStatement>\(inside)</saml:Assertion>\(after)
        """
    }

    var bytes: [UInt8] { Array(text.utf8) }
}

/// What is wrong with a document, by what reading it throws; nil for nothing.
func fault(_ read: () throws -> Void) -> XMLFault? {
    do {
        try read()
    } catch XMLSigningError.refused(let fault) {
        return fault
    } catch {}
    return nil
}
