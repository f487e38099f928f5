// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CMSSigning
import CertificateTrust
import Testing

/// What can happen to a signature on its way.
enum Alteration: String, CaseIterable {
    case contentByte, contentShortened, signatureByte, signingCertificateByte, signingCertificateRemoved
    case signingCertificateRemovedAndSignedAgain, signingCertificateOfAnotherAndSignedAgain
    case messageDigestByte, signingTimeByte, signingTimeRemovedAndSignedAgain, contentTypeOfAnotherKindAndSignedAgain,
        allAttributesRemoved
    case signedByAnotherKey, signerCertificateRemoved, signerNameChanged, signerExchanged

    func apply(_ signature: [UInt8], _ content: [UInt8]) throws -> (signature: [UInt8], content: [UInt8]) {
        var parts = try SignatureParts(signature)
        var content = content
        func place(_ type: [UInt8]) throws -> Int { try #require(parts.attribute(type)) }
        switch self {
        case .contentByte: content[3] ^= 0x01
        case .contentShortened: content.removeLast()
        case .signatureByte: parts.value[100] ^= 0x01
        case .signingCertificateByte: try parts.flipSigningCertificateHash()
        case .signingCertificateRemoved: parts.attributes.remove(at: try place(SignatureParts.signingCertificate))
        case .signingCertificateRemovedAndSignedAgain:
            parts.attributes.remove(at: try place(SignatureParts.signingCertificate))
            try parts.signAgain(by: "signer")
        case .signingCertificateOfAnotherAndSignedAgain:
            try parts.flipSigningCertificateHash()
            try parts.signAgain(by: "signer")
        case .messageDigestByte:
            parts.attributes[try place(SignatureParts.messageDigest)].children[1].children[0].content[0] ^= 0x01
        case .signingTimeByte:
            parts.attributes[try place(SignatureParts.signingTime)].children[1].children[0].content[1] ^= 0x01
        case .signingTimeRemovedAndSignedAgain:
            parts.attributes.remove(at: try place(SignatureParts.signingTime))
            try parts.signAgain(by: "signer")
        case .contentTypeOfAnotherKindAndSignedAgain:
            // id-envelopedData in the place of id-data.
            parts.attributes[try place(SignatureParts.contentType)].children[1].children[0].content[8] = 0x03
            try parts.signAgain(by: "signer")
        case .allAttributesRemoved: parts.signerInfo.children.remove(at: 3)
        case .signedByAnotherKey: try parts.signAgain(by: "other")
        case .signerCertificateRemoved:
            let der = try TestPKI.certificate("signer").der
            parts.certificates.removeAll { $0.encoded == der }
        case .signerNameChanged:
            // The serial number in issuerAndSerialNumber.
            parts.signerInfo.children[1].children[1].content[5] ^= 0x01
        case .signerExchanged:
            let (signer, other) = try (TestPKI.certificate("signer"), TestPKI.certificate("other"))
            parts.certificates = try parts.certificates.map { $0.encoded == signer.der ? try DERNode(other.der) : $0 }
            parts.signerInfo.children[1].children[1].content = other.serialNumber
            try parts.signAgain(by: "other")
        }
        return (parts.encoded, content)
    }

    var expected: CMSVerificationError {
        switch self {
        case .contentByte, .contentShortened: .contentAltered
        case .signatureByte, .signedByAnotherKey, .messageDigestByte, .signingTimeByte: .signatureWrong
        case .signingCertificateByte, .signingCertificateOfAnotherAndSignedAgain, .signerExchanged:
            .signingCertificateMismatch
        case .signingCertificateRemoved, .signingCertificateRemovedAndSignedAgain: .signingCertificateAttributeMissing
        case .contentTypeOfAnotherKindAndSignedAgain: .malformed("content-type attribute")
        case .signingTimeRemovedAndSignedAgain: .malformed("signing-time attribute")
        case .allAttributesRemoved: .malformed("no signed attributes")
        case .signerCertificateRemoved, .signerNameChanged: .signerCertificateMissing
        }
    }
}

extension Alteration {
    /// openssl neither compares the content-type attribute with the type of the content (RFC 5652 §5.6) nor asks for
    /// the signing time of level B-B; we do both.
    fileprivate var isAcceptedByOpenSSL: Bool {
        self == .contentTypeOfAnotherKindAndSignedAgain || self == .signingTimeRemovedAndSignedAgain
    }
}

extension SignatureParts {
    /// Flips a bit of the certificate hash: Attribute, SET, SigningCertificateV2, certs, ESSCertIDv2, certHash.
    fileprivate mutating func flipSigningCertificateHash() throws {
        let index = try #require(attribute(Self.signingCertificate))
        attributes[index].children[1].children[0].children[0].children[0].children[0].content[7] ^= 0x01
    }
}

@Suite struct AlterationTests {
    private let content = Array(#"{"montant":2650,"numero":123}"#.utf8)

    @Test func takingApartChangesNothing() throws {
        let signature = try TestPKI.signature(of: content)
        #expect(try SignatureParts(signature).encoded == signature)
    }

    @Test(arguments: Alteration.allCases)
    func eachAlterationHasItsName(alteration: Alteration) throws {
        let altered = try alteration.apply(TestPKI.signature(of: content), content)
        #expect(throws: alteration.expected) { try TestPKI.verify(altered.signature, of: altered.content) }
    }

    @Test(arguments: Alteration.allCases.filter { !$0.isAcceptedByOpenSSL })
    func opensslRefusesEachAlterationToo(alteration: Alteration) throws {
        let altered = try alteration.apply(TestPKI.signature(of: content), content)
        #expect(try OpenSSLCommand.verify(altered.signature, of: altered.content).status != 0)
    }

    @Test(arguments: SignatureScheme.allCases)
    func everyByteOfTheValueCounts(scheme: SignatureScheme) throws {
        let parts = try SignatureParts(TestPKI.signature(of: content, scheme))
        for index in parts.value.indices {
            var altered = parts
            altered.value[index] ^= 0x80
            #expect(throws: CMSVerificationError.signatureWrong) { try TestPKI.verify(altered.encoded, of: content) }
        }
    }
}
