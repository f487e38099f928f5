// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// A key or a PIN: one owner, never copied, wiped on release, compared in constant time, never printed.
@safe
public struct SecretBytes: ~Copyable, @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer

    /// Makes `count` zeroed bytes and lets `fill` write them; `fill` returns how many it used (the rest is dropped).
    public init<E: Error>(
        capacity: Int,
        filledBy fill: (inout MutableSpan<UInt8>) throws(E) -> Int
    ) throws(E) {
        let whole = UnsafeMutableRawBufferPointer.allocate(byteCount: Swift.max(capacity, 1), alignment: 1)
        unsafe whole.initializeMemory(as: UInt8.self, repeating: 0)
        var span = unsafe MutableSpan(_unsafeElements: whole.assumingMemoryBound(to: UInt8.self))
        let used: Int
        do {
            used = try fill(&span)
        } catch {
            unsafe wipe(whole)
            unsafe whole.deallocate()
            throw error
        }
        unsafe memory = UnsafeMutableRawBufferPointer(rebasing: whole[0..<Swift.min(Swift.max(used, 0), capacity)])
    }

    /// Copies bytes that already exist elsewhere; the caller still owns, and wipes, the source.
    public init(copying bytes: Span<UInt8>) {
        self.init(capacity: bytes.count) { target in
            for index in 0..<bytes.count { target[index] = bytes[index] }
            return bytes.count
        }
    }

    /// A second owner of the same content, said explicitly.
    public borrowing func duplicate() -> SecretBytes {
        SecretBytes(capacity: count) { target in
            withSpan { source in
                for index in 0..<source.count { target[index] = source[index] }
            }
            return count
        }
    }

    /// Number of bytes.
    public var count: Int { unsafe memory.count }

    /// Lends the bytes for the time of a call.
    public borrowing func withSpan<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        try body(unsafe Span(_unsafeElements: UnsafeBufferPointer(memory.assumingMemoryBound(to: UInt8.self))))
    }

    /// Compares with another secret without telling where they differ.
    public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
        guard unsafe memory.count == other.memory.count else { return false }
        guard let left = unsafe memory.baseAddress, let right = unsafe other.memory.baseAddress else { return true }
        return unsafe CRYPTO_memcmp(left, right, memory.count) == 0
    }

    deinit {
        unsafe wipe(memory)
        unsafe memory.baseAddress?.deallocate()
    }
}
