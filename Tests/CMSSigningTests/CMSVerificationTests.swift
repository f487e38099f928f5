// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CMSSigning
import CertificateTrust
import Testing

@Suite struct CMSVerificationTests {
    private let content = Array("ENTETE B2 TEST\r\n".utf8)

    private func chainVerdict(_ signature: [UInt8], for purpose: CertificatePurpose = .signature) -> ChainVerdict? {
        do {
            _ = try TestPKI.verify(signature, of: content, for: purpose)
            return nil
        } catch {
            guard case .chain(let verdict, let verified) = error else { return nil }
            #expect(verified.chain == nil)
            return verdict
        }
    }

    @Test(arguments: [
        [], ["-md", "sha384"], ["-md", "sha512"],
        ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32"],
    ])
    func acceptsWhatOpensslSigns(options: [String]) throws {
        let signature = try OpenSSLCommand.sign(content, by: ["signer"], ["-cades"] + options)
        let verified = try CMSVerification.verify(
            signature,
            of: content,
            trust: TestPKI.store(),
            at: .at(TestPKI.time)
        )
        #expect(verified.signer == (try TestPKI.certificate("signer")))
        #expect(verified.scheme == (options.contains("rsa_padding_mode:pss") ? .pss : .pkcs1))
        #expect(verified.digestAlgorithm.rawValue == (options.first == "-md" ? options.last : "sha256"))
        #expect(verified.mimeType == nil)
        #expect(verified.signingTime > 1_767_225_600)
    }

    @Test func refusesWhatIsNoDetachedCAdES() throws {
        let plain = try OpenSSLCommand.sign(content, by: ["signer"])
        #expect(throws: CMSVerificationError.signingCertificateAttributeMissing) {
            try TestPKI.verify(plain, of: content)
        }
        let inside = try OpenSSLCommand.sign(content, by: ["signer"], ["-cades", "-nodetach"])
        #expect(throws: CMSVerificationError.unsupported("content inside")) { try TestPKI.verify(inside, of: content) }
        let several = try OpenSSLCommand.sign(content, by: ["signer", "other"], ["-cades"])
        #expect(throws: CMSVerificationError.unsupported("number of signers")) {
            try TestPKI.verify(several, of: content)
        }
        let weak = try OpenSSLCommand.sign(content, by: ["signer"], ["-cades", "-md", "sha1"])
        #expect(throws: CMSVerificationError.unsupported("digest algorithm")) { try TestPKI.verify(weak, of: content) }
        let certificate = try TestPKI.certificate("signer").der
        #expect(throws: CMSVerificationError.self) { try TestPKI.verify(certificate, of: content) }
    }

    @Test func tellsTheSignatureFromItsChain() throws {
        let revoked = try TestPKI.signature(of: content, by: "revoked")
        let subject = try TestPKI.certificate("revoked").subject
        #expect(chainVerdict(revoked) == .revoked(subject: subject, date: 1_768_435_200))
        #expect(try OpenSSLCommand.verify(revoked, of: content).status != 0)

        let expired = try TestPKI.signature(of: content, by: "expired")
        let certificate = try TestPKI.certificate("expired")
        #expect(
            chainVerdict(expired) == .expired(subject: certificate.subject, notAfter: certificate.notAfter)
        )
        #expect(try OpenSSLCommand.verify(expired, of: content).status != 0)

        let foreign = try TrustStore(roots: [TestPKI.file("stranger.crt.pem")])
        let signature = try TestPKI.signature(of: content)
        #expect(throws: CMSVerificationError.self) {
            try CMSVerification.verify(signature, of: content, trust: foreign, at: .at(TestPKI.time))
        }
    }

    @Test func theAuthenticationKeySignsNoDocument() throws {
        let signature = try TestPKI.signature(of: content, by: "authentication")
        #expect(chainVerdict(signature) == .badUsage(.nonRepudiationMissing))
        #expect(try TestPKI.verify(signature, of: content, for: .authentication).signer.keyUsage != nil)
    }

    @Test func judgesTheChainAtTheTimeAsked() throws {
        let store = try TestPKI.store()
        // 2024-06-01T00:00:00Z, when the expired certificate was good.
        let signature = try TestPKI.signature(of: content, by: "expired", at: 1_717_200_000)
        let intermediate = try TestPKI.certificate("intermediate")
        do {
            _ = try CMSVerification.verify(signature, of: content, trust: store, at: .claimedSigningTime)
            Issue.record("accepted before its authority existed")
        } catch {
            guard case .chain(let verdict, let verified) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(
                verdict == .notYetValid(subject: intermediate.subject, notBefore: intermediate.notBefore)
                    || verdict
                        == .notYetValid(
                            subject: try TestPKI.certificate("root").subject,
                            notBefore: intermediate.notBefore
                        )
            )
            #expect(verified.signingTime == 1_717_200_000)
        }
        let good = try TestPKI.signature(of: content)
        #expect(
            try CMSVerification.verify(good, of: content, trust: store, at: .claimedSigningTime).chain?.daysLeft == 796
        )
    }

    @Test func refusesAnEllipticKey() throws {
        let certificate = try TestPKI.certificate("elliptic")
        #expect(certificate.publicKey == .other(algorithm: "1.2.840.10045.2.1"))
        #expect(throws: CAdESError.unsupportedKey) { try CAdESSigner(certificate: certificate, scheme: .pkcs1) }
    }

    @Test func everyTruncationIsAnError() throws {
        let signature = try TestPKI.signature(of: content)
        let store = try TestPKI.store()
        for count in 0..<signature.count {
            let cut = Array(signature[..<count])
            #expect(throws: CMSVerificationError.malformed("CMS")) {
                try CMSVerification.verify(cut, of: content, trust: store, at: .at(TestPKI.time))
            }
        }
        #expect(throws: CMSVerificationError.malformed("trailing bytes")) {
            try TestPKI.verify(signature + [0], of: content)
        }
        #expect(throws: CMSVerificationError.malformed("too long")) {
            try TestPKI.verify(.init(repeating: 0x30, count: 1 << 20 + 1), of: content)
        }
    }

    @Test(arguments: SignatureScheme.allCases)
    func flippedBitsNeitherTrapNorChangeWhatIsSaid(scheme: SignatureScheme) throws {
        let signature = try TestPKI.signature(of: content, scheme)
        let store = try TestPKI.store()
        let honest = try TestPKI.verify(signature, of: content)
        var generator = SystemlessGenerator(state: 7)
        var refused = 0
        for _ in 0..<1000 {
            var flipped = signature
            flipped[Int.random(in: 0..<flipped.count, using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            do {
                let verified = try CMSVerification.verify(
                    flipped,
                    of: content,
                    trust: store,
                    at: .at(TestPKI.time)
                )
                // Bits outside of what is signed: version numbers, the list of digest algorithms.
                #expect(verified == honest)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 950)
    }
}

/// The same numbers on every run (a 64-bit linear congruential generator, upper bits).
private struct SystemlessGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        var result: UInt64 = 0
        for _ in 0..<2 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            result = result << 32 | state >> 32
        }
        return result
    }
}
