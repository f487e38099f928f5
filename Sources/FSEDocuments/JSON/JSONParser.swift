// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Reads JSON strictly (RFC 8259): whole document, checked UTF-8, no duplicate name, bounded size and depth.
///
/// A signed document must not read differently elsewhere, so whatever parsers disagree on is refused.
public struct JSONParser {
    /// The largest document read: 1 MiB.
    public static let maximumSize = 1 << 20
    /// The deepest nesting read.
    public static let maximumDepth = 64

    let bytes: [UInt8]
    var position = 0

    /// The value that `bytes` hold.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        guard bytes.count <= maximumSize else { throw JSONError(.tooLarge, at: .root) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw JSONError(.notUTF8, at: .root) }
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        let value = try parser.value(at: .root, depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else {
            throw JSONError(.trailingContent, at: .root, offset: parser.position)
        }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next byte, or nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func failure(_ reason: JSONError.Reason, _ pointer: JSONPointer) -> JSONError {
        JSONError(reason, at: pointer, offset: position)
    }

    /// Steps over `byte` if it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func value(at pointer: JSONPointer, depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure(.tooDeep, pointer) }
        switch next {
        case UInt8(ascii: "{"): return try object(at: pointer, depth: depth)
        case UInt8(ascii: "["): return try array(at: pointer, depth: depth)
        case UInt8(ascii: "\""): return .string(try string(at: pointer))
        case UInt8(ascii: "t"): return try literal("true", .bool(true), pointer)
        case UInt8(ascii: "f"): return try literal("false", .bool(false), pointer)
        case UInt8(ascii: "n"): return try literal("null", .null, pointer)
        case .some(let byte) where byte == UInt8(ascii: "-") || byte.isDigit:
            return .number(try number(at: pointer))
        default: throw failure(.syntax, pointer)
        }
    }

    private mutating func literal(
        _ text: StaticString, _ value: JSONValue, _ pointer: JSONPointer
    ) throws(JSONError) -> JSONValue {
        for byte in text.description.utf8 {
            guard take(byte) else { throw failure(.syntax, pointer) }
        }
        return value
    }

    private mutating func array(at pointer: JSONPointer, depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            skipSpace()
            elements.append(try value(at: pointer.element(elements.count), depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure(.syntax, pointer) }
            return .array(elements)
        }
    }

    private mutating func object(at pointer: JSONPointer, depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        // Names as bytes: see `isSameText(as:)`.
        var names: Set<[UInt8]> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure(.syntax, pointer) }
            let name = try string(at: pointer)
            let place = pointer.member(name)
            guard names.insert(Array(name.utf8)).inserted else { throw failure(.duplicateName, place) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure(.syntax, place) }
            skipSpace()
            members.append(.init(name, try value(at: place, depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure(.syntax, pointer) }
            return .object(members)
        }
    }
}
