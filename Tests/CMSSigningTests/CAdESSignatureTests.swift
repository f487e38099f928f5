// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CMSSigning
import CertificateTrust
import Testing

@Suite struct CAdESSignatureTests {
    private let content = Array(#"{"montant":2650,"numero":123}"#.utf8)

    @Test(arguments: SignatureScheme.allCases)
    func opensslAcceptsWhatWeSign(scheme: SignatureScheme) throws {
        let signature = try TestPKI.signature(of: content, scheme)
        let verdict = try OpenSSLCommand.verify(signature, of: content)
        #expect(verdict.status == 0, "\(verdict.output)")
        var altered = content
        altered[5] ^= 1
        #expect(try OpenSSLCommand.verify(signature, of: altered).status != 0)
    }

    @Test(arguments: SignatureScheme.allCases)
    func opensslAcceptsACertificateWithoutExtendedUsage(scheme: SignatureScheme) throws {
        let signature = try TestPKI.signature(of: content, by: "noeku", scheme)
        let verdict = try OpenSSLCommand.verify(signature, of: content)
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    @Test(arguments: SignatureScheme.allCases)
    func weAcceptWhatWeSign(scheme: SignatureScheme) throws {
        let verified = try TestPKI.verify(TestPKI.signature(of: content, scheme), of: content)
        #expect(verified.signer.subject.commonName == "899700000013")
        #expect(verified.signingTime == TestPKI.time)
        #expect(verified.digestAlgorithm == .sha256)
        #expect(verified.scheme == scheme)
        #expect(verified.mimeType == "application/json")
        #expect(verified.chain?.certificates.map(\.subject.commonName).last == "TEST AC RACINE")
    }

    @Test(arguments: [
        (Int64(-631_152_000), "500101000000Z"), (0, "700101000000Z"), (951_782_400, "000229000000Z"),
        (2_524_607_999, "491231235959Z"), (2_524_608_000, "20500101000000Z"), (4_107_542_399, "21000228235959Z"),
        (253_402_300_799, "99991231235959Z"),
    ])
    func signingTimeIsUTCTimeThrough2049(seconds: Int64, text: String) throws {
        let request = try TestPKI.signer().prepare(
            digest: .init(repeating: 0, count: 32),
            mimeType: "text/plain",
            signingTime: seconds
        )
        let tag: UInt8 = text.utf8.count == 13 ? 0x17 : 0x18
        let expected = [0x31, UInt8(text.utf8.count + 2), tag, UInt8(text.utf8.count)] + Array(text.utf8)
        #expect(request.signedAttributes.contains(expected))
    }

    @Test(arguments: [Int64(-631_152_001), 253_402_300_800, .min, .max])
    func refusesTimesThatNoAttributeCarries(seconds: Int64) throws {
        let signer = try TestPKI.signer()
        #expect(throws: CAdESError.signingTime(seconds)) {
            try signer.prepare(digest: .init(repeating: 0, count: 32), mimeType: "text/plain", signingTime: seconds)
        }
    }

    @Test func signedAttributesAreADERSetOf() throws {
        let request = try TestPKI.signer().prepare(
            digest: .init(repeating: 0xFF, count: 32),
            mimeType: "application/json",
            signingTime: TestPKI.time
        )
        let members = try DERNode.children(of: request.signedAttributes, tag: 0x31)
        #expect(members.count == 5)
        #expect(zip(members, members.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test func opensslWritesTheSameBytesAgain() throws {
        let signature = try TestPKI.signature(of: content)
        let again = try OpenSSLCommand(
            ["cms", "-cmsout", "-inform", "DER", "-in", "x.p7s", "-outform", "PEM"],
            files: ["x.p7s": signature]
        )
        #expect(again.status == 0)
        let base64 = again.output.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        #expect(DERNode.base64(base64) == signature)
        #expect(try OpenSSLCommand(["asn1parse", "-inform", "DER", "-in", "x"], files: ["x": signature]).status == 0)
    }

    @Test func pssNamesItsParameters() throws {
        let parsed = try OpenSSLCommand(
            ["cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "x.p7s"],
            files: ["x.p7s": TestPKI.signature(of: content, .pss)]
        )
        #expect(parsed.output.contains("rsassaPss"))
        let pss = DERNode.hexadecimal(
            """
            304106092A864886F70D01010A3034A00F300D06096086480165030402010500A11C301A06092A864886F70D010108300D0609\
            6086480165030402010500A203020120
            """
        )
        #expect(try TestPKI.signature(of: content, .pss).contains(pss))
    }

    @Test func refusesAValueOfAnotherLength() throws {
        let request = try TestPKI.signer().prepare(
            digest: .init(repeating: 0, count: 32),
            mimeType: "text/plain",
            signingTime: 0
        )
        #expect(throws: CAdESError.signatureLength(expected: 256, got: 255)) {
            try request.signature(with: .init(repeating: 1, count: 255))
        }
    }

    @Test func refusesADigestOfAnotherLength() throws {
        let signer = try TestPKI.signer()
        #expect(throws: CAdESError.digestLength(20)) {
            try signer.prepare(digest: .init(repeating: 0, count: 20), mimeType: "text/plain", signingTime: 0)
        }
    }

    private enum CardTrouble: Error { case removed }

    @Test func handsOnWhatTheCardSays() throws {
        let signer = try TestPKI.signer()
        #expect(throws: CAdESFailure<CardTrouble>.signer(.removed)) {
            try signer.sign(content: content, mimeType: "text/plain", signingTime: 0) { _ throws(CardTrouble) in
                throw CardTrouble.removed
            }
        }
    }
}
