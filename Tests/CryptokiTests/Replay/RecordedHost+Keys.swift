// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardCrypto
import CardTesting
import Cryptoki
import SecretMemory
import Testing
import VirtualCards

extension RecordedHost {
    /// C_Sign `KEY [MECHANISM] [INPUT]`; what the driver verified is verified again.
    func sign(_ call: Recording.Call, _ description: String) throws -> ReturnCode {
        if call.name.hasPrefix("pkcs11-tool") { return try signInLargeBuffer(description) }
        var words = description.split(separator: " ").map(String.init)
        let names: [String: TestKey] = ["SIG": .signature, "AUT": .authentication, "TECH": .technical]
        guard let key = names[words.removeFirst()] else { throw UnknownCall(name: call.name) }
        let mechanism: Mechanism
        if let name = words.first, name.hasPrefix("CKM_") {
            guard let known = RecordedHost.mechanisms[name] else { throw UnknownCall(name: call.name) }
            mechanism = known
            words.removeFirst()
        } else {
            // The scenarios of one key leave it out; the file's description has it.
            mechanism = Mechanism(UInt(key == .signature ? CKM_SHA256_RSA_PKCS : CKM_RSA_PKCS))
        }
        guard let input = RecordedHost.input(words.joined(separator: " "), mechanism) else {
            throw UnknownCall(name: call.name)
        }
        let handle = try self.key(key)
        var signature: [UInt8] = []
        let outcome = code {
            try bench.library.beginSigning(session, mechanism, key: handle)
            signature = try bench.bytes(bench.library.sign(session, input, .bytes(256)))
        }
        if outcome == .ok { #expect(try isRight(signature, of: input, key, mechanism)) }
        if call.notes.contains("signature verifies") { #expect(outcome == .ok) }
        return outcome
    }

    /// The data that a recording's words stand for.
    private static func input(_ words: String, _ mechanism: Mechanism) -> [UInt8]? {
        let message = Array("TEST".utf8)
        switch words {
        case "DigestInfo-SHA256": return HashFunction.sha256.digestInfoPrefix + HashFunction.sha256.digest(message)
        case "DigestInfo-SHA1": return HashFunction.sha1.digestInfoPrefix + HashFunction.sha1.digest(message)
        case "bare 32-byte hash", "(hash)": return HashFunction.sha256.digest(message)
        case "35 free bytes": return [UInt8](repeating: 0x46, count: 35)
        case "36 bytes (TLS1.0 md5sha1)": return [UInt8](repeating: 0x54, count: 36)
        case "", "#1", "#2", "#3", "again", "after pin state lost", "after reset by another process", "DigestInfo":
            guard mechanism.type == UInt(CKM_RSA_PKCS) else { return [UInt8](repeating: 0x61, count: 24) }
            return HashFunction.sha256.digestInfoPrefix + HashFunction.sha256.digest(message)
        default:
            guard words.hasSuffix(" bytes"), let count = Int(words.dropLast(6)), (0...4096).contains(count) else {
                return nil
            }
            return [UInt8](repeating: 0x61, count: count)
        }
    }

    private static let mechanisms: [String: Mechanism] = {
        let pss = Mechanism.Parameter.pss(hash: UInt(CKM_SHA256), mask: UInt(CKG_MGF1_SHA256), saltCount: 32)
        return [
            "CKM_RSA_PKCS": Mechanism(UInt(CKM_RSA_PKCS)),
            "CKM_SHA1_RSA_PKCS": Mechanism(UInt(CKM_SHA1_RSA_PKCS)),
            "CKM_SHA256_RSA_PKCS": Mechanism(UInt(CKM_SHA256_RSA_PKCS)),
            "CKM_RSA_PKCS_PSS": Mechanism(UInt(CKM_RSA_PKCS_PSS), pss),
            "CKM_SHA256_RSA_PKCS_PSS": Mechanism(UInt(CKM_SHA256_RSA_PKCS_PSS), pss),
            "CKM_RSA_X_509": Mechanism(UInt(CKM_RSA_X_509)),
        ]
    }()

    private func isRight(
        _ signature: [UInt8], of input: [UInt8], _ key: TestKey, _ mechanism: Mechanism
    ) throws -> Bool {
        let publicKey = try bench.publicKey(key.role)
        switch mechanism.type {
        case UInt(CKM_SHA1_RSA_PKCS):
            return publicKey.verifies(signature, digest: HashFunction.sha1.digest(input), .sha1, .pkcs1)
        case UInt(CKM_SHA256_RSA_PKCS):
            return publicKey.verifies(signature, digest: HashFunction.sha256.digest(input), .sha256, .pkcs1)
        case UInt(CKM_SHA256_RSA_PKCS_PSS):
            return publicKey.verifies(signature, digest: HashFunction.sha256.digest(input), .sha256, .pss)
        case UInt(CKM_RSA_PKCS_PSS): return publicKey.verifies(signature, digest: input, .sha256, .pss)
        default:
            // The signature key is given the DigestInfo of a bare digest; the other keys sign what they are given.
            let isBareDigest = key == .signature && input.count == 32
            let block = isBareDigest ? HashFunction.sha256.digestInfoPrefix + input : input
            return publicKey.verifiesPKCS1(signature, block: block)
        }
    }

    private func signInLargeBuffer(_ description: String) throws -> ReturnCode {
        guard description.hasSuffix("output buffer larger than 256 bytes") else {
            throw UnknownCall(name: description)
        }
        let session = try bench.session(pin: "1234")
        let key = try bench.object(session, TestKey.authentication.rawValue)
        let input = Array("TEST".utf8)
        return code {
            try bench.library.beginSigning(session, Mechanism(UInt(CKM_RSA_PKCS)), key: key)
            try bench.library.updateSigning(session, input)
            let signature = try bench.bytes(bench.library.endSigning(session, .bytes(2048)))
            #expect(try bench.publicKey(.authentication).verifiesPKCS1(signature, block: input))
        }
    }

    /// C_Decrypt `KEY MECHANISM`: the length first, then the plaintext.
    func decrypt(_ description: String) throws -> ReturnCode {
        let words = description.split(separator: " ").map(String.init)
        guard words.count == 2, let mechanism = RecordedHost.mechanisms[words[1]], ["SIG", "AUT"].contains(words[0])
        else { throw UnknownCall(name: "C_Decrypt " + description) }
        let key = try self.key(words[0] == "SIG" ? .signature : .authentication)
        let plaintext = Array("TEST".utf8)
        let cryptogram = try #require(
            try bench.publicKey(.authentication).encryptedPKCS1(WipingBytes(plaintext), random: SystemRandom()))
        return code {
            try bench.library.beginDecryption(session, mechanism, key: key)
            _ = try bench.library.decrypt(session, cryptogram, .lengthOnly)
            #expect(try bench.bytes(bench.library.decrypt(session, cryptogram, .bytes(256))) == plaintext)
        }
    }

    /// C_Encrypt with the authentication key's public half.
    func encrypt(_ description: String) throws -> ReturnCode {
        guard description == "AUT public CKM_RSA_PKCS" else { throw UnknownCall(name: "C_Encrypt " + description) }
        let key = try bench.object(session, CKO_PUBLIC_KEY, .authentication)
        let plaintext = Array("TEST".utf8)
        return code {
            try bench.library.beginEncryption(session, Mechanism(UInt(CKM_RSA_PKCS)), key: key)
            let cryptogram = try bench.bytes(bench.library.encrypt(session, WipingBytes(plaintext), .bytes(256)))
            #expect(cryptogram.count == 256)
        }
    }
}

extension TestKey {
    /// The card's name for it.
    var role: CardKeyRole {
        switch self {
        case .signature: .signature
        case .authentication: .authentication
        case .technical: .technical
        }
    }
}
