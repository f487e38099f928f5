// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardTesting
import Cryptoki
import ISO7816
import ModuleSettings
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

/// How long a PIN opens the card: by mode, and with other processes about.
@Suite struct LoginLifeTests {
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    @Test(arguments: profiles)
    func nativeLogoutResetsTheCard(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        try bench.sign(session)
        #expect(try bench.foreignSignature() == .success)
        try bench.library.logout(session)
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        #expect(bench.presentations == 1)
        #expect(try bench.find(session, [Attribute(CKA_CLASS, number: CKO_PRIVATE_KEY)]) == [])
    }

    @Test(arguments: profiles)
    func nativePresentsThePINOnceMoreAfterAForeignReset(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        for resets in 1...3 {
            try bench.service.disturb(CryptokiBench.reader)
            try bench.sign(session)
            try bench.sign(session)
            #expect(bench.presentations == 1 + resets)
        }
        #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_USER_FUNCTIONS))
    }

    @Test(arguments: profiles)
    func nativeKeepsAPINToItselfThatHasLostATry(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.signature.rawValue)
        try bench.service.disturb(CryptokiBench.reader)
        #expect(try bench.foreignVerification("9999").meaning == .triesLeft(2))
        let before = bench.presentations
        try bench.library.beginSigning(session, .sha256, key: key)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .userNotLoggedIn)
        #expect(bench.presentations == before)
        #expect(bench.card.snapshot.pin.left == 2)
        // A person has to give it again, and may.
        #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_PUBLIC_SESSION))
        try bench.login(session, "1234")
        try bench.sign(session)
    }

    @Test(arguments: profiles)
    func nativeNeverPresentsWithoutASeenReset(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.signature.rawValue)
        bench.card.forgetVerification()
        try bench.library.beginSigning(session, .sha256, key: key)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .userNotLoggedIn)
        #expect(bench.presentations == 1)
        #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_PUBLIC_SESSION))
    }

    @Test(arguments: profiles)
    func nativePresentsNothingToAnotherCard(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        let other = try CryptokiBench.card("cps3-pharmacien")
        try bench.service.swap(other.contact, in: CryptokiBench.reader)
        #expect(code { try bench.library.sessionInformation(session) } == .sessionHandleInvalid)
        let next = try bench.session()
        #expect(try bench.library.sessionInformation(next).state == UInt(CKS_RW_PUBLIC_SESSION))
        #expect(other.statistics.verifications == 0)
    }

    @Test(arguments: [ModuleSettings.Mode.native, .strict])
    func endsWhenNobodyUsesIt(mode: ModuleSettings.Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode, configure: { $0.idleLimit = .milliseconds(100) })
        let session = try bench.session(pin: "1234")
        #expect(eventually { try bench.library.sessionInformation(session).state == UInt(CKS_RW_PUBLIC_SESSION) })
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        try bench.login(session, "1234")
        #expect(eventually { try bench.library.sessionInformation(session).state == UInt(CKS_RW_PUBLIC_SESSION) })
    }

    @Test func compatForgetsNothingWithTime() throws {
        let bench = try CryptokiBench("cps4-medecin", .compat, configure: { $0.idleLimit = .milliseconds(1) })
        let session = try bench.session(pin: "1234")
        // Long enough for an alarm that should not have been set.
        pause(milliseconds: 200)
        #expect(try bench.library.sessionInformation(session).state == UInt(CKS_RW_USER_FUNCTIONS))
    }

    @Test(arguments: profiles)
    func strictOpensTheCardForOneOperation(profile: String) throws {
        let bench = try CryptokiBench(profile, .strict)
        let session = try bench.session(pin: "1234")
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        for operation in 1...2 {
            _ = try bench.sign(session, .authentication, Mechanism(UInt(CKM_RSA_PKCS)), [1, 2, 3])
            #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
            #expect(bench.presentations == 1 + operation)
        }
        let activity = try bench.object(session, "CPS_ACTIVITY_01_PS")
        #expect(try !bench.value(session, activity, CKA_VALUE).isEmpty)
        #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
    }

    @Test(arguments: profiles)
    func strictAsksThePINForEachSignature(profile: String) throws {
        let bench = try CryptokiBench(profile, .strict)
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.signature.rawValue)
        try bench.library.beginSigning(session, .sha256, key: key)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .userNotLoggedIn)
        #expect(bench.presentations == 1)
        for _ in 1...2 {
            try bench.library.beginSigning(session, .sha256, key: key)
            #expect(code { try bench.login(session, "", as: .contextSpecific) } == .pinIncorrect)
            try bench.login(session, "1234", as: .contextSpecific)
            let before = bench.presentations
            #expect(try bench.bytes(bench.library.sign(session, [1], .bytes(256))).count == 256)
            #expect(bench.presentations == before + 1)
            #expect(try bench.foreignSignature() == .securityStatusNotSatisfied)
        }
        try bench.library.beginSigning(session, .sha256, key: key)
        try bench.login(session, "9999", as: .contextSpecific)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .pinIncorrect)
        #expect(bench.card.snapshot.pin.left == 2)
    }

    @Test(arguments: ModuleSettings.Mode.allCases)
    func takesAContextPINOnlyForAStrictSignature(mode: ModuleSettings.Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode)
        let session = try bench.session(pin: "1234")
        #expect(code { try bench.login(session, "1234", as: .contextSpecific) } == .operationNotInitialized)
        let key = try bench.object(session, TestKey.authentication.rawValue)
        try bench.library.beginSigning(session, Mechanism(UInt(CKM_RSA_PKCS)), key: key)
        #expect(code { try bench.login(session, "1234", as: .contextSpecific) } == .operationNotInitialized)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .ok)
    }
}

extension Mechanism {
    /// Hashing and PKCS#1 v1.5 with SHA-256.
    static let sha256 = Mechanism(UInt(CKM_SHA256_RSA_PKCS))
}
