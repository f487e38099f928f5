// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
public import SecretMemory

/// A private key for Ed25519 (RFC 8032 §5.1), for what a machine of ours signs; no card of ours has one.
///
/// It uses libcrypto's default context: not for what is loaded into other programs. The seed stays in wiped memory;
/// libcrypto gets it for the time of one signature, and clears its own copy.
public final class Ed25519PrivateKey: Sendable {
    private let seed: SecretBytes
    /// Its public half, 32 bytes.
    public let publicKey: Ed25519PublicKey

    /// Bytes of a seed.
    public static let seedCount = 32

    /// From a seed of 32 bytes.
    public init(seed: consuming SecretBytes) throws(CryptoError) {
        guard seed.count == Ed25519PrivateKey.seedCount else { throw .key("Ed25519 seed") }
        var bytes = [UInt8](repeating: 0, count: Ed25519PublicKey.count)
        try unsafe Ed25519PrivateKey.withKey(seed) { key throws(CryptoError) in
            var count = bytes.count
            guard unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == bytes.count else {
                throw .library("EVP_PKEY_get_raw_public_key")
            }
        }
        publicKey = try Ed25519PublicKey(bytes)
        self.seed = seed
    }

    /// The signature of a message, 64 bytes; the same every time.
    public func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Ed25519PublicKey.signatureCount)
        try unsafe Ed25519PrivateKey.withKey(seed) { key throws(CryptoError) in
            let context = unsafe EVP_MD_CTX_new()
            defer { unsafe EVP_MD_CTX_free(context) }
            var count = signature.count
            guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
                unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
                count == signature.count
            else {
                ERR_clear_error()
                throw .library("EVP_DigestSign")
            }
        }
        return signature
    }

    private static func withKey(
        _ seed: borrowing SecretBytes, _ body: (OpaquePointer) throws(CryptoError) -> Void
    ) throws(CryptoError) {
        let key: OpaquePointer? = unsafe seed.withSpan { span in
            unsafe span.withUnsafeBufferPointer {
                unsafe EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, $0.baseAddress, $0.count)
            }
        }
        guard let key = unsafe key else {
            ERR_clear_error()
            throw .key("Ed25519 seed")
        }
        defer { unsafe EVP_PKEY_free(key) }
        try unsafe body(key)
    }
}

/// A public key for Ed25519.
public struct Ed25519PublicKey: Hashable, Sendable {
    /// As RFC 8032 §5.1.5 encodes it, 32 bytes.
    public let bytes: [UInt8]

    static let count = 32
    static let signatureCount = 64
    /// SubjectPublicKeyInfo up to the key (RFC 8410 §4): the algorithm 1.3.101.112 without parameters.
    private static let header: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    /// From 32 bytes.
    public init(_ bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count == Ed25519PublicKey.count else { throw .key("Ed25519 public key") }
        self.bytes = bytes
    }

    /// From a SubjectPublicKeyInfo in DER (RFC 8410 §4).
    public init(der: [UInt8]) throws(CryptoError) {
        guard der.starts(with: Ed25519PublicKey.header) else { throw .key("Ed25519 public key") }
        try self.init(Array(der.dropFirst(Ed25519PublicKey.header.count)))
    }

    /// Its SubjectPublicKeyInfo in DER (RFC 8410 §4).
    public var der: [UInt8] { Ed25519PublicKey.header + bytes }

    /// Whether `signature` is one of `message` under this key; false also for what is no signature or no key at all.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == Ed25519PublicKey.signatureCount else { return false }
        let key = unsafe EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, bytes, bytes.count)
        let context = unsafe EVP_MD_CTX_new()
        defer {
            unsafe EVP_MD_CTX_free(context)
            unsafe EVP_PKEY_free(key)
            ERR_clear_error()
        }
        guard unsafe key != nil else { return false }
        return unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
