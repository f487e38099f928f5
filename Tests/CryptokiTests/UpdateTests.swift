// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import Cryptoki
import ISO7816
import ModuleSettings
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// The update extension: one session has the card alone, and says only what harms no card.
@Suite struct UpdateTests {
    typealias Mode = ModuleSettings.Mode
    static let profiles = ["cps4-medecin", "cps4-t0"]

    private func send(
        _ bench: CryptokiBench, _ session: SessionHandle, _ command: String, room: UInt? = 258
    ) throws -> [UInt8] {
        let bytes = try #require([UInt8](hexadecimal: command))
        return try bench.bytes(bench.library.transmit(session, WipingBytes(bytes), room: room))
    }

    @Test(arguments: profiles, Mode.allCases)
    func exchangesRawInEitherProtocol(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode, isForUpdate: true)
        let session = try bench.session()
        #expect(code { try send(bench, session, "0184000008") } == .operationNotInitialized)
        try bench.library.beginUpdate(session)
        #expect(code { try bench.library.beginUpdate(session) } == .operationActive)
        #expect(try send(bench, session, "0184000008").suffix(2) == [0x90, 0x00])
        // Bytes as they are: no GET RESPONSE, no other length, no other channel.
        bench.exchanges.restart()
        #expect(try send(bench, session, "00A4090C023F00") == [0x6E, 0x00])
        #expect(bench.exchanges.commands == ["00A4090C023F00"])
        #expect(code { try bench.library.keepAlive(session) } == .ok)
        #expect(try send(bench, session, "0184000008", room: nil) == [])
        #expect(code { try bench.library.endUpdate(session) } == (mode == .compat ? .userNotLoggedIn : .ok))
        #expect(code { try bench.library.endUpdate(session) } == .operationNotInitialized)
    }

    @Test(arguments: profiles, [Mode.native, .strict])
    func refusesWhatMayHarm(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode, isForUpdate: true)
        let session = try bench.session()
        try bench.library.beginUpdate(session)
        bench.exchanges.restart()
        let harmful = [
            "01200001" + "0431323334", "01240101" + "0435363738", "012C0381", "01D6000001FF", "00E20000", "80F0000000",
            "01220041B8", "90CA0000", "84D80000", "012A9E9A01AA",
        ]
        for command in harmful {
            #expect(code { try send(bench, session, command) } == .functionRejected, "\(command)")
        }
        for command in ["", "01", "0184", "01840000080102"] {
            #expect(code { try send(bench, session, command) } == .dataInvalid)
        }
        #expect(bench.exchanges.commands == [])
        #expect(try send(bench, session, profile == "cps4-t0" ? "0120000100" : "01200001") == [0x63, 0xC3])
        #expect(bench.presentations == 0)
    }

    @Test(arguments: profiles)
    func saysAnythingInCompatMode(profile: String) throws {
        let bench = try CryptokiBench(profile, .compat, isForUpdate: true)
        let session = try bench.session()
        try bench.library.beginUpdate(session)
        #expect(try send(bench, session, "01200001" + "0439393939") == [0x63, 0xC2])
        #expect(bench.presentations == 1)
    }

    @Test(arguments: profiles)
    func keepsOthersOutAndLeavesNothingOpen(profile: String) throws {
        let bench = try CryptokiBench(profile, isForUpdate: true)
        let session = try bench.session()
        let foreign = try bench.service.connect(to: CryptokiBench.reader)
        _ = try foreign.begin(patience: .zero)
        foreign.end(.leave)
        try bench.library.beginUpdate(session)
        #expect(throws: CardError.transport(.busy(holder: nil))) { try foreign.begin(patience: .zero) }
        // A second session of ours has no part in it.
        let second = try bench.session()
        #expect(code { try send(bench, second, "0184000008") } == .operationNotInitialized)
        #expect(code { try bench.library.endUpdate(second) } == .operationNotInitialized)
        try bench.library.endUpdate(session)
        #expect(try foreign.begin(patience: .zero) == .afterReset)
        foreign.end(.leave)
    }

    enum Ending: CaseIterable { case closeSession, closeAllSessions, close }

    @Test(arguments: Ending.allCases, Mode.allCases)
    func endsWithItsSession(ending: Ending, mode: Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode, isForUpdate: true)
        let (session, second) = (try bench.session(), try bench.session())
        try bench.library.beginUpdate(session)
        switch ending {
        case .closeSession: try bench.library.closeSession(session)
        case .closeAllSessions: try bench.library.closeAllSessions(0)
        case .close: bench.library.close()
        }
        let foreign = try bench.service.connect(to: CryptokiBench.reader)
        #expect(code { try foreign.begin(patience: .zero) } == .ok)
        foreign.end(.leave)
        if ending == .closeSession { #expect(code { try bench.library.beginUpdate(second) } == .ok) }
    }

    @Test func sendsOnceWhatIsAskedForTwice() throws {
        let bench = try CryptokiBench("cps4-medecin", isForUpdate: true)
        let session = try bench.session()
        try bench.library.beginUpdate(session)
        bench.exchanges.restart()
        let command = WipingBytes([0x01, 0x84, 0x00, 0x00, 0x08])
        guard case .tooSmall(needed: 10) = try bench.library.transmit(session, command, room: 9) else {
            Issue.record("fits")
            return
        }
        #expect(try bench.bytes(bench.library.transmit(session, command, room: 10)).count == 10)
        #expect(bench.exchanges.commands.count == 1)
    }

    @Test func servesNoCPS3AndShowsNoObjects() throws {
        let old = try CryptokiBench("cps3-medecin", isForUpdate: true)
        #expect(code { try old.library.tokenInformation(0) } == .tokenNotRecognized)
        #expect(code { try old.session() } == .tokenNotRecognized)
        let bench = try CryptokiBench("cps4-medecin", isForUpdate: true)
        #expect(try bench.find(bench.session()) == [])
        // Serial with the check digit, as those need it who write cards.
        #expect(try bench.library.tokenInformation(0).serial.hasPrefix("99001003"))
        #expect(try bench.library.tokenInformation(0).serial.count == 10)
    }

    @Test func isThereOnlyForWhoAskedForIt() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session()
        #expect(code { try bench.library.beginUpdate(session) } == .functionNotSupported)
        #expect(code { try send(bench, session, "0184000008") } == .functionNotSupported)
        #expect(code { try bench.library.endUpdate(session) } == .functionNotSupported)
        #expect(code { try bench.library.keepAlive(session) } == .functionNotSupported)
    }
}
