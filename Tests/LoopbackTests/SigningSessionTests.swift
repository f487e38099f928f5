// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import HealthCard
import ISO7816
import Testing
import VirtualCardPlugs
import VirtualCards

/// When a session may present its PIN again, and when it may not.
@Suite struct SigningSessionTests {
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    @Test(arguments: profiles)
    func presentsAgainOnceAfterEachProvenReset(profile: String) throws {
        let bench = try TestBench(profile)
        let (session, key) = try begun(bench)
        for round in 1...3 {
            bench.plan.addForNextCommand(.announcedReset)
            let signature = try session.sign([UInt8(round)])
            #expect(key.verifies(signature, of: [UInt8(round)], .pkcs1(.sha256)))
            #expect(bench.card.statistics.verifications == 1 + round)
        }
    }

    @Test(arguments: profiles)
    func survivesAResetAtEveryCommand(profile: String) throws {
        let bench = try TestBench(profile)
        let (session, key) = try begun(bench)
        for command in 1...10 {
            for point in [FaultPoint.before(command: command), .after(command: command, bytes: 0)] {
                let before = bench.card.statistics.verifications
                bench.plan.clear()
                bench.plan.addFromNow(.announcedReset, at: .before(command: 1))
                bench.plan.addFromNow(.announcedReset, at: point)
                guard let signature = try? session.sign([1]) else { break }
                #expect(key.verifies(signature, of: [1], .pkcs1(.sha256)))
                #expect(bench.card.statistics.verifications <= before + 1)
            }
        }
        #expect(bench.card.snapshot.pin.left == 3)
    }

    @Test(arguments: profiles)
    func neverPresentsAgainWithoutASeenReset(profile: String) throws {
        let bench = try TestBench(profile)
        let (session, _) = try begun(bench)
        bench.plan.addForNextCommand(.reset)
        #expect(throws: TokenError.card(.status(.securityStatusNotSatisfied, during: .computeDigitalSignature))) {
            try session.sign([1])
        }
        bench.card.forgetVerification()
        #expect(throws: TokenError.self) { try session.sign([2]) }
        #expect(bench.card.statistics.verifications == 1)
    }

    @Test(arguments: profiles)
    func presentsNothingWhenTriesAreMissing(profile: String) throws {
        let bench = try TestBench(profile)
        let (session, _) = try begun(bench)
        // Somebody tried a PIN of their own between the reset and us.
        bench.set { $0.pin.left = 2 }
        bench.plan.addForNextCommand(.announcedReset)
        #expect(throws: TokenError.card(.tryGuard(.holder, triesLeft: 2))) { try session.sign([1]) }
        #expect(throws: TokenError.pinExpired) { try session.sign([2]) }
        #expect(bench.card.statistics.verifications == 1)
        #expect(bench.card.snapshot.pin.left == 2)
    }

    @Test func presentsNothingToAnotherCard() throws {
        let bench = try TestBench("cps4-medecin")
        let other = try TestBench("cps4-infirmier")
        var exchange: ExchangedFace?
        try bench.insert { face in
            let made = ExchangedFace(face, with: other.card.contact)
            exchange = made
            return made
        }
        let (session, _) = try begun(bench)
        exchange?.isArmed = true
        bench.plan.addForNextCommand(.announcedReset)
        #expect(throws: TokenError.card(.cardSwapped)) { try session.sign([1]) }
        #expect(other.card.statistics.verifications == 0)
    }

    @Test(arguments: profiles)
    func presentsNothingAfterFiveMinutes(profile: String) throws {
        let bench = try TestBench(profile)
        var now = Duration.seconds(1000)
        let token = try HealthCardToken(bench.connect())
        let session = try token.signingSession(.signature, .pkcs1(.sha256), TestBench.pin("1234"), uptime: { now })
        now += .seconds(300)
        bench.plan.addForNextCommand(.announcedReset)
        _ = try session.sign([1])
        #expect(bench.card.statistics.verifications == 2)
        now += .seconds(1)
        _ = try session.sign([2])
        bench.plan.addForNextCommand(.announcedReset)
        #expect(throws: TokenError.pinExpired) { try session.sign([3]) }
        #expect(bench.card.statistics.verifications == 2)
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
    }

    @Test(arguments: profiles)
    func keepsEnvironmentAndSelectionBetweenSignatures(profile: String) throws {
        let bench = try TestBench(profile)
        let connection = try bench.connect()
        let token = try HealthCardToken(connection)
        let session = try token.signingSession(
            .signature, .pkcs1(.sha256), TestBench.pin("1234"), uptime: { .zero })
        _ = try session.sign([0])
        connection.restart()
        for message in 1...5 { _ = try session.sign([UInt8(message)]) }
        let each = bench.card.contact.transmission == .t0 ? 2 : 1
        #expect(connection.commands.count == 5 * each)
        #expect(connection.commands.allSatisfy { ["2A", "C0"].contains($0.dropFirst(2).prefix(2).uppercased()) })
    }

    private func begun(_ bench: TestBench) throws -> (SigningSession, RSAPublicKey) {
        let token = try HealthCardToken(bench.connect())
        let session = try token.signingSession(
            .signature, .pkcs1(.sha256), TestBench.pin("1234"), uptime: { .zero })
        _ = try session.sign([0])
        #expect(bench.card.statistics.verifications == 1)
        return (session, try bench.publicKey(.signature))
    }
}
