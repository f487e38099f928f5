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

/// The rules of the established middleware, for those who ask for them.
@Suite struct CompatLoginTests {
    static let profiles = LoginLifeTests.profiles

    @Test(arguments: profiles)
    func leavesTheCardVerified(profile: String) throws {
        let bench = try CryptokiBench(profile, .compat)
        let session = try bench.session(pin: "1234")
        try bench.library.logout(session)
        #expect(try bench.foreignSignature() == .success)
    }

    @Test(arguments: profiles)
    func presentsThePINWhenTheCardAsks(profile: String) throws {
        let bench = try CryptokiBench(profile, .compat)
        let session = try bench.session(pin: "1234")
        for losses in 1...2 {
            bench.card.forgetVerification()
            try bench.sign(session)
            try bench.sign(session)
            #expect(bench.presentations == 1 + losses)
        }
    }

    @Test(arguments: profiles)
    func presentsNoPINThatHasLostATry(profile: String) throws {
        let bench = try CryptokiBench(profile, .compat)
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.signature.rawValue)
        bench.card.forgetVerification()
        bench.set { $0.pin.left = 2 }
        try bench.library.beginSigning(session, .sha256, key: key)
        #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .userNotLoggedIn)
        #expect(bench.presentations == 1)
        #expect(bench.card.snapshot.pin.left == 2)
    }

    @Test(arguments: profiles)
    func takesAForeignResetForARemoval(profile: String) throws {
        let bench = try CryptokiBench(profile, .compat)
        for _ in 1...2 {
            let session = try bench.session(pin: "1234")
            let key = try bench.object(session, TestKey.signature.rawValue)
            let before = bench.presentations
            try bench.service.disturb(CryptokiBench.reader)
            try bench.library.beginSigning(session, .sha256, key: key)
            #expect(code { try bench.library.sign(session, [1], .bytes(256)) } == .sessionHandleInvalid)
            #expect(code { try bench.library.sessionInformation(session) } == .sessionHandleInvalid)
            #expect(bench.presentations == before)
            let next = try bench.session()
            #expect(try bench.library.sessionInformation(next).state == UInt(CKS_RW_PUBLIC_SESSION))
            #expect(try bench.find(next, [Attribute(CKA_CLASS, number: CKO_PRIVATE_KEY)]) == [])
            try bench.library.closeSession(next)
        }
    }

    @Test(arguments: profiles)
    func doesSoAlsoWhenAReadMeetsTheReset(profile: String) throws {
        let bench = try CryptokiBench(profile, .compat)
        let session = try bench.session(pin: "1234")
        let data = try bench.object(session, "CPS_DATA")
        try bench.service.disturb(CryptokiBench.reader)
        #expect(code { try bench.value(session, data, CKA_VALUE) } == .sessionHandleInvalid)
        let next = try bench.session()
        #expect(code { try bench.value(next, data, CKA_VALUE) } == .ok)
    }
}
