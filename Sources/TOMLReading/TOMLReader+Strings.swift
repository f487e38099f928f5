// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension TOMLReader {
    /// A one-line string, basic or literal.
    mutating func string() throws(TOMLFault) -> String {
        let mark = peek ?? .quote
        if byte(after: 1) == mark, byte(after: 2) == mark {
            refusedLongString = mark
            throw TOMLFault("strings over several lines are not read")
        }
        advance()
        var content: [UInt8] = []
        while let byte = peek, byte != mark {
            guard byte.isText else { break }
            advance()
            if mark == .quote, byte == .backslash {
                content += try escape()
            } else {
                content.append(byte)
            }
        }
        guard take(mark) else { throw TOMLFault("a string does not end on its line") }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw TOMLFault("a string is not UTF-8")
        }
        return text
    }

    /// Leaves a long string behind: nothing in it may be taken for a setting.
    mutating func skipLongString(_ mark: UInt8) {
        advance(3)
        while let byte = peek {
            if byte == mark, self.byte(after: 1) == mark, self.byte(after: 2) == mark { return advance(3) }
            advance(mark == .quote && byte == .backslash ? 2 : 1)
        }
    }

    private mutating func escape() throws(TOMLFault) -> [UInt8] {
        guard let letter = peek, letter.isText else { throw TOMLFault("a string does not end on its line") }
        advance()
        switch letter {
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case .quote, .backslash: return [letter]
        case UInt8(ascii: "u"): return try scalar(digits: 4)
        case UInt8(ascii: "U"): return try scalar(digits: 8)
        default: throw TOMLFault("an unknown escape in a string")
        }
    }

    private mutating func scalar(digits: Int) throws(TOMLFault) -> [UInt8] {
        var number: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw TOMLFault("an unknown escape in a string")
            }
            number = number << 4 | UInt32(digit)
            advance()
        }
        guard let scalar = Unicode.Scalar(number) else { throw TOMLFault("an escape that is no character") }
        return Array(String(Character(scalar)).utf8)
    }
}
