// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import CardCrypto
import CardTesting
import CardToken
import CertificateTrust
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// Commands of other processes in every gap of every signature, locks or no locks.
@Suite struct ForeignCommandTests {
    typealias Scheme = HealthCard.SignatureScheme

    @Test(arguments: [
        ("cps3-medecin", KeyRole.signature, Scheme.pkcs1(.sha256)), ("cps3-medecin", .signature, .pkcs1(.sha1)),
        ("cps3-medecin", .authentication, .pkcs1(.sha256)), ("cps4-medecin", .signature, .pkcs1(.sha256)),
        ("cps4-medecin", .signature, .pss(.sha256)), ("cps4-medecin", .authentication, .pss(.sha256)),
        ("cps4-medecin", .authentication, .pkcs1(.sha256)), ("cps4-t0", .signature, .pkcs1(.sha256)),
        ("cps4-t0", .authentication, .pkcs1(.sha256)),
    ])
    func letsNoWrongSignatureOut(profile: String, role: KeyRole, scheme: Scheme) throws {
        let bench = try TestBench(profile)
        let key = try bench.publicKey(role)
        let token = try HealthCardToken(bench.connect())
        _ = try token.sign(.message([0]), scheme, with: role, TestBench.pin("1234"))
        var (good, failed) = (0, 0)
        for disturbance in ForeignProcess.disturbances(of: bench.card.profile.generation) {
            // One operation alone, then the second of a session, each with the disturbance in one gap.
            for gap in 1...14 {
                let message = Array("message \(gap)".utf8)
                bench.plan.addFromNow(.foreign(disturbance), at: .before(command: gap))
                do throws(TokenError) {
                    let signature = try token.sign(.message(message), scheme, with: role, TestBench.pin("1234"))
                    #expect(key.verifies(signature, of: message, scheme), "\(disturbance) \(gap)")
                    good += 1
                } catch {
                    failed += 1
                }
                bench.plan.clear()
            }
            let session = try token.signingSession(role, scheme, TestBench.pin("1234")) { .zero }
            for gap in 1...6 {
                let message = Array("message \(gap) of a lot".utf8)
                bench.plan.addFromNow(.foreign(disturbance), at: .before(command: gap))
                do throws(TokenError) {
                    let signature = try session.sign(message)
                    #expect(key.verifies(signature, of: message, scheme), "\(disturbance) \(gap)")
                    good += 1
                } catch {
                    failed += 1
                }
                bench.plan.clear()
            }
            session.close()
        }
        #expect(bench.card.snapshot.pin.left == 3)
        // Failing is allowed, and must stay the exception.
        #expect(good > failed * 4, "\(good) good, \(failed) failed")
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"])
    func readsTheRightFilesAfterForeignTransactions(profile: String) throws {
        let bench = try TestBench(profile)
        let token = try HealthCardToken(bench.connect())
        let shown = try token.contents()
        let foreign = try bench.connect()
        for disturbance in ForeignProcess.disturbances(of: bench.card.profile.generation) {
            for resets in [false, true] {
                if resets { try bench.service.disturb(TestBench.reader) }
                _ = try foreign.begin(patience: .zero)
                for command in disturbance { _ = try foreign.exchange(.init(command)) }
                foreign.end(.leave)
                #expect(try token.contents() == shown, "\(disturbance) \(resets)")
                #expect(try token.pinState(.unblocking).triesLeft == 10)
            }
        }
    }

    @Test(arguments: [("cps3-medecin", "cps3-pharmacien"), ("cps4-medecin", "cps4-infirmier")])
    func showsNothingOfACardThatCameWithAReset(profile: String, other: String) throws {
        let bench = try TestBench(profile)
        let stranger = try TestBench(other)
        for work in [CardWork.identify, .contents, .sign] {
            var exchange: ExchangedFace?
            try bench.insert { face in
                let made = ExchangedFace(face, with: stranger.card.contact)
                exchange = made
                return made
            }
            let token = try HealthCardToken(bench.connect())
            exchange?.isArmed = true
            try bench.service.disturb(TestBench.reader)
            #expect(throws: TokenError.card(.cardSwapped)) { try work.run(token) }
        }
        #expect(stranger.card.statistics.verifications == 0)
    }

    @Test func signsContactlessDespiteForeignSelections() throws {
        let bench = try TestBench("cps3-medecin", contactless: true)
        let key = try bench.publicKey(.technical)
        let connection = try bench.connect()
        _ = try connection.begin(patience: .zero)
        let card = try ProfessionalCard.recognise(connection.atr, over: connection.channel())
        for disturbance in ForeignProcess.disturbances(of: .cps3) {
            for gap in 1...4 {
                card.beginTransaction(afterReset: false)
                bench.plan.addFromNow(.foreign(disturbance), at: .before(command: gap))
                if let signature = try? card.sign(.message([1, 2]), .pkcs1(.sha256), with: .technical) {
                    #expect(key.verifies(signature, of: [1, 2], .pkcs1(.sha256)))
                }
                bench.plan.clear()
            }
        }
        card.beginTransaction(afterReset: false)
        _ = try card.sign(.message([1, 2]), .pkcs1(.sha256), with: .technical)
    }
}

extension TestBench {
    /// The key of the profile's certificate, read beside the card.
    func publicKey(_ role: KeyRole) throws -> RSAPublicKey {
        let card: CardKeyRole =
            switch role {
            case .signature: .signature
            case .authentication: .authentication
            case .technical: .technical
            }
        let certificate = try X509Certificate(der: #require(self.card.profile.keys[card]).certificate)
        guard case .rsa(let modulus, let exponent) = certificate.publicKey else { throw CardError.malformed("key") }
        return try RSAPublicKey(modulus: modulus, exponent: exponent)
    }
}

extension RSAPublicKey {
    func verifies(_ signature: [UInt8], of message: [UInt8], _ scheme: HealthCard.SignatureScheme) -> Bool {
        switch scheme {
        case .pkcs1(let function): verifies(signature, digest: function.digest(message), function, .pkcs1)
        case .pss(let function): verifies(signature, digest: function.digest(message), function, .pss)
        case .pkcs1Data: verifiesPKCS1(signature, block: message)
        }
    }
}
