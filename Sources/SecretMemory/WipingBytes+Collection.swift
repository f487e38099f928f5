// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension WipingBytes: RandomAccessCollection {
    /// Offset of the first byte, always 0.
    public var startIndex: Int { 0 }
    /// Number of bytes.
    public var endIndex: Int { unsafe storage?.bytes.count ?? 0 }

    /// The byte at `index`, which must be in bounds.
    public subscript(index: Int) -> UInt8 {
        // Raw buffers check their bounds in debug builds only.
        guard let storage, index >= 0, unsafe index < storage.bytes.count else {
            preconditionFailure("index out of bounds of a byte string")
        }
        return unsafe storage.bytes[index]
    }

    /// Lends contiguous storage to the algorithms of the standard library.
    public func withContiguousStorageIfAvailable<R>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) rethrows -> R? {
        guard let storage else { return unsafe try body(UnsafeBufferPointer(start: nil, count: 0)) }
        defer { withExtendedLifetime(storage) {} }
        return unsafe try body(UnsafeBufferPointer(storage.bytes.assumingMemoryBound(to: UInt8.self)))
    }
}

extension WipingBytes: ExpressibleByArrayLiteral {
    /// Bytes written in the source: constants, never secrets.
    public init(arrayLiteral elements: UInt8...) {
        self.init(elements)
    }
}

extension WipingBytes: Hashable {
    /// Compares content; not in constant time (see ``SecretBytes`` for secrets).
    public static func == (left: WipingBytes, right: WipingBytes) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }

    /// Hashes content.
    public func hash(into hasher: inout Hasher) {
        for byte in self { hasher.combine(byte) }
    }
}

extension WipingBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The length only.
    public var description: String { "<\(count) bytes>" }
    /// The length only.
    public var debugDescription: String { description }
    /// Nothing: mirrors end up in logs.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
