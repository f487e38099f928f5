// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
internal import SecretMemory

/// An RSA private key held by libcrypto: for virtual cards and tests; the host never has one.
///
/// The one part of this room that starts the default library context, which reads the configuration of the process: not
/// for libraries that others load.
@safe
public final class RSAPrivateKey {
    private let key: OpaquePointer
    /// Its public half.
    public let publicKey: RSAPublicKey

    /// Reads PKCS#8 or PKCS#1 in PEM.
    public init(pem: some Collection<UInt8>) throws(CryptoError) {
        let text = WipingBytes(pem)
        let read = unsafe text.withContiguousStorageIfAvailable { bytes -> OpaquePointer? in
            let source = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer { unsafe BIO_free(source) }
            // No password is ever asked for: libcrypto would otherwise prompt on the terminal.
            return unsafe PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
        }
        guard case .some(.some(let read)) = unsafe read else { throw .key("PEM private key") }
        unsafe key = read
        do {
            publicKey = try unsafe RSAPrivateKey.publicHalf(read)
        } catch {
            unsafe EVP_PKEY_free(read)
            throw error
        }
    }

    deinit {
        unsafe EVP_PKEY_free(key)
    }

    /// The raw private operation on a block as long as the modulus (blinded by libcrypto).
    public func decrypted(_ block: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard block.count == publicKey.count else { throw .input("RSA block length") }
        let context = unsafe EVP_PKEY_CTX_new(key, nil)
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var result = [UInt8](repeating: 0, count: publicKey.count)
        var count = result.count
        guard unsafe EVP_PKEY_decrypt_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) == 1,
            unsafe EVP_PKEY_decrypt(context, &result, &count, block, block.count) == 1, count == result.count
        else {
            ERR_clear_error()
            throw .library("EVP_PKEY_decrypt")
        }
        return result
    }

    /// A PKCS#1 v1.5 signature over a ready block (DigestInfo or other data).
    public func signedPKCS1(_ data: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let block = PKCS1.signatureBlock(data, count: publicKey.count) else { throw .input("too long to pad") }
        return try decrypted(block)
    }

    /// A PSS signature with a salt of the digest's length.
    public func signedPSS(
        digest: [UInt8], _ function: HashFunction, random: any RandomSource
    ) throws(CryptoError) -> [UInt8] {
        try decrypted(
            PSS.encode(
                digest: digest,
                function,
                salt: random.bytes(function.digestCount),
                modulusBits: publicKey.modulusBits
            )
        )
    }

    private static func publicHalf(_ key: OpaquePointer) throws(CryptoError) -> RSAPublicKey {
        func number(_ name: String) throws(CryptoError) -> [UInt8] {
            var value: OpaquePointer?
            guard unsafe EVP_PKEY_get_bn_param(key, name, &value) == 1 else { throw .key("not an RSA key") }
            defer { unsafe BN_free(value) }
            var bytes = [UInt8](repeating: 0, count: Int(unsafe BN_num_bits(value) + 7) / 8)
            unsafe BN_bn2bin(value, &bytes)
            return bytes
        }
        return try RSAPublicKey(modulus: number("n"), exponent: number("e"))
    }
}
