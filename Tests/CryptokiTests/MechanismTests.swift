// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardCrypto
import Cryptoki
import ISO7816
import ModuleSettings
import Testing

/// Which mechanism works with which key of which card, in which mode.
@Suite struct MechanismTests {
    typealias Mode = ModuleSettings.Mode

    static let pkcs1 = [CKM_RSA_PKCS, CKM_SHA1_RSA_PKCS, CKM_SHA256_RSA_PKCS].map { UInt($0) }
    static let pss = [CKM_RSA_PKCS_PSS, CKM_SHA1_RSA_PKCS_PSS, CKM_SHA256_RSA_PKCS_PSS].map { UInt($0) }
    static let longer = [CKM_SHA384_RSA_PKCS, CKM_SHA512_RSA_PKCS].map { UInt($0) }
    static let digests = [CKM_SHA_1, CKM_SHA256].map { UInt($0) }
    static let longerDigests = [CKM_SHA384, CKM_SHA512].map { UInt($0) }
    static let bare = [UInt(CKM_RSA_X_509)]

    @Test(arguments: [
        ("cps3-medecin", false, Mode.native, pkcs1 + longer + digests + longerDigests),
        ("cps3-medecin", false, .strict, pkcs1 + longer + digests + longerDigests),
        ("cps3-medecin", false, .compat, pkcs1 + bare + digests),
        ("cps3-medecin", true, .native, pkcs1 + longer + digests + longerDigests),
        ("cps3-medecin", true, .compat, [UInt(CKM_RSA_PKCS)] + bare + digests),
        ("cps4-medecin", false, .native, pkcs1 + longer + pss + digests + longerDigests),
        ("cps4-medecin", false, .strict, pkcs1 + longer + pss + digests + longerDigests),
        ("cps4-medecin", false, .compat, pkcs1 + pss + bare + digests),
    ])
    func listsThem(profile: String, contactless: Bool, mode: Mode, wanted: [MechanismType]) throws {
        let bench = try CryptokiBench(profile, mode, contactless: contactless)
        let listed = try bench.library.mechanisms(0)
        #expect(listed.sorted() == wanted.sorted())
        for type in listed {
            let facts = try bench.library.mechanismInformation(0, type)
            let isDigest = (Self.digests + Self.longerDigests).contains(type)
            #expect(facts.keyBits == (isDigest ? 0...0 : 2048...2048))
            #expect(facts.flags & UInt(CKF_SIGN) == (isDigest ? 0 : UInt(CKF_SIGN)))
            #expect(facts.flags & UInt(CKF_DIGEST) == (isDigest ? UInt(CKF_DIGEST) : 0))
        }
        for type in [CKM_RSA_PKCS_OAEP, CKM_AES_CBC, CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_MD5].map({ UInt($0) }) {
            #expect(code { try bench.library.mechanismInformation(0, type) } == .mechanismInvalid)
        }
    }

    @Test(arguments: [
        ("cps3-medecin", Mode.native, TestKey.signature, UInt(CKM_SHA512_RSA_PKCS), ReturnCode.keyTypeInconsistent),
        ("cps3-medecin", .native, .signature, UInt(CKM_SHA256_RSA_PKCS_PSS), .mechanismInvalid),
        ("cps3-medecin", .native, .authentication, UInt(CKM_RSA_X_509), .mechanismInvalid),
        ("cps3-medecin", .compat, .authentication, UInt(CKM_RSA_X_509), .functionNotSupported),
        ("cps4-medecin", .compat, .signature, UInt(CKM_RSA_X_509), .functionNotSupported),
        ("cps4-medecin", .native, .authentication, UInt(CKM_RSA_X_509), .mechanismInvalid),
        ("cps3-medecin", .compat, .authentication, UInt(CKM_SHA256_RSA_PKCS), .keyTypeInconsistent),
        ("cps4-medecin", .compat, .authentication, UInt(CKM_SHA384_RSA_PKCS), .mechanismInvalid),
        ("cps4-medecin", .native, .authentication, UInt(CKM_SHA256), .keyTypeInconsistent),
    ])
    func refusesThem(
        profile: String, mode: Mode, key: TestKey, type: MechanismType, wanted: ReturnCode
    ) throws {
        let bench = try CryptokiBench(profile, mode)
        let session = try bench.session(pin: "1234")
        let handle = try bench.object(session, key.rawValue)
        bench.exchanges.restart()
        #expect(code { try bench.library.beginSigning(session, Mechanism(type), key: handle) } == wanted)
        #expect(bench.exchanges.commands == [])
        // A refusal leaves the session free.
        #expect(code { try bench.library.beginSigning(session, Mechanism(UInt(CKM_RSA_PKCS)), key: handle) } == .ok)
    }

    @Test(arguments: [
        Mechanism.Parameter.none, .other(count: 24),
        .pss(hash: UInt(CKM_SHA_1), mask: UInt(CKG_MGF1_SHA256), saltCount: 32),
        .pss(hash: UInt(CKM_SHA256), mask: UInt(CKG_MGF1_SHA1), saltCount: 32),
        .pss(hash: UInt(CKM_SHA256), mask: UInt(CKG_MGF1_SHA256), saltCount: 20),
        .pss(hash: UInt(CKM_SHA256), mask: UInt(CKG_MGF1_SHA256), saltCount: .max),
        .pss(hash: UInt(CKM_SHA512), mask: UInt(CKG_MGF1_SHA512), saltCount: 64),
    ])
    func refusesParametersThatTheCardHasNot(parameter: Mechanism.Parameter) throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.signature.rawValue)
        let mechanism = Mechanism(UInt(CKM_SHA256_RSA_PKCS_PSS), parameter)
        #expect(code { try bench.library.beginSigning(session, mechanism, key: key) } == .mechanismParameterInvalid)
    }

    @Test func signsWithPrivateKeysOnly() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let session = try bench.session(pin: "1234")
        let others = try ["CPS_PUB_SIG", "Certificat de Signature CPS", "CPS_DATA"].map {
            try bench.object(session, $0)
        }
        for object in others + [0, .max] {
            #expect(code { try bench.library.beginSigning(session, .sha256, key: object) } == .keyHandleInvalid)
        }
        let key = try bench.object(session, TestKey.signature.rawValue)
        #expect(code { try bench.library.beginVerification(session, .sha256, key: key) } == .keyHandleInvalid)
        try bench.library.logout(session)
        #expect(code { try bench.library.beginSigning(session, .sha256, key: key) } == .keyHandleInvalid)
    }

    @Test(arguments: [
        (UInt(CKM_SHA_1), "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (UInt(CKM_SHA256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func digestsInSoftware(type: MechanismType, wanted: String) throws {
        let bench = try CryptokiBench("cps3-medecin")
        let session = try bench.session()
        bench.exchanges.restart()
        let message = Array("abc".utf8)
        try bench.library.beginDigest(session, Mechanism(type))
        guard case .length(let count) = try bench.library.digest(session, message, .lengthOnly) else {
            Issue.record("no length")
            return
        }
        #expect(count == wanted.utf8.count / 2)
        guard case .tooSmall = try bench.library.digest(session, message, .bytes(UInt(count - 1))) else {
            Issue.record("fits")
            return
        }
        let whole = try bench.bytes(bench.library.digest(session, message, .bytes(64)))
        #expect(whole.hexadecimal.lowercased() == wanted)
        try bench.library.beginDigest(session, Mechanism(type))
        for byte in message { try bench.library.updateDigest(session, [byte]) }
        #expect(code { try bench.library.digest(session, [], .bytes(64)) } == .operationNotInitialized)
        #expect(try bench.bytes(bench.library.endDigest(session, .bytes(64))) == whole)
        #expect(code { try bench.library.endDigest(session, .bytes(64)) } == .operationNotInitialized)
        #expect(bench.exchanges.commands == [])
    }
}
