// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A distinguished name, read from its text form (RFC 4514) to be compared.
///
/// Two of them are equal when they name the same entry by the rules that most attributes have: without regard to case,
/// and to how many blanks stand in a row. Attributes are compared as they are written: `uid` is not `userid`.
struct DirectoryName: Hashable {
    /// One attribute and its value.
    private struct Pair: Hashable {
        var type: String
        var value: String
        /// Whether the value is the digits of a BER encoding (§2.4), which is another thing than text that looks alike.
        var isEncoded: Bool
    }
    private let parts: [Set<Pair>]

    /// How many attributes each part has, and which.
    var shape: [Set<String>] { parts.map { Set($0.map(\.type)) } }

    /// Whether each value is text, none a BER encoding.
    var isText: Bool { parts.allSatisfy { $0.allSatisfy { !$0.isEncoded } } }

    /// Of a text; nil when it is empty or no distinguished name.
    init?(_ text: String) {
        var reader = Reader(bytes: Array(text.utf8))
        var parts: [Set<Pair>] = []
        var part: Set<Pair> = []
        while true {
            guard let pair = reader.pair(), part.insert(pair).inserted else { return nil }
            if reader.take(UInt8(ascii: "+")) { continue }
            parts.append(part)
            part = []
            guard !reader.isAtEnd else { break }
            guard reader.take(UInt8(ascii: ",")) else { return nil }
        }
        self.parts = parts
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }
        private var next: UInt8? { isAtEnd ? nil : bytes[position] }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next == byte else { return false }
            position += 1
            return true
        }

        mutating func pair() -> Pair? {
            skipBlanks()
            let begin = position
            while let byte = next, byte.isAttributeByte { position += 1 }
            let type = String(decoding: bytes[begin..<position], as: UTF8.self).lowercased()
            skipBlanks()
            guard !type.isEmpty, take(UInt8(ascii: "=")) else { return nil }
            skipBlanks()
            let isEncoded = next == UInt8(ascii: "#")
            guard let raw = value(), let text = String(validating: raw, as: UTF8.self) else { return nil }
            let words = text.split(separator: " ").joined(separator: " ")
            return Pair(type: type, value: words.lowercased(), isEncoded: isEncoded)
        }

        private mutating func skipBlanks() {
            while take(UInt8(ascii: " ")) {}
        }

        private mutating func value() -> [UInt8]? {
            var value: [UInt8] = []
            while let byte = next {
                switch byte {
                case UInt8(ascii: ","), UInt8(ascii: "+"): return value
                case UInt8(ascii: "\\"):
                    position += 1
                    guard let escaped = escaped() else { return nil }
                    value.append(escaped)
                // §3: these stand escaped or not at all.
                case 0, UInt8(ascii: "\""), UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"): return nil
                default:
                    position += 1
                    value.append(byte)
                }
            }
            return value
        }

        private mutating func escaped() -> UInt8? {
            guard let first = next else { return nil }
            position += 1
            guard let high = first.nibble else { return first.isAttributeByte ? nil : first }
            guard let low = next?.nibble else { return nil }
            position += 1
            return high << 4 | low
        }
    }
}

extension UInt8 {
    fileprivate var isAttributeByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    fileprivate var nibble: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
