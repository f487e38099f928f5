// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
internal import SecretMemory

/// Modular exponentiation with public exponents.
enum BigNumber {
    /// base^exponent mod modulus, as long as the modulus; nil unless base < modulus.
    ///
    /// The base may be a secret that is being encrypted: what is derived from it is cleared.
    static func power(_ base: WipingBytes, _ exponent: [UInt8], _ modulus: [UInt8]) -> [UInt8]? {
        let context = unsafe BN_CTX_new()
        defer { unsafe BN_CTX_free(context) }
        func number(_ bytes: [UInt8]) -> OpaquePointer? { unsafe BN_bin2bn(bytes, Int32(bytes.count), nil) }
        let (exponent, odd) = unsafe (number(exponent), number(modulus))
        let base: OpaquePointer? = unsafe base.withSpan { span in
            unsafe span.withUnsafeBufferPointer { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), nil) }
        }
        let result = unsafe BN_new()
        defer {
            unsafe BN_clear_free(base)
            unsafe BN_free(exponent)
            unsafe BN_free(odd)
            unsafe BN_free(result)
        }
        guard unsafe BN_cmp(base, odd) < 0, unsafe BN_is_odd(odd) == 1,
            unsafe BN_mod_exp(result, base, exponent, odd, context) == 1
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: modulus.count)
        guard unsafe BN_bn2binpad(result, &bytes, Int32(bytes.count)) == Int32(bytes.count) else { return nil }
        return bytes
    }
}
