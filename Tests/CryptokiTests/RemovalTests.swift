// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// Cards that leave, readers that go, services that die: what callers are told, and that they can go on.
@Suite struct RemovalTests {
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    /// Begins a signature, so that the next call goes to the card.
    private func begun(_ bench: CryptokiBench) throws -> SessionHandle {
        let session = try bench.session(pin: "1234")
        try bench.sign(session)
        try bench.library.beginSigning(session, .sha256, key: bench.object(session, "CPS_PRIV_SIG"))
        return session
    }

    private func goesOn(_ bench: CryptokiBench) throws {
        let session = try bench.session()
        #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_PUBLIC_SESSION))
        try bench.login(session, "1234")
        try bench.sign(session)
    }

    @Test(arguments: profiles, ModuleSettings.Mode.allCases)
    func betweenTwoCalls(profile: String, mode: ModuleSettings.Mode) throws {
        let bench = try CryptokiBench(profile, mode)
        for call in 0..<2 {
            let session = try bench.session(pin: "1234")
            try bench.library.beginSigning(session, .rsa, key: bench.object(session, "CPS_PRIV_AUT"))
            try bench.service.remove(from: CryptokiBench.reader)
            if call == 0 {
                #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .sessionHandleInvalid)
            } else {
                #expect(code { try bench.find(session) } == .sessionHandleInvalid)
            }
            #expect(code { try bench.library.closeSession(session) } == .sessionHandleInvalid)
            #expect(code { try bench.library.tokenInformation(0) } == .tokenNotPresent)
            try bench.service.insert(bench.card.contact, into: CryptokiBench.reader)
        }
        if mode != .strict { try goesOn(bench) }
    }

    @Test(arguments: profiles)
    func inTheMiddleOfACall(profile: String) throws {
        let bench = try CryptokiBench(profile)
        var session = try begun(bench)
        bench.exchanges.restart()
        _ = try bench.library.sign(session, [1], .bytes(256))
        let commands = bench.exchanges.commands.count
        try bench.library.closeSession(session)
        for command in 1...commands {
            for isAnswered in [false, true] {
                session = try begun(bench)
                let point = isAnswered ? FaultPoint.after(command: command, bytes: 1) : .before(command: command)
                bench.plan.addFromNow(.remove, at: point)
                #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .tokenNotPresent)
                #expect(code { try bench.library.sessionInformation(session) } == .sessionHandleInvalid)
                try bench.service.insert(
                    FaultyFace(bench.card.contact, plan: bench.plan), into: CryptokiBench.reader)
            }
        }
        try goesOn(bench)
        #expect(bench.card.snapshot.pin.left == 3)
    }

    @Test(arguments: profiles)
    func resetInTheMiddleOfACall(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try begun(bench)
        let before = bench.presentations
        bench.plan.addFromNow(.announcedReset, at: .before(command: 1))
        #expect(try bench.bytes(bench.library.sign(session, [1], .bytes(256))).count == 256)
        #expect(bench.presentations == before + 1)
    }

    @Test(arguments: profiles)
    func silenceIsNoSuccess(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try begun(bench)
        bench.plan.addFromNow(.silence, at: .before(command: 1))
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .deviceError)
        try bench.sign(session)
    }

    @Test(arguments: ModuleSettings.Mode.allCases)
    func anotherCardInstead(mode: ModuleSettings.Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode)
        let session = try bench.session(pin: "1234")
        #expect(try bench.library.tokenInformation(0).serial == "99001003")
        try bench.library.beginSigning(session, .rsa, key: bench.object(session, "CPS_PRIV_AUT"))
        let other = try CryptokiBench.card("cps3-medecin")
        try bench.service.swap(other.contact, in: CryptokiBench.reader)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .sessionHandleInvalid)
        let next = try bench.session()
        #expect(code { try bench.library.sessionInformation(session) } == .sessionHandleInvalid)
        #expect(try bench.library.sessionInformation(next).state == UInt(CKS_RW_PUBLIC_SESSION))
        #expect(try bench.library.tokenInformation(0).serial == "99001001")
        #expect(other.statistics.verifications == 0)
    }

    @Test func readerUnplugged() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try begun(bench)
        bench.service.removeReader(CryptokiBench.reader)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .sessionHandleInvalid)
        #expect(code { try bench.library.tokenInformation(0) } == .slotIDInvalid)
        #expect(bench.library.slotList(withCard: false) == [])
        bench.service.addReader(CryptokiBench.reader, keepsPower: true)
        try bench.service.insert(bench.card.contact, into: CryptokiBench.reader)
        #expect(bench.library.slotList(withCard: true) == [0])
        try goesOn(bench)
    }

    @Test(arguments: profiles)
    func serviceRestarted(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try begun(bench)
        bench.service.stop()
        #expect(bench.library.slotList(withCard: false) == [])
        #expect(code { try bench.library.openSession(0, isReadWrite: true) } == .slotIDInvalid)
        bench.service.start()
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .sessionHandleInvalid)
        try goesOn(bench)
    }
}
