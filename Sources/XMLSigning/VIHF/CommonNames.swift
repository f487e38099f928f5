// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Reads the common names out of a distinguished name in text, as programs write it.
///
/// The order of the relative names, the white space and the separators (`,` `;` `+`, RFC 4514 and RFC 2253) differ from
/// one program to the next; what is looked for does not.
enum CommonNames {
    static func all(in text: String) -> [String] {
        var names: [String] = []
        for part in parts(of: text) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let type = trimmed(part[..<equals]).map { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
            }
            guard ["CN", "2.5.4.3", "OID.2.5.4.3"].contains(where: { type.elementsEqual($0.utf8) }) else { continue }
            names.append(String(decoding: trimmed(part[(equals + 1)...]), as: UTF8.self))
        }
        return names
    }

    /// Attributes, with quotes and backslashes left in: no identifier has any.
    private static func parts(of text: String) -> [ArraySlice<UInt8>] {
        let bytes = Array(text.utf8)
        var parts: [ArraySlice<UInt8>] = []
        var (start, position, isQuoted) = (0, 0, false)
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "+"):
                guard !isQuoted else { break }
                parts.append(bytes[start..<position])
                start = position + 1
            default: break
            }
            position += 1
        }
        return parts + [bytes[start...]]
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        return Array(bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
