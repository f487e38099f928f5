// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension WipingBytes {
    /// Several strings one after the other.
    init(_ parts: WipingBytes...) {
        self.init(joining: parts)
    }

    /// So many zeros.
    static func zeros(_ count: Int) -> WipingBytes { WipingBytes(repeatElement(0, count: Swift.max(count, 0))) }

    /// `count` bytes from `start`, which the caller knows to be there.
    func part(_ start: Int, _ count: Int) -> WipingBytes { WipingBytes(self[start..<start + count]) }

    /// A number of `count` bytes, least significant first.
    init(_ value: UInt32, count: Int) {
        self.init((0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) })
    }

    /// All bytes as a number, least significant first; for four bytes at most.
    var number: UInt32 { reversed().reduce(0) { $0 << 8 | UInt32($1) } }

    /// Zeros up to a whole number of blocks.
    func filled(_ block: Int) -> WipingBytes {
        count.isMultiple(of: block) ? self : WipingBytes(self, .zeros(block - count % block))
    }

    /// 80 and zeros, always (ISO/IEC 9797-1 method 2).
    func marked(_ block: Int) -> WipingBytes { WipingBytes(self, [0x80]).filled(block) }

    /// What stands before 80 and zeros; nil when that end is not there.
    var unmarked: WipingBytes? {
        var end = count
        while end > 0, self[end - 1] == 0 { end -= 1 }
        return end > 0 && self[end - 1] == 0x80 ? part(0, end - 1) : nil
    }

    /// The first byte goes to the end.
    var turned: WipingBytes { isEmpty ? self : WipingBytes(part(1, count - 1), part(0, 1)) }

    /// Bytes 1, 3, 5, … of a code.
    var everySecond: WipingBytes { WipingBytes(stride(from: 1, to: count, by: 2).map { self[$0] }) }

    /// Compares in time that depends on the length alone.
    func matches(_ other: WipingBytes) -> Bool {
        guard count == other.count else { return false }
        return indices.reduce(UInt8(0)) { $0 | (self[$1] ^ other[$1]) } == 0
    }
}

/// Takes parameters off a payload from the front; too few bytes are a length error.
struct ParameterReader {
    private let bytes: WipingBytes
    private(set) var position = 0

    init(_ bytes: WipingBytes) {
        self.bytes = bytes
    }

    var left: Int { bytes.count - position }

    mutating func take(_ count: Int) throws(BadgeStatus) -> WipingBytes {
        guard count <= left else { throw .lengthError }
        defer { position += count }
        return bytes.part(position, count)
    }

    mutating func byte() throws(BadgeStatus) -> UInt8 { try take(1)[0] }

    mutating func number(_ count: Int) throws(BadgeStatus) -> Int { Int(try take(count).number) }

    mutating func signed() throws(BadgeStatus) -> Int32 { Int32(bitPattern: try take(4).number) }

    mutating func rest() -> WipingBytes {
        defer { position = bytes.count }
        return bytes.part(position, left)
    }

    func end() throws(BadgeStatus) {
        guard left == 0 else { throw .lengthError }
    }
}
