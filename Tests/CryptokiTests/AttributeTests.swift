// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardCrypto
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCards

/// Attributes by mode: what the standard has, what the established middleware leaves out, and what is never told.
@Suite struct AttributeTests {
    typealias Mode = ModuleSettings.Mode
    static let modes = Mode.allCases

    private func answer(
        _ bench: CryptokiBench, _ session: SessionHandle, _ object: ObjectHandle, _ type: some BinaryInteger
    ) throws -> ReturnCode {
        let answers = try bench.library.attributes(session, object, [.init(UInt(type), lengthOnly: false)])
        if case .failure(let code) = answers[0] { return code }
        return .ok
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"], modes)
    func tellsNoSecretOfKeys(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode)
        let session = try bench.session(pin: "1234")
        for label in ["CPS_PRIV_SIG", "CPS_PRIV_AUT"] {
            let key = try bench.object(session, label)
            let secret = [
                CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT,
            ]
            for type in secret { #expect(try answer(bench, session, key, type) == .attributeSensitive) }
            for type in [CKA_SENSITIVE, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE, CKA_LOCAL, CKA_SIGN] {
                #expect(try bench.value(session, key, type) == [1])
            }
            for type in [CKA_EXTRACTABLE, CKA_DERIVE, CKA_SIGN_RECOVER] {
                #expect(try bench.value(session, key, type) == [0])
            }
            #expect(try bench.value(session, key, CKA_DECRYPT) == [label == "CPS_PRIV_AUT" ? 1 : 0])
        }
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"], modes)
    func tellsPublicHalves(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode)
        let session = try bench.session(pin: "1234")
        for (key, suffix) in [(TestKey.signature, "SIG"), (.authentication, "AUT")] {
            let wanted = try RSAPrivateKey(pem: #require(bench.card.profile.keys[key.role]).pem).publicKey
            for label in ["CPS_PRIV_" + suffix, "CPS_PUB_" + suffix] {
                let object = try bench.object(session, label)
                #expect(try bench.value(session, object, CKA_MODULUS) == wanted.modulus)
                #expect(try bench.value(session, object, CKA_PUBLIC_EXPONENT) == wanted.exponent)
            }
            let object = try bench.object(session, "CPS_PUB_" + suffix)
            #expect(try bench.value(session, object, CKA_MODULUS_BITS) == CryptokiBench.bytes(2048))
            // RSAPublicKey (RFC 8017 §A.1.1), where only the established middleware has it.
            let encoding = "3082010A0282010100" + wanted.modulus.hexadecimal + "0203" + wanted.exponent.hexadecimal
            if mode == .compat {
                #expect(try bench.value(session, object, CKA_VALUE).hexadecimal == encoding)
            } else {
                #expect(try answer(bench, session, object, CKA_VALUE) == .attributeTypeInvalid)
            }
        }
    }

    @Test(arguments: modes)
    func addsWhatCompatModeLeavesOut(mode: Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode)
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, "CPS_PRIV_SIG")
        let certificate = try bench.object(session, "Certificat de Signature CPS")
        let subject = try bench.value(session, certificate, CKA_SUBJECT)
        #expect(subject.first == 0x30)
        let uniqueIdentifier: UInt = 0x04
        if mode == .compat {
            for type in [CKA_ALWAYS_AUTHENTICATE, CKA_ALLOWED_MECHANISMS, CKA_WRAP_WITH_TRUSTED, CKA_COPYABLE] {
                #expect(try answer(bench, session, key, type) == .attributeTypeInvalid)
            }
            #expect(try answer(bench, session, key, uniqueIdentifier) == .attributeTypeInvalid)
            #expect(try answer(bench, session, certificate, CKA_CERTIFICATE_CATEGORY) == .attributeTypeInvalid)
            for type in [CKA_SUBJECT, CKA_START_DATE, CKA_END_DATE] {
                #expect(try bench.value(session, key, type) == [])
            }
        } else {
            #expect(try bench.value(session, key, CKA_ALWAYS_AUTHENTICATE) == [mode == .strict ? 1 : 0])
            let authentication = try bench.object(session, "CPS_PRIV_AUT")
            #expect(try bench.value(session, authentication, CKA_ALWAYS_AUTHENTICATE) == [0])
            #expect(try bench.value(session, key, CKA_SUBJECT) == subject)
            #expect(try bench.value(session, certificate, CKA_CERTIFICATE_CATEGORY) == CryptokiBench.bytes(1))
            let dates = try [CKA_START_DATE, CKA_END_DATE].map { try bench.text(session, key, $0) }
            #expect(dates.allSatisfy { $0.count == 8 && $0.allSatisfy(\.isNumber) } && dates[0] < dates[1])
            let names = try bench.find(session).map { try bench.value(session, $0, uniqueIdentifier) }
            #expect(Set(names).count == names.count)
        }
    }

    @Test(arguments: [("cps3-medecin", 3, 5), ("cps4-medecin", 6, 8)])
    func listsMechanismsOfKeys(profile: String, signature: Int, authentication: Int) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session(pin: "1234")
        for (label, count) in [("CPS_PRIV_SIG", signature), ("CPS_PRIV_AUT", authentication)] {
            let key = try bench.object(session, label)
            let list = try bench.value(session, key, CKA_ALLOWED_MECHANISMS)
            #expect(list.count == count * MemoryLayout<UInt>.size, "\(label)")
        }
    }

    @Test func answersTheRestBesideWhatItRefuses() throws {
        let bench = try CryptokiBench("cps3-medecin")
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, "CPS_PRIV_AUT")
        let types = [UInt(CKA_LABEL), UInt(CKA_PRIME_1), UInt(CKA_ID), UInt(CKA_VALUE), 0x8000_0001, UInt(CKA_SIGN)]
        let answers = try bench.library.attributes(session, key, types.map { .init($0, lengthOnly: false) })
        let codes = answers.map { answer in if case .failure(let code) = answer { code } else { ReturnCode.ok } }
        #expect(codes == [.ok, .attributeSensitive, .ok, .attributeTypeInvalid, .attributeTypeInvalid, .ok])
        #expect(try bench.library.attributes(session, key, []).isEmpty)
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"], modes)
    func letsOnlyListedPublicKeysEncrypt(profile: String, mode: Mode) throws {
        let bench = try CryptokiBench(profile, mode)
        let session = try bench.session()
        let key = try bench.object(session, "CPS_PUB_AUT")
        // A CPS3 whose directory does not say that the key encrypts: the established middleware refuses.
        let refuses = mode == .compat && profile == "cps3-medecin"
        #expect(try bench.value(session, key, CKA_ENCRYPT) == [refuses ? 0 : 1])
        #expect(try bench.value(session, key, CKA_VERIFY) == [1])
    }

    @Test(arguments: ["cps3-medecin", "cps4-medecin"])
    func readsCertificatesAndData(profile: String) throws {
        let bench = try CryptokiBench(profile)
        let session = try bench.session()
        let certificate = try bench.object(session, "Certificat d'Authentification CPS")
        let wanted = try #require(bench.card.profile.keys[.authentication]).certificate
        #expect(try bench.value(session, certificate, CKA_VALUE) == wanted)
        #expect(try bench.value(session, certificate, CKA_SERIAL_NUMBER).first == 0x02)
        #expect(try bench.value(session, certificate, CKA_ISSUER).first == 0x30)
        let name = try bench.object(session, "CPS_NAME_PS")
        #expect(try bench.text(session, name, CKA_APPLICATION) == "CPS")
        #expect(try bench.value(session, name, CKA_VALUE).first == 0xE4)
        #expect(try bench.value(session, name, CKA_MODIFIABLE) == [0])
    }

    @Test(arguments: modes)
    func tellsSizesExceptInCompatMode(mode: Mode) throws {
        let bench = try CryptokiBench("cps4-medecin", mode)
        let session = try bench.session()
        let key = try bench.object(session, "CPS_PUB_SIG")
        let name = try bench.object(session, "CPS_NAME_PS")
        if mode == .compat {
            #expect(code { try bench.library.objectSize(session, key) } == .functionNotSupported)
        } else {
            #expect(try bench.library.objectSize(session, key) == 256)
            #expect(try bench.library.objectSize(session, name) == UInt(bench.value(session, name, CKA_VALUE).count))
        }
    }
}
