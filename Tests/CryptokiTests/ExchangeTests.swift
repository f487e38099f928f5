// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardCrypto
import Cryptoki
import ISO7816
import SecretMemory
import Testing
import VirtualCards

/// Exchanges at the PC/SC boundary do not vary, so they are asserted; the established middleware needs 49, 18, 29, 41
/// to identify a card that it has not seen, and 87, 26, 75, 113 for all that it holds.
@Suite struct ExchangeTests {
    @Test(arguments: [
        ("transcript-cps3", false, 15), ("transcript-cps3", true, 8), ("transcript-cps4", false, 11),
        ("transcript-cps4-t0", false, 14),
    ])
    func identifies(profile: String, contactless: Bool, most: Int) throws {
        let bench = try CryptokiBench(profile, contactless: contactless)
        #expect(bench.library.slotList(withCard: true) == [0])
        #expect(try bench.library.tokenInformation(0).serial == "99000001")
        #expect(bench.exchanges.commands.count <= most, "\(bench.exchanges.commands)")
        #expect(!bench.exchanges.commands.isEmpty)
    }

    @Test(arguments: [
        ("transcript-cps3", false, 2), ("transcript-cps3", true, 0), ("transcript-cps4", false, 2),
        ("transcript-cps4-t0", false, 2),
    ])
    func tellsCountersAgain(profile: String, contactless: Bool, most: Int) throws {
        let bench = try CryptokiBench(profile, contactless: contactless)
        _ = try bench.library.tokenInformation(0)
        for _ in 1...3 {
            bench.exchanges.restart()
            _ = try bench.library.tokenInformation(0)
            #expect(bench.exchanges.commands.count <= most, "\(bench.exchanges.commands)")
        }
    }

    @Test(arguments: [
        ("transcript-cps3", false, 53), ("transcript-cps3", true, 22), ("transcript-cps4", false, 57),
        ("transcript-cps4-t0", false, 73),
    ])
    func readsEverythingOnce(profile: String, contactless: Bool, most: Int) throws {
        let bench = try CryptokiBench(profile, contactless: contactless)
        #expect(bench.library.slotList(withCard: true) == [0])
        _ = try bench.library.tokenInformation(0)
        let session = try bench.session()
        let objects = try bench.find(session)
        let types = [CKA_LABEL, CKA_ID, CKA_VALUE, CKA_MODULUS, CKA_SUBJECT, CKA_APPLICATION].map { UInt($0) }
        for object in objects {
            // As hosts do: the lengths first, then the values.
            for lengthOnly in [true, false] {
                _ = try bench.library.attributes(
                    session, object, types.map { Library.Question($0, lengthOnly: lengthOnly) })
            }
        }
        #expect(objects.count == (contactless ? 4 : profile == "transcript-cps3" ? 9 : 16))
        #expect(bench.exchanges.commands.count <= most, "\(bench.exchanges.commands)")
    }

    /// Directories that are not the usual forty bytes: shorter, padded, with paths in full, with a second key directory.
    @Test(
        arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"],
        [
            "A80630040402 7001 A00630040402 7002 A40630040402 7005 A70630040402 7006",
            "A80630040402 7001 A00630040402 7002 A10630040402 7004 A40630040402 7005 A70630040402 7006 0000000000000000",
            """
            A80A30080406 3F0000017001 A00A30080406 3F0000017002 A10A30080406 3F0000017004 A40A30080406 3F0000017005
            A70A30080406 3F0000017006
            """,
            """
            A30630040402 7003 A00630040402 7002 A10630040402 7004 A40630040402 7005 A70630040402 7006
            A80630040402 7001 A00630040402 7009
            """,
        ])
    func followsAnyObjectDirectory(profile: String, directory: String) throws {
        let content = try #require([UInt8](hexadecimal: directory.filter { !$0.isWhitespace }))
        let path = try #require(CardFilePath([0x00, 0x01, 0x50, 0x31]))
        let bench = try CryptokiBench(profile, altering: { $0.files[path] = content })
        let session = try bench.session(pin: "1234")
        try bench.sign(session)
        #expect(try bench.labels(session).contains("CPS_NAME_PS"))
        #expect(try bench.library.tokenInformation(0).pinDigits == 4...8)
    }

    @Test(arguments: [
        ("cps3-medecin", TestKey.signature, Mechanism(UInt(CKM_SHA256_RSA_PKCS)), 4),
        ("cps3-medecin", .authentication, Mechanism(UInt(CKM_RSA_PKCS)), 3),
        ("cps4-medecin", .signature, Mechanism(UInt(CKM_SHA256_RSA_PKCS)), 2),
        ("cps4-medecin", .authentication, Mechanism(UInt(CKM_RSA_PKCS)), 3),
        ("cps4-medecin", .authentication, .pss, 2), ("cps4-t0", .signature, Mechanism(UInt(CKM_SHA256_RSA_PKCS)), 3),
        ("cps4-t0", .authentication, Mechanism(UInt(CKM_RSA_PKCS)), 4),
    ])
    func signs(profile: String, key: TestKey, mechanism: Mechanism, most: Int) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        // The first signature reads the certificate that it is checked with.
        _ = try bench.sign(session, key, mechanism, [1, 2, 3])
        for _ in 1...3 {
            bench.exchanges.restart()
            _ = try bench.sign(session, key, mechanism, [4, 5, 6])
            #expect(bench.exchanges.commands.count <= most, "\(bench.exchanges.commands)")
        }
    }

    @Test(arguments: [("cps3-medecin", 4), ("cps4-medecin", 3), ("cps4-t0", 4)])
    func deciphersOnce(profile: String, most: Int) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.authentication.rawValue)
        let cryptogram = try #require(
            try bench.publicKey(.authentication).encryptedPKCS1([0x54], random: SystemRandom()))
        try bench.library.beginDecryption(session, Mechanism(UInt(CKM_RSA_PKCS)), key: key)
        bench.exchanges.restart()
        _ = try bench.library.decrypt(session, cryptogram, .lengthOnly)
        #expect(bench.exchanges.commands == [])
        #expect(try bench.bytes(bench.library.decrypt(session, cryptogram, .bytes(256))) == [0x54])
        #expect(bench.exchanges.commands.count <= most, "\(bench.exchanges.commands)")
        #expect(bench.card.statistics.privateOperations == [.authentication: 1])
    }

    @Test(arguments: [
        ("cps3-medecin", 2, 1), ("cps4-medecin", 2, 1), ("cps4-t0", 2, 1),
    ])
    func presentsOnePIN(profile: String, most: Int, presentations: Int) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session()
        bench.exchanges.restart()
        try bench.login(session, "1234")
        #expect(bench.presentations == presentations)
        #expect(bench.exchanges.commands.count { $0.hasSuffix("**") } == presentations)
        // Which card it is, its counter, the PIN.
        #expect(bench.exchanges.commands.count <= most + 2, "\(bench.exchanges.commands)")
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin", "cps4-t0"])
    func asksForEightRandomBytesAtATime(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session()
        bench.exchanges.restart()
        #expect(try bench.library.random(session, count: 20).count == 20)
        #expect(bench.exchanges.commands.count == 3)
        #expect(try bench.library.random(session, count: 0).isEmpty)
        #expect(bench.exchanges.commands.count == 3)
        #expect(code { try bench.library.random(session, count: .max) } == .argumentsBad)
    }
}

extension Mechanism {
    /// Hashing and PSS with SHA-256.
    static let pss = Mechanism(
        UInt(CKM_SHA256_RSA_PKCS_PSS),
        .pss(hash: UInt(CKM_SHA256), mask: UInt(CKG_MGF1_SHA256), saltCount: 32))
}
