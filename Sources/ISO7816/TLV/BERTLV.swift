// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One BER-TLV data object (ISO/IEC 8825-1 as profiled by ISO/IEC 7816-4 §5.2): its tag and where its value lies.
public struct BERTLV: Hashable, Sendable {
    /// Tag bytes as one number: 0x30, 0x5F20, 0xBF8101.
    public let tag: UInt32
    /// The value, a window on the bytes that were parsed.
    public let value: ArraySlice<UInt8>
    /// Tag, length and value as they were written.
    public let encoding: ArraySlice<UInt8>

    /// Whether the value is itself made of data objects (bit 6 of the first tag byte).
    public var isConstructed: Bool { (encoding.first ?? 0) & 0x20 != 0 }

    /// The data objects inside.
    public func children(_ limits: TLVLimits = TLVLimits()) throws(CardError) -> [BERTLV] {
        try BERTLV.sequence(value, limits)
    }
}

/// What a reader accepts from a card before it gives up.
public struct TLVLimits: Hashable, Sendable {
    /// Most data objects at one level.
    public var objects = 1024
    /// Most levels of nesting, for readers that walk a whole tree.
    public var depth = 16
    /// Whether zero bytes end a level (files are padded with 00).
    public var zeroEnds = true

    /// The usual limits: 1024 objects a level, 16 levels, zero padding accepted.
    public init() {}
}

extension BERTLV {
    /// Reads the data objects of one level.
    ///
    /// - Throws: ``CardError/malformed(_:)`` for lengths that exceed the bytes, indefinite lengths, tags over three
    ///   bytes, and more objects than `limits` allow.
    public static func sequence(
        _ bytes: ArraySlice<UInt8>, _ limits: TLVLimits = TLVLimits()
    ) throws(CardError) -> [BERTLV] {
        var found: [BERTLV] = []
        var position = bytes.startIndex
        while position < bytes.endIndex {
            if limits.zeroEnds, bytes[position] == 0 { break }
            guard found.count < limits.objects else { throw .malformed("TLV: too many objects") }
            let object = try one(bytes[position...])
            found.append(object)
            position = object.encoding.endIndex
        }
        return found
    }

    /// Reads the data objects of one level.
    public static func sequence(_ bytes: [UInt8], _ limits: TLVLimits = TLVLimits()) throws(CardError) -> [BERTLV] {
        try sequence(bytes[...], limits)
    }

    /// Reads the first data object; what follows it is left alone.
    public static func one(_ bytes: ArraySlice<UInt8>) throws(CardError) -> BERTLV {
        var position = bytes.startIndex
        func next() throws(CardError) -> UInt8 {
            guard position < bytes.endIndex else { throw .malformed("TLV: cut short") }
            defer { position += 1 }
            return bytes[position]
        }
        let first = try next()
        var tag = UInt32(first)
        if first & 0x1F == 0x1F {
            var more: UInt8
            var rounds = 0
            repeat {
                guard rounds < 2 else { throw .malformed("TLV: tag over three bytes") }
                more = try next()
                tag = tag << 8 | UInt32(more)
                rounds += 1
            } while more & 0x80 != 0
        }
        let count = try length(next)
        guard count <= bytes.endIndex - position else { throw .malformed("TLV: length beyond its bytes") }
        let value = bytes[position..<position + count]
        return BERTLV(tag: tag, value: value, encoding: bytes[bytes.startIndex..<position + count])
    }

    private static func length(_ next: () throws(CardError) -> UInt8) throws(CardError) -> Int {
        let first = try next()
        guard first >= 0x80 else { return Int(first) }
        // Indefinite lengths (80) do not occur on cards; four bytes are more than any card holds.
        let octets = Int(first & 0x7F)
        guard (1...3).contains(octets) else { throw .malformed("TLV: length form") }
        var value = 0
        for _ in 0..<octets { value = value << 8 | Int(try next()) }
        return value
    }
}

extension BERTLV {
    /// The bits of a BIT STRING value, first bit of the first byte as bit 0.
    ///
    /// Cards write BIT STRINGs that are not minimal, or announce more unused bits than they leave zero; both are
    /// accepted. Bits beyond 64 are ignored.
    public var bits: UInt64 {
        var result: UInt64 = 0
        for (index, byte) in value.dropFirst().prefix(8).enumerated() {
            for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 { result |= 1 << UInt64(index * 8 + bit) }
        }
        return result
    }

    /// The value of an INTEGER that fits 63 bits and is not negative, else nil.
    public var unsignedInteger: Int? {
        let significant = value.drop { $0 == 0 }
        guard !value.isEmpty, significant.count <= 7 else { return nil }
        return significant.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The value as UTF-8 text; ill-formed bytes become replacement characters.
    public var text: String { String(decoding: value, as: UTF8.self) }
}

extension Collection where Element == BERTLV {
    /// The first object with this tag.
    public func first(_ tag: UInt32) -> BERTLV? { first { $0.tag == tag } }
}
