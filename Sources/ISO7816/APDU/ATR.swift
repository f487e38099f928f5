// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// An answer to reset (ISO/IEC 7816-3 §8).
public struct ATR: Hashable, Sendable {
    /// All bytes as received, 2 to 33.
    public let bytes: [UInt8]
    /// Protocols offered by the TD bytes, T values in their order; `[0]` when there is none.
    public let protocols: [UInt8]
    /// Historical bytes.
    public let historical: [UInt8]
    /// Whether TCK, where the protocols require it, is right.
    public let isChecksumRight: Bool

    /// Reads an answer to reset.
    ///
    /// - Throws: ``CardError/malformed(_:)`` when bytes are missing or too many. A wrong TCK is told, not refused:
    ///   readers already judged it.
    public init(parsing bytes: [UInt8]) throws(CardError) {
        guard (2...33).contains(bytes.count) else { throw .malformed("ATR: length") }
        guard bytes[0] == 0x3B || bytes[0] == 0x3F else { throw .malformed("ATR: first byte") }
        var position = 2
        var present = bytes[1] >> 4
        var offered: [UInt8] = []
        while present != 0 {
            // TA, TB, TC are skipped; TD tells what comes next. At most seven rounds fit 33 bytes.
            position += (present & 0b0111).nonzeroBitCount
            guard present & 0b1000 != 0 else { break }
            guard position < bytes.count else { throw .malformed("ATR: interface bytes cut short") }
            offered.append(bytes[position] & 0x0F)
            present = bytes[position] >> 4
            position += 1
        }
        let count = Int(bytes[1] & 0x0F)
        guard position + count <= bytes.count else { throw .malformed("ATR: historical bytes cut short") }
        historical = Array(bytes[position..<position + count])
        // T=15 only introduces global interface bytes; it is not a protocol.
        protocols = offered.isEmpty ? [0] : offered.filter { $0 != 15 }
        let needsChecksum = offered.contains { $0 != 0 }
        let rest = bytes.count - position - count
        guard rest <= 1 else { throw .malformed("ATR: bytes after its end") }
        isChecksumRight = needsChecksum ? rest == 1 && bytes.dropFirst().reduce(0, ^) == 0 : true
        self.bytes = bytes
    }

    /// Whether the bytes equal `pattern` wherever `mask` has bits set.
    public func matches(_ pattern: [UInt8], mask: [UInt8]) -> Bool {
        bytes.count == pattern.count && mask.count == pattern.count
            && zip(bytes, zip(pattern, mask)).allSatisfy { $0 & $1.1 == $1.0 & $1.1 }
    }
}

extension ATR: CustomStringConvertible {
    /// Hexadecimal.
    public var description: String { bytes.hexadecimal }
}
