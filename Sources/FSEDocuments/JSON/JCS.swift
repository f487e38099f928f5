// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The JSON Canonicalization Scheme (RFC 8785): one byte string per document, the one that is signed.
public enum JCS {
    /// The largest integer whose ECMAScript number is exact: 2^53.
    public static let maximumInteger: Int64 = 1 << 53

    /// The canonical bytes of `value`.
    ///
    /// - Throws: ``JSONError`` for a number that is not an integer of at most 2^53: our schemas have no other, and
    ///   an ECMAScript number would round it.
    public static func canonicalBytes(of value: JSONValue) throws(JSONError) -> [UInt8] {
        var output: [UInt8] = []
        try append(value, at: .root, to: &output)
        return output
    }

    /// The integer that a number's text writes.
    static func integer(_ text: String, at pointer: JSONPointer) throws(JSONError) -> Int64 {
        guard text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw JSONError(.notAnInteger, at: pointer) }
        guard let value = Int64(text), value.magnitude <= UInt64(maximumInteger) else {
            throw JSONError(.integerTooLarge, at: pointer)
        }
        return value
    }

    private static func append(
        _ value: JSONValue, at pointer: JSONPointer, to output: inout [UInt8]
    ) throws(JSONError) {
        switch value {
        case .null: output += Array("null".utf8)
        case .bool(let flag): output += Array((flag ? "true" : "false").utf8)
        // ECMAScript writes -0 as 0; Int64 does the same.
        case .number(let text): output += Array(String(try integer(text, at: pointer)).utf8)
        case .string(let text): append(text, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                try append(element, at: pointer.element(index), to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            // RFC 8785 §3.2.3: by UTF-16 code units, which is not the order of code points.
            let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                append(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                try append(member.value, at: pointer.member(member.name), to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// RFC 8785 §3.2.2.2: short escapes where they exist, `\u00xx` for other controls, all else as it is.
    private static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0x08: output += Array("\\b".utf8)
            case 0x09: output += Array("\\t".utf8)
            case 0x0A: output += Array("\\n".utf8)
            case 0x0C: output += Array("\\f".utf8)
            case 0x0D: output += Array("\\r".utf8)
            case 0x00..<0x20:
                output += Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
