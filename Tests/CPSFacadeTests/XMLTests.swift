// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CertificateTrust
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCards
import XMLSigning

@testable import CPSFacade

/// VIHF and XAdES with a card.
@Suite struct XMLTests {
    private func assertion(
        of holder: String, _ structure: String, subject: String? = nil
    ) throws -> XMLSubject {
        let text = """
            <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0">\
            <saml:Issuer>CN=\(holder),C=FR</saml:Issuer>\
            <saml:Subject><saml:NameID>\(subject ?? holder)</saml:NameID></saml:Subject>\
            <saml:AttributeStatement><saml:Attribute Name="Identifiant_Structure">\
            <saml:AttributeValue>\(structure)</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>\
            </saml:Assertion>
            """
        return .vihf(try VIHFAssertion(Array(text.utf8)))
    }

    private func document() throws -> XMLSubject {
        .xades(.enveloped(try XMLDocument(Array("<a>TEST</a>".utf8))))
    }

    private func sign(_ practice: Practice, _ subject: XMLSubject) throws -> [UInt8] {
        try practice.card.sign(subject, with: Practice.pin, options: Practice.options())
    }

    @Test(arguments: Practice.contactProfiles) func signsWithOnePresentation(profile: String) throws {
        let practice = try Practice(profile)
        let certificate = try practice.card.signingCertificate()
        for place in practice.bench.card.profile.practice.activities {
            let subject = try assertion(of: practice.identifier, place.structureIdentifier)
            let count = try certificate.documentCount(subject, Practice.options())
            #expect(try sign(practice, subject).count == count)
        }
        let activities = practice.bench.card.profile.practice.activities.count
        #expect(practice.used == [activities, activities])
        let count = try certificate.documentCount(try document(), Practice.options())
        #expect(try sign(practice, try document()).count == count)
    }

    @Test func signsALotInASession() throws {
        let practice = try Practice("cps4-medecin")
        let structure = practice.bench.card.profile.practice.activities[1].structureIdentifier
        let session = try practice.card.session(Practice.pin)
        _ = try session.sign(assertion(of: practice.identifier, structure), options: Practice.options())
        _ = try session.sign(document(), options: Practice.options())
        let bytes = XMLSubject.xades(.detached([1], uri: try XMLReference("a.bin")))
        _ = try session.sign(bytes, options: Practice.options())
        session.close()
        #expect(practice.used == [1, 3])
        #expect(try practice.bench.foreignSignature() == .securityStatusNotSatisfied)
        #expect(refusal { _ = try session.sign(bytes, options: Practice.options()) }?.code == .pinExpired)
    }

    @Test func refusesTheAssertionOfSomebodyElseBeforeThePINIsUsed() throws {
        let practice = try Practice("cps4-medecin")
        let structure = practice.bench.card.profile.practice.activities[0].structureIdentifier
        let issuer = refusal { _ = try sign(practice, assertion(of: "899700010012", structure)) }
        #expect(issuer?.code == .inputInvalid)
        #expect(issuer?.detail == .place("Assertion/Issuer"))
        let other = try assertion(of: practice.identifier, structure, subject: "899700010012")
        #expect(refusal { _ = try sign(practice, other) }?.detail == .place("Assertion/Subject/NameID"))
        #expect(practice.used == [0, 0])
    }

    @Test func refusesAStructureThatIsNoActivityBeforeAnythingIsSigned() throws {
        let practice = try Practice("cps4-medecin")
        let failure = refusal { _ = try sign(practice, assertion(of: practice.identifier, "1990000011")) }
        #expect(failure?.code == .inputInvalid)
        #expect(failure?.text(in: .english).contains("Identifiant_Structure") == true)
        #expect(failure?.text(in: .english).contains("1990000011") == false)
        #expect(practice.used == [1, 0])
    }

    @Test func judgesTheCertificateBeforeThePINIsUsed() throws {
        func refused(_ profile: String, _ options: SigningOptions) throws -> CPSFailure? {
            let practice = try Practice(profile)
            let failure = refusal { _ = try practice.card.sign(document(), with: Practice.pin, options: options) }
            #expect(practice.used == [0, 0])
            return failure
        }
        #expect(try refused("cps4-expired", Practice.options())?.code == .certificateExpired)
        #expect(try refused("cps4-medecin", SigningOptions(signingTime: 86_400))?.code == .clockUntrusted)
        #expect(try refused("cps4-medecin", Practice.options(.pss))?.detail == .pkcs1Only)
        var judged = Practice.options()
        judged.trust = try TrustStore(roots: [])
        #expect(try refused("cps4-medecin", judged)?.code == .untrusted)
        judged = Practice.options()
        judged.mimeType = "é"
        #expect(try refused("cps4-medecin", judged)?.detail == .place("MimeType"))
    }

    @Test func carriesTheAuthoritiesOfAChainThatHolds() throws {
        let practice = try Practice("cps4-medecin")
        let certificate = try practice.card.signingCertificate()
        var options = Practice.options()
        let alone = try certificate.documentCount(document(), options)
        options.trust = try Practice.trust()
        let chained = try practice.card.sign(document(), with: Practice.pin, options: options)
        #expect(chained.count > alone + 1000)
        // A VIHF carries the certificate that signs and nothing else.
        let subject = try assertion(of: practice.identifier, "1")
        #expect(
            try certificate.documentCount(subject, options) == certificate.documentCount(subject, Practice.options()))
    }

    @Test(arguments: XMLFault.allCases) func namesTheFieldInBothLanguages(fault: XMLFault) {
        let failure = CPSFailure(XMLSigningError.refused(fault))
        #expect(failure.code == .inputInvalid)
        for language in CPSLanguage.allCases { #expect(failure.text(in: language).hasSuffix("(\(fault.rawValue))")) }
    }
}
