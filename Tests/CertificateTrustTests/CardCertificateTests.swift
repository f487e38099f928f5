// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CertificateTrust
import Foundation
import Testing

/// The certificates that the virtual cards of Cards/ carry.
@Suite struct CardCertificateTests {
    private static let cards = TestPKI.folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Cards")

    private static func file(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: cards.appending(path: path)))
    }

    private static func store() throws -> TrustStore {
        let authorities = ["ACR-EL", "ACR-FO", "ACI-EL-PP", "ACI-FO-PP"]
        return try TrustStore(
            roots: [file("pki/ca.pem")],
            revocationLists: authorities.map { try file("pki/crl/\($0).pem") }
        )
    }

    @Test(arguments: ["cps3-medecin", "cps3-pharmacien", "cps4-medecin", "cps4-infirmier", "cps4-t0"])
    func bothChainsServeTheirPurpose(profile: String) throws {
        let signature = try X509Certificate(der: Self.file("\(profile)/keys/sig.der"))
        let authentication = try X509Certificate(der: Self.file("\(profile)/keys/aut.der"))
        let store = try Self.store()
        #expect(store.validate(signature, at: TestPKI.time, for: .signature).isValid)
        #expect(store.validate(authentication, at: TestPKI.time, for: .authentication).isValid)
        #expect(store.validate(authentication, at: TestPKI.time, for: .signature) == .badUsage(.nonRepudiationMissing))
        #expect(signature.subject.commonName == authentication.subject.commonName)
        #expect(signature.subject.commonName?.utf8.count == 12)
        #expect(signature.profession != nil)
        #expect(signature.cardClass == "80")
    }

    @Test func theRevokedCardIsRevoked() throws {
        let certificate = try X509Certificate(der: Self.file("cps4-revoked/keys/sig.der"))
        guard
            case .revoked(let subject, .some) = try Self.store().validate(
                certificate, at: TestPKI.time, for: .signature)
        else {
            Issue.record("not revoked")
            return
        }
        #expect(subject == certificate.subject)
    }

    @Test func theExpiredCardIsExpired() throws {
        let certificate = try X509Certificate(der: Self.file("cps4-expired/keys/sig.der"))
        let verdict = try Self.store().validate(certificate, at: TestPKI.time, for: .signature)
        #expect(verdict == .expired(subject: certificate.subject, notAfter: certificate.notAfter))
    }
}
