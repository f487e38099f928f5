// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardCrypto
import Cryptoki
import Foundation
import ISO7816
import ModuleSettings
import Testing
import VirtualCards

/// Signatures of every mechanism, judged by our own arithmetic, by C_Verify and by the openssl command line.
@Suite struct SignatureTests {
    typealias Mode = ModuleSettings.Mode

    /// A mechanism with a key that it works with.
    struct Case: Sendable, CustomTestStringConvertible {
        let profile: String
        var isContactless = false
        let key: TestKey
        let mechanism: MechanismType
        let hash: HashFunction
        var isPSS = false

        var testDescription: String { "\(profile) \(key.rawValue) \(String(mechanism, radix: 16)) \(hash.rawValue)" }

        var parameter: Mechanism.Parameter {
            guard isPSS else { return .none }
            return hash == .sha1
                ? .pss(hash: UInt(CKM_SHA_1), mask: UInt(CKG_MGF1_SHA1), saltCount: 20)
                : .pss(hash: UInt(CKM_SHA256), mask: UInt(CKG_MGF1_SHA256), saltCount: 32)
        }
        /// Whether the mechanism hashes, so that the caller hands over the message.
        var takesMessage: Bool { mechanism != UInt(CKM_RSA_PKCS) && mechanism != UInt(CKM_RSA_PKCS_PSS) }

        func input(_ message: [UInt8]) -> [UInt8] {
            if takesMessage { return message }
            return (isPSS ? [] : hash.digestInfoPrefix) + hash.digest(message)
        }
    }

    static let cases: [Case] = {
        let hashing: [(HashFunction, Int)] = [
            (.sha1, Int(CKM_SHA1_RSA_PKCS)), (.sha256, Int(CKM_SHA256_RSA_PKCS)), (.sha384, Int(CKM_SHA384_RSA_PKCS)),
            (.sha512, Int(CKM_SHA512_RSA_PKCS)),
        ]
        var found: [Case] = []
        for profile in ["cps3-medecin", "cps4-medecin", "cps4-t0"] {
            for key in [TestKey.signature, .authentication] {
                for (hash, type) in hashing where key == .authentication || hash == .sha1 || hash == .sha256 {
                    found.append(Case(profile: profile, key: key, mechanism: UInt(type), hash: hash))
                    found.append(Case(profile: profile, key: key, mechanism: UInt(CKM_RSA_PKCS), hash: hash))
                }
                guard profile != "cps3-medecin" else { continue }
                for (hash, type) in [(HashFunction.sha1, CKM_SHA1_RSA_PKCS_PSS), (.sha256, CKM_SHA256_RSA_PKCS_PSS)] {
                    for mechanism in [UInt(type), UInt(CKM_RSA_PKCS_PSS)] {
                        found.append(Case(profile: profile, key: key, mechanism: mechanism, hash: hash, isPSS: true))
                    }
                }
            }
        }
        for (hash, type) in hashing {
            found.append(
                Case(
                    profile: "cps3-medecin", isContactless: true, key: .technical, mechanism: UInt(type), hash: hash))
        }
        return found
    }()

    @Test(arguments: cases)
    func everyJudgeAgrees(_ test: Case) throws {
        let bench = try CryptokiBench(test.profile, contactless: test.isContactless)
        let session = try bench.session(pin: test.isContactless ? nil : "1234")
        let mechanism = Mechanism(test.mechanism, test.parameter)
        let publicKey = try bench.publicKey(test.key.role)
        let handle = try bench.object(session, CKO_PUBLIC_KEY, test.key)
        for count in [1, 63, 64, 65, 1000] {
            let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let signature = try bench.sign(session, test.key, mechanism, test.input(message))
            let digest = test.hash.digest(message)
            #expect(publicKey.verifies(signature, digest: digest, test.hash, test.isPSS ? .pss : .pkcs1))
            try bench.library.beginVerification(session, mechanism, key: handle)
            #expect(code { try bench.library.verify(session, test.input(message), signature) } == .ok)
            var wrong = signature
            wrong[100] ^= 1
            try bench.library.beginVerification(session, mechanism, key: handle)
            #expect(code { try bench.library.verify(session, test.input(message), wrong) } == .signatureInvalid)
        }
    }

    @Test(arguments: cases)
    func partsMakeAWhole(_ test: Case) throws {
        let bench = try CryptokiBench(test.profile, contactless: test.isContactless)
        let session = try bench.session(pin: test.isContactless ? nil : "1234")
        let mechanism = Mechanism(test.mechanism, test.parameter)
        let message: [UInt8] = Array(0..<200)
        let input = test.input(message)
        try bench.library.beginSigning(session, mechanism, key: bench.object(session, test.key.rawValue))
        for cut in [0..<0, 0..<1, 1..<input.count] { try bench.library.updateSigning(session, Array(input[cut])) }
        #expect(code { try bench.library.sign(session, [], .bytes(256)) } == .operationNotInitialized)
        guard case .length(256) = try bench.library.endSigning(session, .lengthOnly),
            case .tooSmall(needed: 256) = try bench.library.endSigning(session, .bytes(255))
        else {
            Issue.record("no length")
            return
        }
        let signature = try bench.bytes(bench.library.endSigning(session, .bytes(300)))
        let digest = test.hash.digest(message)
        let judge = try bench.publicKey(test.key.role)
        #expect(judge.verifies(signature, digest: digest, test.hash, test.isPSS ? .pss : .pkcs1))
        #expect(code { try bench.library.endSigning(session, .bytes(256)) } == .operationNotInitialized)
        try bench.library.beginVerification(session, mechanism, key: bench.object(session, CKO_PUBLIC_KEY, test.key))
        for byte in input { try bench.library.updateVerification(session, [byte]) }
        #expect(code { try bench.library.endVerification(session, signature) } == .ok)
    }

    @Test(arguments: [
        Case(profile: "cps3-medecin", key: .signature, mechanism: UInt(CKM_SHA256_RSA_PKCS), hash: .sha256),
        Case(profile: "cps3-medecin", key: .authentication, mechanism: UInt(CKM_SHA512_RSA_PKCS), hash: .sha512),
        Case(profile: "cps4-medecin", key: .authentication, mechanism: UInt(CKM_RSA_PKCS), hash: .sha256),
        Case(
            profile: "cps4-medecin", key: .signature, mechanism: UInt(CKM_SHA256_RSA_PKCS_PSS), hash: .sha256,
            isPSS: true),
    ])
    func opensslAgrees(_ test: Case) throws {
        let bench = try CryptokiBench(test.profile)
        let session = try bench.session(pin: "1234")
        let message = Array("Feuille de soins TEST".utf8)
        let signature = try bench.sign(
            session, test.key, Mechanism(test.mechanism, test.parameter), test.input(message))
        let certificate = try bench.value(
            session, bench.object(session, CKO_CERTIFICATE, test.key), CKA_VALUE)
        let folder = try TestFolder(["message": message, "signature": signature, "certificate": certificate])
        #expect(try folder.openssl("x509 -inform DER -in certificate -noout -pubkey -out key.pem"))
        let padding = test.isPSS ? " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest" : ""
        let command = "dgst -\(test.hash.rawValue) -verify key.pem -signature signature" + padding + " "
        #expect(try folder.openssl(command + "message"))
        #expect(try !folder.openssl(command + "certificate"))
    }
}
