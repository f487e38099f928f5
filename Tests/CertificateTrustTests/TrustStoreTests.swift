// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CertificateTrust
import Testing

@Suite struct TrustStoreTests {
    @Test(arguments: [
        ("signer", CertificatePurpose.signature), ("noeku", .signature), ("authentication", .authentication),
    ])
    func trustsAChainWithFreshLists(name: String, purpose: CertificatePurpose) throws {
        let certificate = try TestPKI.certificate(name)
        guard case .valid(let chain) = try TestPKI.store().validate(certificate, at: TestPKI.time, for: purpose) else {
            Issue.record("not valid")
            return
        }
        #expect(chain.certificates.first == certificate)
        #expect(chain.certificates.map(\.subject.commonName).dropFirst() == ["TEST AC PERSONNES", "TEST AC RACINE"])
        #expect(chain.daysLeft == 796)
    }

    @Test func buildsThePathThroughWhatCameWithTheLeaf() throws {
        let leaf = try TestPKI.certificate("signer")
        let store = try TrustStore(roots: [TestPKI.file("root.crt.der")], revocationLists: [TestPKI.file("crls.pem")])
        let helper = try TestPKI.certificate("intermediate")
        #expect(
            store.validate(leaf, at: TestPKI.time, for: .signature) == .untrusted(.issuerUnknown(leaf.issuer))
        )
        #expect(store.validate(leaf, intermediates: [helper], at: TestPKI.time, for: .signature).isValid)
    }

    @Test func takesABundleOfTheWholeChainAsRoots() throws {
        let store = try TrustStore(roots: [TestPKI.file("ca.pem")], revocationLists: [TestPKI.file("crls.pem")])
        #expect(store.validate(try TestPKI.certificate("signer"), at: TestPKI.time, for: .signature).isValid)
    }

    @Test func anIntermediateAloneAnchorsNothing() throws {
        let store = try TrustStore(
            roots: [TestPKI.file("intermediate.crt.pem")],
            revocationLists: [TestPKI.file("crls.pem")]
        )
        let verdict = store.validate(try TestPKI.certificate("signer"), at: TestPKI.time, for: .signature)
        #expect(verdict == .untrusted(.issuerUnknown(try TestPKI.certificate("intermediate").issuer)))
    }

    @Test func tellsAForeignRoot() throws {
        let stranger = try TestPKI.certificate("stranger")
        let root = try TestPKI.certificate("root")
        let verdict = try TestPKI.store().validate(stranger, at: TestPKI.time, for: .any)
        #expect(verdict == .untrusted(.rootUnknown(stranger.subject)))
        let other = try TrustStore(roots: [stranger.der], intermediates: [TestPKI.file("intermediate.crt.der")])
        let foreign = other.validate(
            try TestPKI.certificate("signer"),
            intermediates: [root],
            at: TestPKI.time,
            for: .signature
        )
        #expect(foreign == .untrusted(.rootUnknown(root.subject)))
    }

    @Test func tellsRevocationWithItsDate() throws {
        let certificate = try TestPKI.certificate("revoked")
        let verdict = try TestPKI.store().validate(certificate, at: TestPKI.time, for: .signature)
        // 2026-01-15T00:00:00Z
        #expect(verdict == .revoked(subject: certificate.subject, date: 1_768_435_200))
    }

    @Test func tellsExpiryAndValidityToCome() throws {
        let expired = try TestPKI.certificate("expired")
        let store = try TestPKI.store()
        #expect(
            store.validate(expired, at: TestPKI.time, for: .signature)
                == .expired(subject: expired.subject, notAfter: 1_736_035_200)
        )
        let signer = try TestPKI.certificate("signer")
        #expect(
            store.validate(signer, at: signer.notBefore - 1, for: .signature)
                == .notYetValid(subject: signer.subject, notBefore: signer.notBefore)
        )
        #expect(store.validate(signer, at: signer.notAfter - 1, for: .signature).isValid)
        #expect(
            store.validate(signer, at: signer.notAfter, for: .signature)
                == .expired(subject: signer.subject, notAfter: signer.notAfter)
        )
    }

    @Test func anExpiredCertificateIsExpiredEvenWithoutLists() throws {
        let expired = try TestPKI.certificate("expired")
        let verdict = try TestPKI.store(lists: []).validate(expired, at: TestPKI.time, for: .signature)
        #expect(verdict == .expired(subject: expired.subject, notAfter: expired.notAfter))
    }

    @Test func aMissingListIsAVerdictOfItsOwn() throws {
        let certificate = try TestPKI.certificate("signer")
        let intermediate = try TestPKI.certificate("intermediate")
        #expect(
            try TestPKI.store(lists: ["root.crl.pem"]).validate(certificate, at: TestPKI.time, for: .signature)
                == .crlMissing(issuer: certificate.issuer)
        )
        #expect(
            try TestPKI.store(lists: ["intermediate.crl.pem"]).validate(certificate, at: TestPKI.time, for: .signature)
                == .crlMissing(issuer: intermediate.issuer)
        )
    }

    @Test func aStaleListIsAVerdictOfItsOwn() throws {
        let certificate = try TestPKI.certificate("signer")
        let lists = ["root.crl.pem", "intermediate-before.crl.pem"]
        // 2026-01-31T00:00:00Z
        #expect(
            try TestPKI.store(lists: lists).validate(certificate, at: TestPKI.time, for: .signature)
                == .crlStale(issuer: certificate.issuer, nextUpdate: 1_769_817_600)
        )
        #expect(try TestPKI.store(lists: lists).validate(certificate, at: 1_769_000_000, for: .signature).isValid)
    }

    @Test func aListIssuedAfterTheMomentIsGoodEvidence() throws {
        let store = try TestPKI.store(lists: ["crls.pem"])
        // 2026-01-20T00:00:00Z, before the list of 2026-02-01.
        #expect(store.validate(try TestPKI.certificate("signer"), at: 1_768_867_200, for: .signature).isValid)
        let revoked = try TestPKI.certificate("revoked")
        #expect(
            store.validate(revoked, at: 1_768_867_200, for: .signature)
                == .revoked(subject: revoked.subject, date: 1_768_435_200)
        )
    }

    @Test func aForgedListIsRefused() throws {
        var list = try TestPKI.file("intermediate.crl.pem")
        // The last bits of the signature: the Base64 line before the footer.
        let end = try #require(list.lastIndex(of: UInt8(ascii: "\n")))
        let footer = try #require(list[..<end].lastIndex(of: UInt8(ascii: "\n")))
        let position = footer - 8
        list[position] = list[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let store = try TrustStore(
            roots: [TestPKI.file("ca.pem")],
            revocationLists: [TestPKI.file("root.crl.pem"), list]
        )
        let certificate = try TestPKI.certificate("signer")
        #expect(
            store.validate(certificate, at: TestPKI.time, for: .signature) == .crlInvalid(issuer: certificate.issuer)
        )
    }

    @Test func tellsUsageFromTrust() throws {
        let store = try TestPKI.store()
        let (signer, authentication) = try (TestPKI.certificate("signer"), TestPKI.certificate("authentication"))
        #expect(
            store.validate(authentication, at: TestPKI.time, for: .signature) == .badUsage(.nonRepudiationMissing)
        )
        #expect(store.validate(signer, at: TestPKI.time, for: .authentication) == .badUsage(.digitalSignatureMissing))
        #expect(store.validate(signer, at: TestPKI.time, for: .any).isValid)
        #expect(store.validate(authentication, at: TestPKI.time, for: .any).isValid)
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func aMomentFarAwayIsNeverValid(time: Int64) throws {
        #expect(!(try TestPKI.store().validate(TestPKI.certificate("signer"), at: time, for: .signature).isValid))
    }

    @Test func threadsShareAStore() async throws {
        let store = try TestPKI.store()
        let leaves = try ["signer", "revoked", "expired", "other"].map(TestPKI.certificate)
        let valid = await withTaskGroup(of: Bool.self) { group in
            for round in 0..<200 {
                let leaf = leaves[round % leaves.count]
                group.addTask { store.validate(leaf, at: TestPKI.time, for: .signature).isValid }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(valid == 100)
    }

    @Test func hostileFilesAreErrors() throws {
        #expect(throws: CertificateError.self) { try TrustStore(roots: [[0x30, 0x03, 0x02, 0x01]]) }
        #expect(throws: CertificateError.self) { try TrustStore(roots: [[0x30]], revocationLists: [[0x30]]) }
        #expect(throws: CertificateError.nothingFound) { try TrustStore(roots: [Array("nothing".utf8)]) }
        let list = try TestPKI.file("crls.pem")
        for count in stride(from: 0, to: list.count, by: 7) {
            _ = try? TrustStore(roots: [], revocationLists: [Array(list[..<count])])
        }
    }
}
