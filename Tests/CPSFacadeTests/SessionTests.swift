// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CardToken
import CertificateTrust
import FSEDocuments
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCards

@testable import CPSFacade

/// The life of a PIN in a session.
@Suite struct SessionTests {
    /// A clock that a test turns.
    final class Clock {
        var now = Duration.zero
    }

    @Test(arguments: Practice.contactProfiles) func signsALotWithOnePresentation(profile: String) throws {
        let practice = try Practice(profile)
        let session = try practice.card.session(Practice.pin)
        #expect(try session.activities().map(\.number) == session.activities().map(\.number))
        for byte in UInt8(0)..<5 {
            let signature = try session.sign([byte], options: Practice.options())
            #expect(try practice.signer(of: signature, over: [byte]) == practice.identifier)
        }
        session.close()
        #expect(practice.used == [1, 5])
        #expect(refusal { _ = try session.sign([1], options: Practice.options()) }?.code == .pinExpired)
    }

    @Test func keepsTheCardToItself() throws {
        let practice = try Practice("cps4-medecin")
        let session = try practice.card.session(Practice.pin)
        #expect(refusal { _ = try practice.card.contents() }?.detail == .sessionOpen)
        #expect(refusal { try practice.card.verifyPIN(Practice.pin) }?.detail == .sessionOpen)
        #expect(refusal { _ = try practice.card.session(Practice.pin) }?.detail == .sessionOpen)
        #expect(refusal { _ = try session.sign([1], options: Practice.options(.pss)) }?.detail == .otherScheme)
        #expect(practice.used == [1, 0])
        session.close()
        #expect(try practice.card.contents().summary.pin?.triesLeft == 3)
    }

    @Test func endsAfterFiveMinutes() throws {
        let practice = try Practice("cps4-medecin")
        let clock = Clock()
        let session = try practice.card.session(Practice.pin, scheme: .pkcs1, consent: .none, uptime: { clock.now })
        clock.now = .seconds(300)
        _ = try session.sign([1], options: Practice.options())
        clock.now = .seconds(301)
        #expect(refusal { _ = try session.sign([2], options: Practice.options()) }?.code == .pinExpired)
        #expect(session.isOpen == false)
        #expect(practice.used == [1, 1])
        _ = try practice.card.contents()
    }

    @Test func endsAfterFiveMinutesThoughNobodyAsks() throws {
        let practice = try Practice("cps4-medecin")
        let clock = Clock()
        let session = try practice.card.session(Practice.pin, scheme: .pkcs1, consent: .none, uptime: { clock.now })
        clock.now = .seconds(240)
        #expect(session.closeWhenExpired() == .seconds(60))
        #expect(session.isOpen)
        clock.now = .seconds(301)
        #expect(session.closeWhenExpired() == nil)
        #expect(session.isOpen == false)
        #expect(try practice.bench.foreignSignature() == .securityStatusNotSatisfied)
    }

    @Test(arguments: Practice.contactProfiles) func leavesNoVerifiedPINBehind(profile: String) throws {
        let practice = try Practice(profile)
        do {
            let session = try practice.card.session(Practice.pin)
            _ = try session.sign([1], options: Practice.options())
        }
        // The session went without a word.
        #expect(try practice.bench.foreignSignature() == .securityStatusNotSatisfied)
        _ = try practice.card.sign([1], with: Practice.pin, options: Practice.options())
        #expect(try practice.bench.foreignSignature() == .securityStatusNotSatisfied)
    }

    @Test func refusesAWrongPINAndStaysUsable() throws {
        let practice = try Practice("cps3-medecin")
        let failure = refusal { _ = try practice.card.session(TestBench.pin("9999")) }
        #expect(failure?.code == .wrongPIN)
        #expect(failure?.triesLeft == 2)
        let session = try practice.card.session(Practice.pin)
        #expect(try session.activities().count == 1)
    }
}
