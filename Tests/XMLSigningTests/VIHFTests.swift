// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import XMLSigning

/// Which assertions are signed, and what becomes of them.
@Suite struct VIHFTests {
    private func fault(_ assertion: SampleAssertion) -> XMLFault? {
        XMLSigningTests.fault { _ = try VIHFAssertion(assertion.bytes) }
    }

    @Test func putsTheSignatureBehindTheIssuerAndLeavesTheRest() throws {
        let assertion = SampleAssertion(before: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a -->", after: "\n")
        let request = try TestSigner.signer().prepare(try VIHFAssertion(assertion.bytes))
        let signed = String(decoding: try TestSigner.document(request), as: UTF8.self)
        #expect(signed.utf8.count == request.documentCount)
        let start = try #require(signed.range(of: "<ds:Signature "))
        let end = try #require(signed.range(of: "</ds:Signature>"))
        #expect(signed[..<start.lowerBound].hasSuffix("</saml:Issuer>"))
        #expect(String(signed[..<start.lowerBound] + signed[end.upperBound...]) == assertion.text)
        #expect(signed.contains("URI=\"#_5f0c\""))
        #expect(fault(SampleAssertion()) == nil)
        #expect(XMLSigningTests.fault { _ = try VIHFAssertion(Array(signed.utf8)) } == .signature)
    }

    /// Computed by hand, W3C xml-exc-c14n §2 and XML Signature §4.4.
    @Test func signsTheCanonicalFormOfSignedInfo() throws {
        let request = try TestSigner.signer().prepare(try VIHFAssertion(SampleAssertion().bytes))
        let info = String(decoding: request.signedInfo, as: UTF8.self)
        let start = """
            <ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod \
            Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod \
            Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference \
            URI="#_5f0c"><ds:Transforms><ds:Transform \
            Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform \
            Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod \
            Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>
            """
        #expect(info.hasPrefix(start))
        #expect(info.hasSuffix("=</ds:DigestValue></ds:Reference></ds:SignedInfo>"))
        #expect(
            info.utf8.count == start.utf8.count + 44 + "</ds:DigestValue></ds:Reference></ds:SignedInfo>".utf8.count)
    }

    @Test func takesNoOtherKeysValue() throws {
        let request = try TestSigner.signer().prepare(try VIHFAssertion(SampleAssertion().bytes))
        #expect(throws: XMLSigningError.signatureWrong) { try TestSigner.document(request, by: "noeku") }
        #expect(throws: XMLSigningError.signatureWrong) { try request.document(with: []) }
    }

    @Test func wantsAnAssertion() {
        let holder = TestSigner.holder
        #expect(fault(SampleAssertion(before: "<a>", after: "</a>")) == .assertion)
        let other = SampleAssertion().text.replacing("SAML:2.0:assertion", with: "SAML:1.0:assertion")
        #expect(XMLSigningTests.fault { _ = try VIHFAssertion(Array(other.utf8)) } == .assertion)
        #expect(fault(SampleAssertion(version: "")) == .assertionVersion)
        #expect(fault(SampleAssertion(version: "Version=\"1.1\"")) == .assertionVersion)
        for identifier in ["", "ID=\"\"", "Id=\"_5f0c\"", "ID=\"a b\"", "ID=\"xpointer(/)\"", "ID=\"é\""] {
            #expect(fault(SampleAssertion(identifier: identifier)) == .assertionIdentifier, "\(identifier)")
        }
        #expect(fault(SampleAssertion(identifier: "ID=\"3d3b1a52-5d05-4f0c-9d53-1a6a5a2b9a10\"")) == nil)
        for double in [
            "<a ID=\"_5f0c\"/>", "<a Id=\"_5f0c\"/>", "<a xml:id=\"_5f0c\"/>", "<a x:id=\"_5f0c\" xmlns:x=\"x:y\"/>",
        ] {
            #expect(fault(SampleAssertion(inside: double)) == .duplicateIdentifier, "\(double)")
        }
        for issuer in [
            "", "<saml:Issuer/><saml:Issuer/>", "<x/><saml:Issuer>\(holder)</saml:Issuer>",
            "<Issuer>\(holder)</Issuer>", "<saml:Issuer>8997<!-- -->00000013</saml:Issuer>",
            "<saml:Issuer>\(holder)<b/></saml:Issuer>",
        ] {
            #expect(fault(SampleAssertion(issuer: issuer)) == .issuer, "\(issuer)")
        }
        for subject in [
            "", "<saml:Subject/>", "<saml:Subject><NameID>\(holder)</NameID></saml:Subject>",
            "<saml:Subject><saml:NameID>1</saml:NameID><saml:NameID>\(holder)</saml:NameID></saml:Subject>",
            "<saml:Subject><saml:NameID><![CDATA[1]]><?a?>2</saml:NameID></saml:Subject>",
        ] {
            #expect(fault(SampleAssertion(subject: subject)) == .nameIdentifier, "\(subject)")
        }
    }

    @Test func wantsOneStructure() throws {
        let right = SampleAssertion.attribute("Identifiant_Structure", "499700000013001")
        for structure in [
            "", right + right, SampleAssertion.attribute("Identifiant_Structure", ""),
            "<Attribute Name=\"Identifiant_Structure\"/>",
        ] {
            #expect(fault(SampleAssertion(structure: structure)) == .structure, "\(structure)")
        }
        #expect(fault(SampleAssertion(inside: "<saml:Advice>\(right)</saml:Advice>")) == .structure)
        let assertion = try VIHFAssertion(SampleAssertion().bytes)
        try assertion.check(structures: ["1990000010", "499700000013001"])
        #expect(XMLSigningTests.fault { try assertion.check(structures: ["499700000013002"]) } == .structure)
        #expect(XMLSigningTests.fault { try assertion.check(structures: []) } == .structure)
    }

    @Test(arguments: [
        "899700000013", " 899700000013\n", "CN=899700000013,C=FR",
        "C=FR, T=Médecin, G=CAMILLE + sn=TEST + cn = 899700000013",
        "2.5.4.3=899700000013;C=FR", "CN=899700000013+SN=A\\, B", "O=\"A, CN=1\", CN=899700000013",
        "<![CDATA[899700000013]]>",
    ])
    func knowsTheHolderInManyForms(name: String) throws {
        let assertion = SampleAssertion(
            issuer: "<saml:Issuer>\(name)</saml:Issuer>",
            subject: "<saml:Subject><saml:NameID>\(name)</saml:NameID></saml:Subject>")
        try VIHFAssertion(assertion.bytes).check(holder: TestSigner.holder)
    }

    @Test(arguments: [
        "899700000014", "8997000000130", "0899700000013", "CN=899700000014", "CN=899700000013,CN=899700000014",
        "O=CN\\=899700000013", "O=a\\,CN=899700000013", "O=\"a,CN=899700000013\"", "OU=899700000013", "x", "",
    ])
    func knowsOthers(name: String) throws {
        let issuer = SampleAssertion(issuer: "<saml:Issuer>\(name)</saml:Issuer>")
        let subject = SampleAssertion(subject: "<saml:Subject><saml:NameID>\(name)</saml:NameID></saml:Subject>")
        #expect(
            XMLSigningTests.fault { try VIHFAssertion(issuer.bytes).check(holder: TestSigner.holder) } == .issuer)
        #expect(
            XMLSigningTests.fault { try VIHFAssertion(subject.bytes).check(holder: TestSigner.holder) }
                == .nameIdentifier)
        #expect(XMLSigningTests.fault { try VIHFAssertion(issuer.bytes).check(holder: "") } != nil)
    }
}
