// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import Cryptoki
import ISO7816
import ModuleSettings
import Testing

/// Sessions share one login per slot, and the last one takes it along.
@Suite struct SessionTests {
    static let modes = ModuleSettings.Mode.allCases

    @Test(arguments: [false, true])
    func tellsItsState(isReadWrite: Bool) throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session(readWrite: isReadWrite)
        let open = try bench.library.sessionInformation(session)
        #expect(open.slot == 0)
        #expect(open.flags == UInt(CKF_SERIAL_SESSION) | (isReadWrite ? UInt(CKF_RW_SESSION) : 0))
        #expect(open.state == UInt(isReadWrite ? CKS_RW_PUBLIC_SESSION : CKS_RO_PUBLIC_SESSION))
        try bench.login(session, "1234")
        let opened = try bench.library.sessionInformation(session)
        #expect(opened.state == UInt(isReadWrite ? CKS_RW_USER_FUNCTIONS : CKS_RO_USER_FUNCTIONS))
        try bench.library.logout(session)
        #expect(try bench.library.sessionInformation(session).state == open.state)
    }

    @Test(arguments: modes)
    func sharesOneLogin(mode: ModuleSettings.Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode)
        let (first, second) = (try bench.session(), try bench.session(readWrite: false))
        try bench.login(first, "1234")
        #expect(try bench.library.sessionInformation(second).state == UInt(CKS_RO_USER_FUNCTIONS))
        #expect(code { try bench.login(second, "1234") } == .userAlreadyLoggedIn)
        #expect(code { try bench.login(first, "12345678", as: .securityOfficer) } == .sessionReadOnlyExists)
        try bench.library.closeSession(second)
        #expect(code { try bench.login(first, "12345678", as: .securityOfficer) } == .userAnotherAlreadyLoggedIn)
        #expect(bench.presentations == 1)
        try bench.library.logout(first)
        #expect(code { try bench.library.logout(first) } == .userNotLoggedIn)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"])
    func keepsReadersOutOfAnOfficersSessions(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session()
        try bench.login(session, "12345678", as: .securityOfficer)
        #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_SO_FUNCTIONS))
        #expect(code { try bench.session(readWrite: false) } == .sessionReadWriteSOExists)
        #expect(code { try bench.session() } == .ok)
        #expect(code { try bench.login(session, "1234") } == .userAnotherAlreadyLoggedIn)
        // An officer does not see what is the holder's.
        #expect(try bench.find(session, [Attribute(CKA_PRIVATE, flag: true)]) == [])
    }

    @Test(arguments: [false, true])
    func lastCloseEndsTheLogin(all: Bool) throws {
        let bench = try CryptokiBench("cps3-medecin")
        let (first, second) = (try bench.session(pin: "1234"), try bench.session())
        if all {
            try bench.library.closeAllSessions(0)
        } else {
            try bench.library.closeSession(first)
            #expect(try bench.library.sessionInformation(second).state == UInt(CKS_RW_USER_FUNCTIONS))
            try bench.library.closeSession(second)
        }
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        for session in [first, second] {
            #expect(code { try bench.library.sessionInformation(session) } == .sessionHandleInvalid)
            #expect(code { try bench.library.closeSession(session) } == .sessionHandleInvalid)
        }
        let third = try bench.session()
        #expect(third != first && third != second)
        #expect(try bench.library.sessionInformation(third).state == UInt(CKS_RW_PUBLIC_SESSION))
    }

    @Test func endOfTheLibraryEndsTheLogin() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session(pin: "1234")
        #expect(try bench.foreignSignature() == .success)
        bench.library.close()
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        #expect(code { try bench.library.sessionInformation(session) } == .sessionHandleInvalid)
    }

    @Test func takesNoHandleOfOthers() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session()
        for handle in [0, 1, session + 1, session + 16, UInt.max] {
            #expect(code { try bench.library.sessionInformation(handle) } == .sessionHandleInvalid)
            #expect(code { try bench.library.sign(handle, [1], .bytes(256)) } == .sessionHandleInvalid)
        }
    }
}
