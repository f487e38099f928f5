// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
public import SecretMemory

/// A block cipher under one key, block by block and in cipher block chaining, without any padding of its own.
///
/// It uses libcrypto's default context: not for what is loaded into other programs.
@safe
public final class BlockCipher {
    /// Ciphers of the cards.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        case aes128, aes192, aes256
        /// Triple DES with two keys; with two equal halves it is single DES.
        case tripleDES2Keys
        /// Triple DES with three keys.
        case tripleDES3Keys

        /// Bytes of a key.
        public var keyCount: Int {
            switch self {
            case .aes128, .tripleDES2Keys: 16
            case .aes192, .tripleDES3Keys: 24
            case .aes256: 32
            }
        }

        /// Bytes of a block.
        public var blockCount: Int {
            switch self {
            case .aes128, .aes192, .aes256: 16
            case .tripleDES2Keys, .tripleDES3Keys: 8
            }
        }
    }

    /// Which cipher.
    public let algorithm: Algorithm
    private let encryption: OpaquePointer
    private let decryption: OpaquePointer

    /// Under a key of the algorithm's length.
    ///
    /// - Throws: ``CryptoError/key(_:)`` for another length.
    public init(_ algorithm: Algorithm, key: WipingBytes) throws(CryptoError) {
        guard key.count == algorithm.keyCount else { throw .key("\(algorithm.rawValue): length") }
        guard let encryption = unsafe EVP_CIPHER_CTX_new() else { throw .library("EVP_CIPHER_CTX_new") }
        guard let decryption = unsafe EVP_CIPHER_CTX_new() else {
            unsafe EVP_CIPHER_CTX_free(encryption)
            throw .library("EVP_CIPHER_CTX_new")
        }
        self.algorithm = algorithm
        unsafe self.encryption = encryption
        unsafe self.decryption = decryption
        let cipher = unsafe BlockCipher.cipher(algorithm)
        let isReady = key.withSpan { span in
            unsafe span.withUnsafeBufferPointer { bytes in
                unsafe EVP_CipherInit_ex(encryption, cipher, nil, bytes.baseAddress, nil, 1) == 1
                    && EVP_CipherInit_ex(decryption, cipher, nil, bytes.baseAddress, nil, 0) == 1
            }
        }
        guard isReady, unsafe EVP_CIPHER_CTX_set_padding(encryption, 0) == 1,
            unsafe EVP_CIPHER_CTX_set_padding(decryption, 0) == 1
        else { throw .library("EVP_CipherInit_ex") }
    }

    deinit {
        // Both wipe their key schedule.
        unsafe EVP_CIPHER_CTX_free(encryption)
        unsafe EVP_CIPHER_CTX_free(decryption)
    }

    private static func cipher(_ algorithm: Algorithm) -> OpaquePointer? {
        switch algorithm {
        case .aes128: unsafe EVP_aes_128_ecb()
        case .aes192: unsafe EVP_aes_192_ecb()
        case .aes256: unsafe EVP_aes_256_ecb()
        case .tripleDES2Keys: unsafe EVP_des_ede_ecb()
        case .tripleDES3Keys: unsafe EVP_des_ede3_ecb()
        }
    }

    /// Bytes of a block.
    public var blockCount: Int { algorithm.blockCount }

    /// Encrypts whole blocks, each by itself.
    public func encrypt(_ blocks: WipingBytes) throws(CryptoError) -> WipingBytes {
        try unsafe transform(blocks, encryption)
    }

    /// Decrypts whole blocks, each by itself.
    public func decrypt(_ blocks: WipingBytes) throws(CryptoError) -> WipingBytes {
        try unsafe transform(blocks, decryption)
    }

    private func transform(_ blocks: WipingBytes, _ context: OpaquePointer) throws(CryptoError) -> WipingBytes {
        guard blocks.count.isMultiple(of: blockCount) else { throw .input("broken block") }
        return try WipingBytes(count: blocks.count) { (target) throws(CryptoError) in
            var count: Int32 = 0
            let isDone = blocks.withSpan { source in
                unsafe source.withUnsafeBufferPointer { input in
                    unsafe target.withUnsafeMutableBufferPointer { output in
                        unsafe EVP_CipherUpdate(
                            context, output.baseAddress, &count, input.baseAddress, Int32(input.count)) == 1
                    }
                }
            }
            guard isDone, Int(count) == blocks.count else { throw .library("EVP_CipherUpdate") }
        }
    }
}
