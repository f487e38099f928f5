// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension JSONParser {
    /// A number's text (RFC 8259 §6).
    mutating func number(at pointer: JSONPointer) throws(JSONError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits(pointer) }
        if take(UInt8(ascii: ".")) { try digits(pointer) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits(pointer)
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits(_ pointer: JSONPointer) throws(JSONError) {
        let start = position
        while let byte = next, byte.isDigit { position += 1 }
        guard position > start else { throw failure(.syntax, pointer) }
    }

    /// A string's characters, escapes resolved (RFC 8259 §7).
    mutating func string(at pointer: JSONPointer) throws(JSONError) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content += Array(try escaped(pointer).utf8)
            case 0x00..<0x20: throw failure(.syntax, pointer)
            default: content.append(byte)
            }
        }
        throw failure(.syntax, pointer)
    }

    private mutating func escaped(_ pointer: JSONPointer) throws(JSONError) -> String {
        guard let letter = next else { throw failure(.syntax, pointer) }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(Unicode.Scalar(letter))
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "u"): return try unicodeEscape(pointer)
        default: throw failure(.syntax, pointer)
        }
    }

    private mutating func unicodeEscape(_ pointer: JSONPointer) throws(JSONError) -> String {
        let unit = try hexadecimalUnit(pointer)
        if let scalar = Unicode.Scalar(unit) { return String(scalar) }
        // RFC 8785 §3.2.2.2: a lone surrogate has no canonical form.
        guard UTF16.isLeadSurrogate(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw failure(.loneSurrogate, pointer)
        }
        let trail = try hexadecimalUnit(pointer)
        guard UTF16.isTrailSurrogate(trail) else { throw failure(.loneSurrogate, pointer) }
        return String(decoding: [unit, trail], as: UTF16.self)
    }

    private mutating func hexadecimalUnit(_ pointer: JSONPointer) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure(.syntax, pointer)
            }
            position += 1
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
