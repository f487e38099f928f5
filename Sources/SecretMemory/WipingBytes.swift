// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// A byte string that is wiped when its last owner lets go of it.
///
/// Bodies of commands and responses travel in it: it can be copied cheaply (the storage is shared and never
/// changes), compared and iterated, but it never prints its content. For keys and PINs use ``SecretBytes``,
/// which cannot be copied at all.
public struct WipingBytes: Sendable {
    let storage: WipedStorage?

    /// An empty string.
    public init() {
        storage = nil
    }

    /// Copies the bytes of a sequence.
    public init(_ bytes: some Sequence<UInt8>) {
        if let other = bytes as? WipingBytes {
            self = other
            return
        }
        if let direct = bytes.withContiguousStorageIfAvailable({ unsafe WipedStorage(copying: .init($0)) }) {
            storage = direct
            return
        }
        // The staging array is wiped too: whoever gave us the bytes may have thought them secret.
        var staged = Array(bytes)
        storage = unsafe staged.withUnsafeBytes { unsafe WipedStorage(copying: $0) }
        unsafe staged.withUnsafeMutableBytes { unsafe wipe($0) }
    }

    /// Copies the bytes of a span.
    public init(copying bytes: Span<UInt8>) {
        storage = unsafe bytes.withUnsafeBytes { unsafe WipedStorage(copying: $0) }
    }

    /// Makes `count` bytes, zeroed and then filled in place.
    public init<E: Error>(count: Int, filledBy fill: (inout MutableSpan<UInt8>) throws(E) -> Void) throws(E) {
        guard let made = WipedStorage(count: count) else {
            var nothing = MutableSpan<UInt8>()
            try fill(&nothing)
            storage = nil
            return
        }
        var span = unsafe MutableSpan(_unsafeElements: made.bytes.assumingMemoryBound(to: UInt8.self))
        try fill(&span)
        storage = made
    }

    /// Lends the bytes without copying them.
    public func withSpan<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        guard let storage else { return try body(Span<UInt8>()) }
        let span = unsafe Span<UInt8>(
            _unsafeElements: UnsafeBufferPointer(storage.bytes.assumingMemoryBound(to: UInt8.self))
        )
        defer { withExtendedLifetime(storage) {} }
        return try body(span)
    }
}

/// Memory owned once, shared by reference, overwritten before it is freed.
@safe
final class WipedStorage: @unchecked Sendable {
    // Written only before the object is shared; afterwards it is read-only, hence safe to share.
    let bytes: UnsafeMutableRawBufferPointer

    init?(count: Int) {
        guard count > 0 else { return nil }
        unsafe bytes = .allocate(byteCount: count, alignment: 1)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    init?(copying source: UnsafeRawBufferPointer) {
        guard unsafe !source.isEmpty else { return nil }
        unsafe bytes = .allocate(byteCount: source.count, alignment: 1)
        unsafe bytes.copyMemory(from: source)
    }

    deinit {
        unsafe wipe(bytes)
        unsafe bytes.deallocate()
    }
}

/// Overwrites memory in a way that the optimiser keeps.
func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    unsafe OPENSSL_cleanse(base, bytes.count)
}
