// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
import CardCrypto
import Glibc
import SecretMemory
import Testing

/// What a library does to the process that loads it: a host's libcrypto is left as it is.
///
/// A host may load us while it reads its OpenSSL configuration; whoever starts libcrypto there waits for itself.
@Suite struct HostProcessTests {
    /// Everything that a host of ours needs of libcrypto.
    static func useEverything() throws {
        for function in HashFunction.allCases {
            var hash = MessageHash(function)
            hash.update([UInt8](repeating: 1, count: 200))
            _ = hash.unfinished
            guard hash.digest() == function.digest([UInt8](repeating: 1, count: 200)) else { throw Flaw.wrongResult }
        }
        guard try PartialHash(.sha256, of: [UInt8](repeating: 1, count: 64)).finished(with: []).count == 32 else {
            throw Flaw.wrongResult
        }
        let key = try RSAPublicKey(modulus: [UInt8](repeating: 0xC3, count: 256), exponent: [1, 0, 1])
        let random = SystemRandom()
        let block = try [0] + random.bytes(255)
        let digest = HashFunction.sha256.digest(block)
        guard key.encrypted(block) != nil, !key.verifies(block, digest: digest, .sha256, .pkcs1),
            !key.verifies(block, digest: digest, .sha256, .pss)
        else { throw Flaw.wrongResult }
        guard try key.encryptedPKCS1(WipingBytes([1, 2, 3]), random: random) != nil,
            PKCS1.encryptedContent(WipingBytes(block)) == nil, !key.hasROCAFingerprint
        else { throw Flaw.wrongResult }
        let secret = SecretBytes(copying: block.span)
        guard secret.isEqual(to: secret.duplicate()), WipingBytes(block).count == 256 else { throw Flaw.wrongResult }
    }

    enum Flaw: Error { case wrongResult }

    static func configure(_ name: String) {
        let fixtures = "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/OpenSSL"
        unsafe setenv("OPENSSL_CONF", "/" + fixtures + "/" + name, 1)
    }

    /// The configuration is read at most once: a poisoned one is met only if none was read before.
    @Test(arguments: [false, true]) func readsNoConfiguration(isControl: Bool) async {
        await #expect(processExitsWith: .exitCode(isControl ? 8 : 7)) { [isControl] in
            Self.configure("empty.cnf")
            var byte: UInt8 = 0
            if isControl { unsafe RAND_bytes(&byte, 1) }
            try Self.useEverything()
            Self.configure("poisoned.cnf")
            exit(OPENSSL_init_crypto(UInt64(OPENSSL_INIT_LOAD_CONFIG), nil) == 1 ? 8 : 7)
        }
    }

    @Test(arguments: [false, true]) func installsNoExitHandler(isControl: Bool) async {
        await #expect(processExitsWith: .exitCode(isControl ? 8 : 7)) { [isControl] in
            var byte: UInt8 = 0
            if isControl { unsafe RAND_bytes(&byte, 1) }
            try Self.useEverything()
            // Called by libcrypto's own exit handler only.
            OPENSSL_atexit { _exit(8) }
            exit(7)
        }
    }
}
