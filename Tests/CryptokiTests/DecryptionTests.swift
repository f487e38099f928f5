// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardCrypto
import Cryptoki
import ISO7816
import ModuleSettings
import SecretMemory
import Testing
import VirtualCards

/// Decryption costs the card one operation and tells nobody what was wrong with a padding.
@Suite struct DecryptionTests {
    typealias Mode = ModuleSettings.Mode
    static let profiles = ["cps3-medecin", "cps4-medecin", "cps4-t0"]

    private func begun(
        _ profile: String, _ mode: Mode = .native
    ) throws -> (bench: CryptokiBench, session: SessionHandle, key: ObjectHandle, judge: RSAPublicKey) {
        let bench = try CryptokiBench(profile, mode)
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.authentication.rawValue)
        try bench.library.beginDecryption(session, .rsa, key: key)
        return (bench, session, key, try bench.publicKey(.authentication))
    }

    private func cryptogram(_ key: RSAPublicKey, _ plaintext: [UInt8]) throws -> [UInt8] {
        try #require(try key.encryptedPKCS1(WipingBytes(plaintext), random: SystemRandom()))
    }

    @Test(arguments: profiles, Mode.allCases)
    func givesPlaintextsOfAnyLength(profile: String, mode: Mode) throws {
        let (bench, session, key, judge) = try begun(profile, mode)
        for count in [0, 1, 48, 244, 245] {
            let plaintext = [UInt8](repeating: 0x54, count: count)
            let cryptogram = try cryptogram(judge, plaintext)
            #expect(try bench.bytes(bench.library.decrypt(session, cryptogram, .bytes(256))) == plaintext)
            try bench.library.beginDecryption(session, .rsa, key: key)
        }
    }

    @Test(arguments: profiles)
    func keepsThePlaintextForWhoHadTooLittleRoom(profile: String) throws {
        let (bench, session, _, judge) = try begun(profile)
        let plaintext: [UInt8] = Array(1...40)
        let cryptogram = try cryptogram(judge, plaintext)
        guard case .length(let most) = try bench.library.decrypt(session, cryptogram, .lengthOnly) else {
            Issue.record("no length")
            return
        }
        #expect(most >= plaintext.count && most <= 256)
        #expect(bench.card.statistics.privateOperations == [:])
        for room in [0, 39] as [UInt] {
            guard case .tooSmall(needed: 40) = try bench.library.decrypt(session, cryptogram, .bytes(room)) else {
                Issue.record("fits into \(room)")
                return
            }
        }
        #expect(try bench.bytes(bench.library.decrypt(session, cryptogram, .bytes(40))) == plaintext)
        #expect(bench.card.statistics.privateOperations == [.authentication: 1])
        #expect(code { try bench.library.decrypt(session, cryptogram, .bytes(40)) } == .operationNotInitialized)
    }

    @Test(arguments: profiles)
    func keptPlaintextIsForItsOwnCryptogram(profile: String) throws {
        let (bench, session, _, judge) = try begun(profile)
        let (first, second) = (try cryptogram(judge, [1, 1, 1]), try cryptogram(judge, [2]))
        guard case .tooSmall = try bench.library.decrypt(session, first, .bytes(2)) else {
            Issue.record("fits")
            return
        }
        #expect(try bench.bytes(bench.library.decrypt(session, second, .bytes(2))) == [2])
    }

    /// Blocks whose padding is wrong in each way that a decryption oracle could tell apart.
    static let flawed: [[UInt8]] = {
        let full = [UInt8](repeating: 0x5A, count: 253)
        let tail = [0x00] + [UInt8](repeating: 0x5A, count: 13)
        return [
            // The first byte.
            [0x01, 0x02] + full + [0x00],
            // The block of a signature.
            [0x00, 0x01] + [UInt8](repeating: 0xFF, count: 240) + tail,
            // No end of the padding.
            [0x00, 0x02] + full + [0x5A],
            // Seven bytes of it, where eight are the least.
            [0x00, 0x02] + [1, 2, 3, 4, 5, 6, 7, 0x00] + [UInt8](repeating: 0x5A, count: 246),
            // None of it.
            [0x00, 0x02, 0x00] + full,
            // Neither kind.
            [0x00, 0x00] + full + [0x00],
        ]
    }()

    @Test(arguments: profiles, Mode.allCases)
    func tellsOneErrorForEveryPadding(profile: String, mode: Mode) throws {
        let (bench, session, key, judge) = try begun(profile, mode)
        for block in DecryptionTests.flawed {
            #expect(block.count == 256)
            let cryptogram = try #require(judge.encrypted(block))
            #expect(code { try bench.library.decrypt(session, cryptogram, .bytes(256)) } == .encryptedDataInvalid)
            #expect(code { try bench.library.decrypt(session, cryptogram, .bytes(256)) } == .operationNotInitialized)
            try bench.library.beginDecryption(session, .rsa, key: key)
        }
        // No number below the modulus: as wrong as the others.
        let tooLarge = [UInt8](repeating: 0xFF, count: 256)
        #expect(code { try bench.library.decrypt(session, tooLarge, .bytes(256)) } == .encryptedDataInvalid)
    }

    @Test(arguments: profiles, [0, 1, 255, 257, 4096])
    func refusesOtherLengthsWithoutTheCard(profile: String, count: Int) throws {
        let (bench, session, _, _) = try begun(profile)
        bench.exchanges.restart()
        let cryptogram = [UInt8](repeating: 0x11, count: count)
        #expect(code { try bench.library.decrypt(session, cryptogram, .bytes(256)) } == .encryptedDataLengthRange)
        #expect(bench.exchanges.commands == [])
    }

    @Test(arguments: profiles)
    func takesPartsAndGivesTheWhole(profile: String) throws {
        let (bench, session, key, judge) = try begun(profile)
        let cryptogram = try cryptogram(judge, [7, 8, 9])
        for part in [0..<0, 0..<100, 100..<256] { try bench.library.updateDecryption(session, Array(cryptogram[part])) }
        #expect(code { try bench.library.decrypt(session, cryptogram, .bytes(256)) } == .operationNotInitialized)
        #expect(try bench.bytes(bench.library.endDecryption(session, .bytes(256))) == [7, 8, 9])
        try bench.library.beginDecryption(session, .rsa, key: key)
        try bench.library.updateDecryption(session, cryptogram)
        #expect(code { try bench.library.updateDecryption(session, [0]) } == .encryptedDataLengthRange)
        #expect(code { try bench.library.endDecryption(session, .bytes(256)) } == .operationNotInitialized)
    }

    @Test(arguments: profiles, Mode.allCases)
    func encryptsInSoftware(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode)
        let session = try bench.session(pin: "1234")
        let twin = try bench.object(session, "CPS_PUB_AUT")
        let outcome = code { try bench.library.beginEncryption(session, .rsa, key: twin) }
        guard mode != .compat || profile != "cps3-medecin" else {
            #expect(outcome == .keyTypeInconsistent)
            return
        }
        let before = bench.card.statistics.privateOperations
        let cryptogram = try bench.bytes(bench.library.encrypt(session, [1, 2, 3], .bytes(256)))
        #expect(bench.card.statistics.privateOperations == before)
        try bench.library.beginDecryption(session, .rsa, key: bench.object(session, "CPS_PRIV_AUT"))
        #expect(try bench.bytes(bench.library.decrypt(session, cryptogram, .bytes(256))) == [1, 2, 3])
        try bench.library.beginEncryption(session, .rsa, key: twin)
        let long = WipingBytes([UInt8](repeating: 0, count: 246))
        #expect(code { try bench.library.encrypt(session, long, .bytes(256)) } == .dataLengthRange)
    }

    @Test(arguments: profiles)
    func neverOffersTheBareOperation(profile: String) throws {
        for mode in Mode.allCases {
            let bench = try CryptokiBench(profile, mode)
            let session = try bench.session(pin: "1234")
            let key = try bench.object(session, TestKey.authentication.rawValue)
            let mechanism = Mechanism(UInt(CKM_RSA_X_509))
            let refusal: ReturnCode = mode == .compat ? .functionNotSupported : .mechanismInvalid
            #expect(code { try bench.library.beginDecryption(session, mechanism, key: key) } == refusal)
            #expect(code { try bench.library.beginSigning(session, mechanism, key: key) } == refusal)
            let other = try bench.object(session, TestKey.signature.rawValue)
            #expect(code { try bench.library.beginDecryption(session, .rsa, key: other) } == .keyTypeInconsistent)
        }
    }
}

extension Mechanism {
    /// PKCS#1 v1.5 over data of the caller.
    static let rsa = Mechanism(UInt(CKM_RSA_PKCS))
}
