// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
public import SecretMemory

/// Message authentication by SHA-256 (RFC 2104).
///
/// It uses libcrypto's default context: not for what is loaded into other programs.
public enum HMAC {
    /// The whole code, 32 bytes, under a key of any length.
    public static func sha256(_ message: [UInt8], key: borrowing SecretBytes) throws(CryptoError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: HashFunction.sha256.digestCount)
        var count = 0
        let isDone = key.withSpan { span in
            unsafe span.withUnsafeBufferPointer { bytes in
                unsafe EVP_Q_mac(
                    nil, "HMAC", nil, "SHA256", nil, bytes.baseAddress, bytes.count, message, message.count, &code,
                    code.count, &count) != nil
            }
        }
        guard isDone, count == code.count else {
            ERR_clear_error()
            throw .library("EVP_Q_mac")
        }
        return code
    }
}
