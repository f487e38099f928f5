// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardTesting
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// PINs: what costs a try, what is refused before it does, and what each refusal is called.
@Suite struct PINTests {
    typealias Mode = ModuleSettings.Mode
    static let profiles = LoginLifeTests.profiles

    @Test(arguments: profiles, Mode.allCases)
    func tellsAWrongPINFromABlockedOne(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode, configure: { $0.allowsLastTry = true })
        let session = try bench.session()
        #expect(code { try bench.login(session, "9999") } == .pinIncorrect)
        #expect(try flags(bench) == UInt(CKF_USER_PIN_COUNT_LOW))
        #expect(code { try bench.login(session, "9999") } == .pinIncorrect)
        #expect(try flags(bench) == UInt(CKF_USER_PIN_FINAL_TRY))
        #expect(code { try bench.login(session, "9999") } == .pinLocked)
        #expect(try flags(bench) == UInt(CKF_USER_PIN_LOCKED))
        #expect(code { try bench.login(session, "1234") } == .pinLocked)
        #expect(bench.card.snapshot.pin.left == 0)
    }

    private func flags(_ bench: CryptokiBench) throws -> UInt {
        let all = [CKF_USER_PIN_COUNT_LOW, CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED].reduce(0) { $0 | UInt($1) }
        return try bench.library.tokenInformation(0).flags & all
    }

    @Test(arguments: profiles, Mode.allCases)
    func guardsTheLastTry(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode, altering: { $0.pin.left = 1 })
        let session = try bench.session()
        #expect(code { try bench.login(session, "1234") } == (mode == .compat ? .ok : .pinLocked))
        #expect(bench.presentations == (mode == .compat ? 1 : 0))
        let consenting = try CryptokiBench(
            profile, mode, configure: { $0.allowsLastTry = true }, altering: { $0.pin.left = 1 })
        #expect(code { try consenting.session(pin: "1234") } == .ok)
        #expect(consenting.card.snapshot.pin.left == 3)
    }

    @Test(arguments: profiles, Mode.allCases)
    func guardsTheLastTriesOfTheUnblockingCode(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode, altering: { $0.puk.left = 3 })
        let outcome = code { try bench.login(bench.session(), "12345678", as: .securityOfficer) }
        #expect(outcome == (mode == .compat ? .ok : .pinLocked))
        #expect(bench.presentations == (mode == .compat ? 1 : 0))
    }

    @Test(arguments: Mode.allCases, ["", "1", "123", "123456789", String(repeating: "1", count: 300)])
    func presentsNoPINOfAnotherLength(mode: Mode, digits: String) throws {
        for profile in PINTests.profiles {
            let bench = try CryptokiBench(profile, mode)
            let session = try bench.session()
            // Another process has opened the card: an empty PIN would be a question, and the answer yes.
            try bench.foreignVerification("1234")
            #expect(code { try bench.login(session, digits) } == .pinIncorrect)
            #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_PUBLIC_SESSION))
            #expect(bench.presentations == 1)
            #expect(bench.card.snapshot.pin.left == 3)
        }
    }

    @Test(arguments: profiles, Mode.allCases)
    func changesThePIN(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode)
        let reader = try bench.session(readWrite: false)
        #expect(code { try change(bench, reader, "1234", "5678") } == .sessionReadOnly)
        try bench.library.closeSession(reader)
        let session = try bench.session(pin: "1234")
        for (new, wanted) in [
            ("123", ReturnCode.pinLengthRange), ("123456789", .pinLengthRange), ("", .pinLengthRange),
        ] {
            #expect(code { try change(bench, session, "1234", new) } == wanted)
        }
        #expect(code { try change(bench, session, "1234", "12a4") } == .pinInvalid)
        #expect(code { try change(bench, session, "9999", "5678") } == .pinIncorrect)
        #expect(bench.card.snapshot.pin.left == 2)
        #expect(code { try change(bench, session, "1234", "5678") } == .ok)
        #expect(bench.card.snapshot.pin.value.elementsEqual("5678".utf8))
        // The login goes on, with the new value.
        _ = try bench.sign(session, .authentication, Mechanism(UInt(CKM_RSA_PKCS)), [1])
        try bench.library.logout(session)
        #expect(code { try bench.login(session, "1234") } == .pinIncorrect)
        #expect(code { try bench.login(session, "5678") } == .ok)
    }

    private func change(_ bench: CryptokiBench, _ session: SessionHandle, _ old: String, _ new: String) throws {
        try bench.library.setPIN(session, from: TestBench.pin(old), to: TestBench.pin(new))
    }

    @Test(arguments: profiles, Mode.allCases)
    func unblocksThePIN(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode, altering: { $0.pin.left = 0 })
        let session = try bench.session()
        func initialize(_ digits: String) -> ReturnCode {
            code { try bench.library.initializePIN(session, to: TestBench.pin(digits)) }
        }
        #expect(initialize("4321") == .userNotLoggedIn)
        #expect(code { try bench.login(session, "00000000", as: .securityOfficer) } == .pinIncorrect)
        try bench.login(session, "12345678", as: .securityOfficer)
        // The unblocking code itself cannot be changed, and is not tried as the holder's PIN.
        let before = bench.presentations
        #expect(code { try change(bench, session, "12345678", "87654321") } == .functionNotSupported)
        #expect(bench.presentations == before)
        #expect(initialize("123") == .pinLengthRange)
        #expect(initialize("abcd") == .pinInvalid)
        #expect(initialize("4321") == .ok)
        #expect(bench.card.snapshot.pin.left == 3)
        try bench.library.logout(session)
        #expect(code { try bench.login(session, "4321") } == .ok)
        try bench.sign(session, .authentication, Mechanism(UInt(CKM_RSA_PKCS)), [1])
    }

    @Test(arguments: profiles)
    func unblockingCodeEndsWithAForeignReset(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session()
        try bench.login(session, "12345678", as: .securityOfficer)
        try bench.service.disturb(CryptokiBench.reader)
        // It has few uses, so it is never presented again by itself.
        #expect(code { try bench.library.initializePIN(session, to: TestBench.pin("4321")) } == .userNotLoggedIn)
        #expect(bench.presentations == 1)
        #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_PUBLIC_SESSION))
        try bench.login(session, "12345678", as: .securityOfficer)
        #expect(code { try bench.library.initializePIN(session, to: TestBench.pin("4321")) } == .ok)
    }

    @Test func hasNoLoginWithoutContacts() throws {
        let bench = try CryptokiBench("cps3-medecin", contactless: true)
        let session = try bench.session()
        #expect(try bench.library.tokenInformation(0).flags & UInt(CKF_LOGIN_REQUIRED) == 0)
        #expect(code { try bench.login(session, "1234") } == .userPINNotInitialized)
        #expect(code { try bench.login(session, "12345678", as: .securityOfficer) } == .userPINNotInitialized)
        #expect(code { try change(bench, session, "1234", "5678") } == .userPINNotInitialized)
    }
}
