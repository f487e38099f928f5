// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CertificateTrust
import Testing

@Suite struct X509CertificateTests {
    @Test func readsAHolderWithOneMultiValuedName() throws {
        let subject = try TestPKI.certificate("signer").subject
        #expect(subject.commonName == "899700000013")
        #expect(subject.surname == "TESTEUR")
        #expect(subject.givenName == "Camille")
        #expect(subject.title == "Médecin")
        #expect(subject.country == "FR")
        #expect(subject.attributes.map(\.relativeName) == [0, 1, 2, 2, 2])
        #expect(subject.description == "SN=TESTEUR+GN=Camille+CN=899700000013,title=Médecin,C=FR")
    }

    @Test func readsAStructure() throws {
        let subject = try TestPKI.certificate("noeku").subject
        #expect(subject.organization == "CABINET TEST")
        #expect(subject.locality == "Paris (75)")
        #expect(subject.organizationalUnits == ["399700000000017"])
        #expect(subject.commonName == "399700000000017/1")
    }

    @Test func readsTheAuthority() throws {
        let issuer = try TestPKI.certificate("signer").issuer
        #expect(issuer.organizationalUnits == ["0002 000000000", "TEST IGC"])
        #expect(issuer == (try TestPKI.certificate("intermediate").subject))
    }

    @Test func readsDatesAndDaysLeft() throws {
        let certificate = try TestPKI.certificate("signer")
        #expect(certificate.notBefore == 1_767_571_200)
        #expect(certificate.notAfter == 1_862_265_600)
        #expect(certificate.daysLeft(at: certificate.notAfter) == 0)
        #expect(certificate.daysLeft(at: certificate.notAfter - 86_400) == 1)
        #expect(certificate.daysLeft(at: certificate.notAfter + 1) == -1)
        #expect(certificate.daysLeft(at: .min) == .max)
        #expect(certificate.daysLeft(at: .max) < -1_000_000)
    }

    @Test func readsUsages() throws {
        let signature = try TestPKI.certificate("signer")
        #expect(signature.keyUsage == [.nonRepudiation])
        #expect(signature.extendedKeyUsage == ["1.3.6.1.5.5.7.3.4"])
        let authentication = try TestPKI.certificate("authentication")
        #expect(authentication.keyUsage == [.digitalSignature, .keyEncipherment])
        #expect(authentication.extendedKeyUsage == ["1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.20.2.2"])
        let root = try TestPKI.certificate("root")
        #expect(root.keyUsage == [.keyCertSign, .crlSign])
        #expect(root.extendedKeyUsage.isEmpty)
        #expect(root.isAuthority && root.isSelfSigned)
        #expect(!signature.isAuthority && !signature.isSelfSigned)
    }

    @Test func readsKeysAndIdentifiers() throws {
        let (leaf, authority) = try (TestPKI.certificate("signer"), TestPKI.certificate("intermediate"))
        guard case .rsa(let modulus, let exponent) = leaf.publicKey else {
            Issue.record("not RSA")
            return
        }
        #expect(modulus.count == 256)
        #expect(exponent == [1, 0, 1])
        #expect(leaf.modulus == modulus && leaf.exponent == exponent)
        let elliptic = try TestPKI.certificate("elliptic")
        #expect(elliptic.publicKey == .other(algorithm: "1.2.840.10045.2.1"))
        #expect(elliptic.modulus.isEmpty && elliptic.exponent.isEmpty)
        #expect(leaf.authorityKeyIdentifier == authority.subjectKeyIdentifier)
        #expect(leaf.subjectKeyIdentifier?.count == 20)
        #expect(leaf.subjectPublicKeyInfo.contains(modulus))
        #expect(leaf.der.contains([0x02, UInt8(leaf.serialNumber.count)] + leaf.serialNumber))
        #expect(leaf.fingerprint.count == 32)
    }

    @Test func readsTheExtensionsOfHealthCards() throws {
        let certificate = try TestPKI.certificate("signer")
        #expect(certificate.profession == 10)
        #expect(certificate.speciality == "SM26")
        #expect(certificate.cardClass == "0")
        #expect(certificate.extension(oid: "1.2.250.1.71.1.2.7") == [0x02, 0x01, 0x0A])
        #expect(certificate.extension(oid: "1.2.250.1.71.9") == nil)
        #expect(try TestPKI.certificate("noeku").profession == nil)
        #expect(
            certificate.crlDistributionURLs == [
                "http://pki.test.invalid/CRL/intermediate.crl", "ldap://pki.test.invalid/CN=TEST",
            ]
        )
    }

    @Test func stopsWhereThePaddingOfACardFileBegins() throws {
        let certificate = try TestPKI.certificate("signer")
        #expect(X509Certificate.length(ofHeader: certificate.der.prefix(5)) == certificate.der.count)
        for padding: UInt8 in [0x00, 0xFF] {
            let file = certificate.der + [UInt8](repeating: padding, count: 900)
            #expect(try X509Certificate(padded: file) == certificate)
            #expect(throws: CertificateError.trailingBytes) { try X509Certificate(der: file) }
        }
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 0x82, 0x04], [0x31, 0x03], [0x30, 0x80], [0x30, 0x84, 0, 0, 1, 0],
            [0x30, 0x83, 1, 0, 0],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ] as [[UInt8]])
    func givesNoLengthWhereNoCertificateBegins(header: [UInt8]) {
        #expect(X509Certificate.length(ofHeader: header) == nil)
        #expect(throws: CertificateError.self) { try X509Certificate(padded: header) }
    }

    @Test func readsAndWritesPEM() throws {
        let bundle = try X509Certificate.all(in: TestPKI.file("ca.pem"))
        #expect(bundle.map(\.subject.commonName) == ["TEST AC RACINE", "TEST AC PERSONNES"])
        #expect(try X509Certificate.all(in: TestPKI.file("signer.crt.der")) == [TestPKI.certificate("signer")])
        let pem = try String(decoding: TestPKI.file("signer.crt.pem"), as: UTF8.self)
        #expect(try TestPKI.certificate("signer").pem == pem)
        #expect(throws: CertificateError.nothingFound) { try X509Certificate.all(in: TestPKI.file("crls.pem")) }
        #expect(throws: CertificateError.nothingFound) { try X509Certificate.all(in: []) }
        let broken = Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        #expect(throws: CertificateError.malformed("PEM")) { try X509Certificate.all(in: broken) }
    }

    @Test func neverAsksForThePasswordOfAnEncryptedBlock() throws {
        let encrypted = """
            -----BEGIN CERTIFICATE-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF

            AAAAAAAAAAAAAAAAAAAAAA==
            -----END CERTIFICATE-----

            """
        #expect(throws: CertificateError.malformed("PEM")) { try X509Certificate.all(in: Array(encrypted.utf8)) }
    }

    @Test func everyTruncationIsAnError() throws {
        let der = try TestPKI.file("signer.crt.der")
        for count in 0..<der.count {
            #expect(throws: CertificateError.self) { try X509Certificate(der: Array(der[..<count])) }
        }
        #expect(throws: CertificateError.tooLong(limit: 65_536)) {
            try X509Certificate(der: .init(repeating: 0x30, count: 65_537))
        }
    }

    @Test func noFlippedBitsTrapAndNoneAreTrusted() throws {
        let der = try TestPKI.file("signer.crt.der")
        let store = try TestPKI.store()
        var generator = FixedGenerator(state: 1)
        var readable = 0
        for _ in 0..<2000 {
            var flipped = der
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                flipped[Int.random(in: 0..<der.count, using: &generator)] ^=
                    1 << UInt8.random(in: 0..<8, using: &generator)
            }
            guard flipped != der, let certificate = try? X509Certificate(der: flipped) else { continue }
            readable += 1
            #expect(certificate.der == flipped)
            _ = (certificate.profession, certificate.speciality, certificate.cardClass, certificate.pem)
            _ = certificate.subject.description
            #expect(!store.validate(certificate, at: TestPKI.time, for: .signature).isValid)
        }
        #expect(readable > 100)
    }
}
