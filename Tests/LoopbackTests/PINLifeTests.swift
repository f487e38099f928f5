// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import CardCrypto
import CardTesting
import CardToken
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// A verified PIN lives as long as the call that it was given to, and in no other process.
@Suite struct PINLifeTests {
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    @Test(arguments: profiles, CardWork.allCases)
    func leavesNothingOpen(profile: String, work: CardWork) throws {
        let bench = try TestBench(profile)
        work.prepare(bench)
        let token = try HealthCardToken(bench.connect())
        try work.run(token)
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
    }

    @Test(arguments: profiles, [PINRole.holder, .unblocking])
    func leavesNothingOpenAfterVerification(profile: String, role: PINRole) throws {
        let bench = try TestBench(profile)
        let token = try HealthCardToken(bench.connect())
        try token.verify(role, TestBench.pin(role == .holder ? "1234" : CardWork.puk))
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        #expect(try bench.foreignUnblocking() == .securityStatusNotSatisfied)
    }

    @Test(arguments: profiles, CardWork.allCases)
    func leavesNothingOpenWhenItFails(profile: String, work: CardWork) throws {
        let bench = try TestBench(profile)
        for command in 1...(try work.commands(bench)) {
            work.prepare(bench)
            let failure = Fault.status(.noPreciseDiagnosis)
            try bench.insert([FaultInjection(failure, at: .after(command: command, bytes: 0))])
            let connection = try bench.connect()
            if let token = try? HealthCardToken(connection) { _ = try? work.run(token) }
            bench.plan.clear()
            #expect(try bench.foreignSignature() == .securityStatusNotSatisfied, "\(command)")
            connection.disconnect(.leave)
        }
    }

    @Test(arguments: profiles)
    func sessionKeepsOthersOutAndLeavesNothingOpen(profile: String) throws {
        let bench = try TestBench(profile)
        let token = try HealthCardToken(bench.connect())
        let foreign = try bench.connect()
        var session: SigningSession? = try token.signingSession(
            .signature, .pkcs1(.sha256), TestBench.pin("1234"), uptime: { .zero })
        _ = try session?.sign([1])
        #expect(throws: CardError.transport(.busy(holder: nil))) { try foreign.exchange([0x00, 0x84, 0, 0, 8]) }
        session?.close()
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        #expect(throws: TokenError.pinExpired) { try session?.sign([2]) }
        session = try token.signingSession(
            .signature, .pkcs1(.sha256), TestBench.pin("1234"), uptime: { .zero })
        _ = try session?.sign([3])
        session = nil
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
    }

    @Test(arguments: profiles)
    func anotherProcessesPINIsNotOurs(profile: String) throws {
        let bench = try TestBench(profile)
        let token = try HealthCardToken(bench.connect())
        #expect(try bench.foreignVerification("1234") == .success)
        #expect(try bench.foreignSignature() == .success)
        // A right PIN of somebody else does not make ours right.
        #expect(throws: TokenError.card(.wrongPIN(.holder, triesLeft: 2))) {
            try token.sign(.message([1]), .pkcs1(.sha256), with: .signature, TestBench.pin("9999"))
        }
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
    }
}
