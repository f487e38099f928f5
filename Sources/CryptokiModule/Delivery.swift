// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import Cryptoki
internal import SecretMemory

/// What callers are given (PKCS#11 §5.2: lengths first, then contents).
enum Delivery {
    /// An output of an operation.
    static func deliver(
        _ output: Output, _ buffer: UnsafeMutablePointer<CK_BYTE>?, _ count: UnsafeMutablePointer<CK_ULONG>?
    ) throws(ReturnCode) {
        let count = unsafe try Input.place(count)
        switch output {
        case .length(let length): unsafe count.pointee = CK_ULONG(length)
        case .tooSmall(let needed):
            unsafe count.pointee = CK_ULONG(needed)
            throw .bufferTooSmall
        case .bytes(let bytes):
            unsafe count.pointee = CK_ULONG(bytes.count)
            if let buffer = unsafe buffer { unsafe copy(bytes, to: buffer) }
        }
    }

    /// A list whose length callers ask for first.
    static func deliver<Element>(
        _ list: [Element], _ buffer: UnsafeMutablePointer<Element>?, _ count: UnsafeMutablePointer<CK_ULONG>?
    ) throws(ReturnCode) {
        let count = unsafe try Input.place(count)
        let room = unsafe count.pointee
        unsafe count.pointee = CK_ULONG(list.count)
        guard let buffer = unsafe buffer else { return }
        guard room >= CK_ULONG(list.count) else { throw .bufferTooSmall }
        for index in list.indices { unsafe buffer[index] = list[index] }
    }

    /// A value of an attribute.
    static func deliver(
        _ answer: Result<WipingBytes, ReturnCode>, _ line: UnsafeMutablePointer<CK_ATTRIBUTE>
    ) -> ReturnCode? {
        switch answer {
        case .failure(let code):
            unsafe line.pointee.ulValueLen = CK_UNAVAILABLE_INFORMATION
            return code
        case .success(let value):
            if let buffer = unsafe line.pointee.pValue {
                guard unsafe line.pointee.ulValueLen >= CK_ULONG(value.count) else {
                    unsafe line.pointee.ulValueLen = CK_UNAVAILABLE_INFORMATION
                    return .bufferTooSmall
                }
                unsafe copy(value, to: buffer.assumingMemoryBound(to: CK_BYTE.self))
            }
            unsafe line.pointee.ulValueLen = CK_ULONG(value.count)
            return nil
        }
    }

    static func copy(_ bytes: WipingBytes, to buffer: UnsafeMutablePointer<CK_BYTE>) {
        bytes.withSpan { span in
            for index in span.indices { unsafe buffer[index] = span[index] }
        }
    }

    /// Text in a field of fixed length, without an end mark, cut between characters and padded.
    static func fill<Field>(_ field: inout Field, with text: [UInt8], padding: UInt8 = 0x20) {
        unsafe withUnsafeMutableBytes(of: &field) { bytes in
            var end = min(text.count, bytes.count)
            // A character that does not fit is left out whole: 10xxxxxx goes on with one (RFC 3629 §3).
            while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
            for index in 0..<bytes.count { unsafe bytes[index] = index < end ? text[index] : padding }
        }
    }
}
