// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Reads the subset of TOML 1.0 that Caducée's settings are written in.
///
/// Tables with bare or dotted names, bare keys, one-line basic and literal strings, decimal integers, booleans and
/// arrays of strings. A fault ends its statement: reading goes on at the next line.
public struct TOMLReader {
    /// One statement of the file.
    public enum Statement: Hashable, Sendable {
        /// A heading: the keys that follow belong to this table.
        case table(String)
        /// A key and its value.
        case pair(key: String, value: TOMLValue)
    }

    private let bytes: [UInt8]
    private var position = 0
    /// The line that the next byte is in, from 1.
    public private(set) var line = 1
    /// The line in which the last statement began.
    public private(set) var statementLine = 1
    /// Whether the last statement, however it ended, began as the heading of a table.
    public private(set) var isAtTable = false
    /// The mark of a string over several lines that was refused at its beginning.
    var refusedLongString: UInt8?

    /// Over a file's bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next statement; nil at the end of the file.
    public mutating func next() throws(TOMLFault) -> Statement? {
        isAtTable = false
        try skipBlank()
        statementLine = line
        guard let byte = peek else { return nil }
        isAtTable = byte == UInt8(ascii: "[")
        let statement = isAtTable ? try table() : try pair()
        try endStatement()
        return statement
    }

    /// Goes on at the next line, after a fault.
    public mutating func skipLine() {
        if let mark = refusedLongString { skipLongString(mark) }
        refusedLongString = nil
        while let byte = peek, byte != .lineFeed { position += 1 }
    }

    // MARK: Statements

    private mutating func table() throws(TOMLFault) -> Statement {
        position += 1
        if peek == UInt8(ascii: "[") { throw TOMLFault("arrays of tables are not read") }
        var names: [String] = []
        repeat {
            skipSpaces()
            names.append(try bareKey())
            skipSpaces()
        } while take(UInt8(ascii: "."))
        guard take(UInt8(ascii: "]")) else { throw TOMLFault("a table's name must end with ]") }
        return .table(names.joined(separator: "."))
    }

    private mutating func pair() throws(TOMLFault) -> Statement {
        let key = try bareKey()
        skipSpaces()
        if peek == UInt8(ascii: ".") { throw TOMLFault("dotted keys are not read: write a table") }
        guard take(UInt8(ascii: "=")) else { throw TOMLFault("wants = after the key") }
        skipSpaces()
        return .pair(key: key, value: try value())
    }

    private mutating func bareKey() throws(TOMLFault) -> String {
        if peek == .quote || peek == .apostrophe { throw TOMLFault("quoted keys are not read") }
        let start = position
        while let byte = peek, byte.isBareKey { position += 1 }
        guard position > start else { throw TOMLFault("wants a key or a table") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    // MARK: Values

    private mutating func value() throws(TOMLFault) -> TOMLValue {
        switch peek {
        case UInt8.quote, UInt8.apostrophe: return .string(try string())
        case UInt8(ascii: "["): return .strings(try array())
        case UInt8(ascii: "{"): throw TOMLFault("inline tables are not read")
        default: break
        }
        let start = position
        while let byte = peek, !byte.endsWord { position += 1 }
        let word = bytes[start..<position]
        switch String(decoding: word, as: UTF8.self) {
        case "": throw TOMLFault("wants a value")
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default: return .integer(try TOMLReader.integer(word))
        }
    }

    private mutating func array() throws(TOMLFault) -> [String] {
        position += 1
        var items: [String] = []
        while true {
            try skipBlank()
            if take(UInt8(ascii: "]")) { return items }
            guard peek == .quote || peek == .apostrophe else { throw TOMLFault("only arrays of strings are read") }
            items.append(try string())
            try skipBlank()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw TOMLFault("wants , or ] in the array") }
            return items
        }
    }

    /// TOML 1.0 "Integer": underscores stand between digits, and no zero leads.
    private static func integer(_ word: ArraySlice<UInt8>) throws(TOMLFault) -> Int {
        let isSigned = word.first == UInt8(ascii: "+") || word.first == UInt8(ascii: "-")
        let groups = word.dropFirst(isSigned ? 1 : 0).split(
            separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        let digits = groups.joined()
        guard groups.allSatisfy({ !$0.isEmpty }), digits.allSatisfy(\.isDigit) else {
            throw TOMLFault("wants a string, a decimal integer, true, false or an array of strings")
        }
        let text = String(decoding: digits, as: UTF8.self)
        guard text == "0" || text.utf8.first != UInt8(ascii: "0") else {
            throw TOMLFault("an integer begins with 0")
        }
        guard let number = Int((word.first == UInt8(ascii: "-") ? "-" : "") + text) else {
            throw TOMLFault("an integer is too large")
        }
        return number
    }

    // MARK: Between the tokens

    /// Skips white space, line ends and comments.
    private mutating func skipBlank() throws(TOMLFault) {
        while true {
            skipSpaces()
            if peek == UInt8(ascii: "#") { try comment() }
            guard takeLineEnd() else { return }
        }
    }

    private mutating func endStatement() throws(TOMLFault) {
        skipSpaces()
        if peek == UInt8(ascii: "#") { try comment() }
        guard peek == nil || takeLineEnd() else { throw TOMLFault("something follows on the same line") }
    }

    private mutating func takeLineEnd() -> Bool {
        if peek == .carriageReturn, byte(after: 1) == .lineFeed { position += 1 }
        guard peek == .lineFeed else { return false }
        advance()
        return true
    }

    private mutating func comment() throws(TOMLFault) {
        let start = position
        while let byte = peek, byte != .lineFeed {
            let endsLine = byte == .carriageReturn && self.byte(after: 1) == .lineFeed
            if endsLine { break }
            guard byte.isText else { throw TOMLFault("a control character in a comment") }
            position += 1
        }
        guard String(validating: bytes[start..<position], as: UTF8.self) != nil else {
            throw TOMLFault("a comment is not UTF-8")
        }
    }

    private mutating func skipSpaces() {
        while peek == UInt8(ascii: " ") || peek == UInt8(ascii: "\t") { position += 1 }
    }
}

// MARK: Bytes

extension TOMLReader {
    var peek: UInt8? { byte(after: 0) }

    func byte(after count: Int) -> UInt8? {
        position + count < bytes.count ? bytes[position + count] : nil
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == .lineFeed { line += 1 }
            position += 1
        }
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let backslash = UInt8(ascii: "\\")

    /// TOML 1.0 forbids control characters other than the tab in strings and comments.
    var isText: Bool { self >= 0x20 && self != 0x7F || self == 0x09 }

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isBareKey: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: isDigit
        }
    }

    fileprivate var endsWord: Bool {
        [.lineFeed, .carriageReturn, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "#")].contains(self)
    }
}
