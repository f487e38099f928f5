// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Byte strings one after the other, in a form that mutation seldom breaks altogether.
///
/// A length byte below FF and so many bytes; FF is followed by the length in two bytes. What is cut short ends where
/// the bytes end: every input means something.
package struct Records: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    package mutating func next() -> [UInt8]? {
        guard let first = rest.popFirst() else { return nil }
        var count = Int(first)
        if first == 0xFF {
            count = Int(rest.popFirst() ?? 0) << 8 | Int(rest.popFirst() ?? 0)
        }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    package static func encode(_ record: [UInt8]) -> [UInt8] {
        let count = record.count
        let length =
            count < 0xFF
            ? [UInt8(count)] : [0xFF, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
        return length + record
    }
}
