// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import CardTesting
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// Another process holds the card: nobody waits for it twice, and other slots do not wait at all.
@Suite struct BusyTests {
    @Test func allWhoWaitAreToldAtOnce() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let other = try CryptokiBench.card("cps3-medecin")
        bench.service.addReader("TEST 1", keepsPower: true)
        try bench.service.insert(other.contact, into: "TEST 1")
        #expect(bench.library.slotList(withCard: true) == [0, 1])
        let threads = 8
        let sessions = try (0..<threads).map { _ in try bench.session() }
        try bench.login(sessions[0], "1234")
        let key = try bench.object(sessions[0], "CPS_PRIV_AUT")
        for session in sessions { try bench.library.beginSigning(session, .rsa, key: key) }

        let holder = try bench.service.connect(to: CryptokiBench.reader)
        _ = try holder.begin(patience: .zero)
        let library = bench.library
        let start = ContinuousClock.now
        let calls = sessions.map { session in
            Background { code { try library.sign(session, [1], .bytes(256)) } }
        }
        let elsewhere = Background { code { try library.random(library.openSession(1, isReadWrite: true), count: 8) } }
        #expect(elsewhere.value() == .ok)
        #expect(calls.allSatisfy { !$0.isOver })
        for call in calls { #expect(call.value(within: 60) == .deviceError) }
        // One after the other they would have waited eight times as long.
        #expect(ContinuousClock.now - start < Library.patience * (threads / 2))

        holder.end(.leave)
        #expect(try bench.library.sessionInformation(sessions[0]).state == UInt(CKS_RW_USER_FUNCTIONS))
        // Each was told that its signature had failed: none is left under way.
        for session in sessions { try bench.sign(session) }
        #expect(bench.presentations == 1)
    }

    @Test func recognitionWaitsForOnePatienceOnly() throws {
        let bench = try CryptokiBench("cps3-medecin")
        let holder = try bench.service.connect(to: CryptokiBench.reader)
        _ = try holder.begin(patience: .zero)
        #expect(code { try bench.library.tokenInformation(0) } == .deviceError)
        holder.end(.leave)
        // A card that could not be asked is no card of others.
        #expect(code { try bench.library.tokenInformation(0) } == .ok)
    }

    @Test func logoutThatCannotReachTheCardStillEndsTheLogin() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session(pin: "1234")
        let holder = try bench.service.connect(to: CryptokiBench.reader)
        _ = try holder.begin(patience: .zero)
        _ = code { try bench.library.logout(session) }
        holder.end(.leave)
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
    }
}
