// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CMSSigning
import CardTesting
import CertificateTrust
import FSEDocuments
import HealthCard
import SecretMemory
import Testing
import VirtualCards

@testable import CPSFacade

/// Signatures one by one and in sessions.
@Suite struct SigningTests {
    @Test(arguments: Practice.contactProfiles) func signsExactBytes(profile: String) throws {
        let practice = try Practice(profile)
        let content = Array("TEST".utf8)
        let signature = try practice.card.sign(content, with: Practice.pin, options: Practice.options())
        #expect(try practice.signer(of: signature, over: content) == practice.identifier)
        #expect(throws: CMSVerificationError.self) { try practice.signer(of: signature, over: content + [0]) }
        #expect(practice.used == [1, 1])
        let certificate = try practice.card.signingCertificate()
        #expect(try certificate.signatureCount(Practice.options()) == signature.count)
    }

    @Test func signsWithPSSOnACPS4Only() throws {
        let practice = try Practice("cps4-medecin")
        let signature = try practice.card.sign([1], with: Practice.pin, options: Practice.options(.pss))
        #expect(try practice.signer(of: signature, over: [1]) == practice.identifier)
        let count = try practice.card.signingCertificate().signatureCount(Practice.options(.pss))
        #expect(count == signature.count)
        let older = try Practice("cps3-medecin")
        #expect(
            refusal { _ = try older.card.sign([1], with: Practice.pin, options: Practice.options(.pss)) }?.code
                == .unsupportedCard)
        #expect(older.used[1] == 0)
    }

    @Test(arguments: Practice.contactProfiles) func signsAnFSEWithOnePresentation(profile: String) throws {
        let practice = try Practice(profile)
        let fse = try practice.document()
        let signature = try practice.card.sign(fse, activity: 1, with: Practice.pin, options: Practice.options())
        #expect(try practice.signer(of: signature, over: fse.signedBytes) == practice.identifier)
        #expect(practice.used == [1, 1])
        let count = try practice.card.signingCertificate()
            .signatureCount(Practice.options(), mimeType: fse.kind.mimeType)
        #expect(count == signature.count)
    }

    @Test func refusesTheFSEOfSomebodyElseBeforeThePINIsUsed() throws {
        let practice = try Practice("cps4-medecin")
        let fse = try practice.document(issuer: "899700010012")
        let failure = refusal {
            _ = try practice.card.sign(fse, activity: 1, with: Practice.pin, options: Practice.options())
        }
        #expect(failure?.code == .inputInvalid)
        #expect(failure?.detail == .place("/issuer/identifier"))
        #expect(practice.used == [0, 0])
    }

    @Test func refusesWhatIsNotTheActivity() throws {
        let practice = try Practice("cps4-medecin")
        func refused(_ fse: FSEPayload, _ activity: Int?) -> CPSFailure? {
            refusal {
                _ = try practice.card.sign(fse, activity: activity, with: Practice.pin, options: Practice.options())
            }
        }
        #expect(refused(try practice.document(), nil)?.detail == .severalActivities([1, 3]))
        #expect(refused(try practice.document(), 2)?.code == .inputInvalid)
        #expect(refused(try practice.document(), 3)?.detail == .place("/issuer/structure"))
        #expect(refused(try practice.document(sector: "SA08"), 1)?.detail == .place("/issuer/sector"))
        #expect(refused(try practice.document(replaced: true), 1)?.detail == .place("/issuer/replaced"))
        #expect(practice.used[1] == 0)
        #expect(practice.bench.card.snapshot.pin.left == 3)
    }

    @Test func wantsTheReplacedPersonNamed() throws {
        let practice = try Practice("cps4-remplacant")
        let bare = try practice.document()
        let failure = refusal { _ = try practice.card.sign(bare, with: Practice.pin, options: Practice.options()) }
        #expect(failure?.detail == .place("/issuer/replaced"))
        let named = try practice.document(replaced: true)
        let signature = try practice.card.sign(named, with: Practice.pin, options: Practice.options())
        #expect(try practice.signer(of: signature, over: named.signedBytes) == practice.identifier)
    }

    @Test(arguments: ["cpe-anonyme", "cpf-interne"]) func refusesFamiliesThatMayNotBill(profile: String) throws {
        let practice = try Practice(profile)
        let fse = try practice.document(issuer: "899700010038")
        #expect(
            refusal { _ = try practice.card.sign(fse, with: Practice.pin, options: Practice.options()) }?.code
                == .refusedByPolicy)
        #expect(practice.used == [0, 0])
    }

    @Test func judgesTheCertificateBeforeThePINIsUsed() throws {
        func refused(_ profile: String, _ options: SigningOptions) throws -> CPSFailure.Code? {
            let practice = try Practice(profile)
            let failure = refusal { _ = try practice.card.sign([1], with: Practice.pin, options: options) }
            #expect(practice.used == [0, 0])
            return failure?.code
        }
        var judged = Practice.options()
        judged.trust = try Practice.trust()
        #expect(try refused("cps4-expired", Practice.options()) == .certificateExpired)
        #expect(try refused("cps4-revoked", judged) == .certificateRevoked)
        #expect(try refused("cps4-medecin", SigningOptions(signingTime: 86_400)) == .clockUntrusted)
        judged.trust = try TrustStore(roots: [])
        #expect(try refused("cps4-medecin", judged) == .untrusted)
    }

    @Test func carriesTheAuthoritiesOfAChainThatHolds() throws {
        let practice = try Practice("cps4-medecin")
        var options = Practice.options()
        let alone = try practice.card.sign([1], with: Practice.pin, options: options)
        options.trust = try Practice.trust()
        let chained = try practice.card.sign([1], with: Practice.pin, options: options)
        #expect(chained.count > alone.count + 1000)
        #expect(try practice.signer(of: chained, over: [1]) == practice.identifier)
    }
}
