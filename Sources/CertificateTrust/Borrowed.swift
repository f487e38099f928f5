// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Copies of what libcrypto lends by pointer; every pointer may be nil, nothing is kept.
///
/// The error queue of the thread belongs to the host as well: callers set a mark before libcrypto may fail and pop to
/// it afterwards, so that what the host left there stays and what we caused goes.
enum Borrowed {
    /// The octets of an ASN.1 string.
    static func bytes(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8]? {
        guard let string = unsafe string, let start = unsafe ASN1_STRING_get0_data(string) else { return nil }
        let count = unsafe Int(ASN1_STRING_length(string))
        guard count >= 0 else { return nil }
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }

    /// An ASN.1 character string, whatever its type, as text.
    static func text(_ string: UnsafePointer<ASN1_STRING>?) -> String? {
        var converted: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&converted, string)
        guard count >= 0, let start = unsafe converted else { return nil }
        defer { unsafe CRYPTO_free(start, nil, 0) }
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    /// An object identifier in dotted decimal; nil when it is longer than any in use.
    static func oid(_ object: OpaquePointer?) -> String? {
        guard let object = unsafe object else { return nil }
        var text = [CChar](repeating: 0, count: 128)
        let count = unsafe Int(OBJ_obj2txt(&text, Int32(text.count), object, 1))
        guard count > 0, count < text.count else { return nil }
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A time in seconds since 1970-01-01T00:00:00Z.
    static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        guard let time = unsafe time else { return nil }
        // Without a start libcrypto would count from the present.
        guard let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
        defer { unsafe ASN1_STRING_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
        return Int64(days) * 86_400 + Int64(seconds)
    }

    /// What an `i2d_` function writes.
    static func der(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]? {
        let count = Int(encode(nil))
        guard count > 0 else { return nil }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            var target = buffer.baseAddress
            used = unsafe max(0, min(count, Int(encode(&target))))
        }
        return bytes.count == count ? bytes : nil
    }

    /// What a `d2i_` function reads at the start of `bytes`, and how many of them it used.
    static func decoded(
        _ bytes: [UInt8], _ decode: (inout UnsafePointer<UInt8>?, Int) -> OpaquePointer?
    ) -> (object: OpaquePointer, used: Int)? {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            guard let start = unsafe position, let object = unsafe decode(&position, buffer.count) else { return nil }
            return unsafe (object, position.map { unsafe $0 - start } ?? 0)
        }
    }

    /// The elements of a `STACK_OF`.
    static func elements(_ stack: OpaquePointer?) -> [UnsafeMutableRawPointer] {
        let count = max(0, unsafe OPENSSL_sk_num(stack))
        return unsafe (0..<count).compactMap { unsafe OPENSSL_sk_value(stack, $0) }
    }

    /// Two hexadecimal digits.
    static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
