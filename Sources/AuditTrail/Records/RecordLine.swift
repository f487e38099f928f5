// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The text of a line: a flat JSON object without spaces or escapes, whose members have one order.
///
/// All that records hold is printable ASCII without quotes and backslashes, so a line has one spelling only: one that
/// reads well and spells otherwise was not written by us.
struct RecordLine {
    let members: [RecordMember]

    /// Longest line that is read: the lists of a file's first line are the longest part of any.
    static let limit = 1 << 16

    /// Nil for what is no such object.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= RecordLine.limit else { return nil }
        var scanner = RecordScanner(Array(bytes))
        guard let members = scanner.object(), scanner.isAtEnd else { return nil }
        self.members = members
    }

    /// An object of these members, without its last brace: what a signature is over.
    static func open(_ members: [RecordMember]) -> [UInt8] {
        var text = "{"
        for (index, member) in members.enumerated() {
            text += index == 0 ? "\"" : ",\""
            text += member.name + "\":" + member.value.encoded
        }
        return Array(text.utf8)
    }

    /// The line of these members, signed or not.
    static func encoded(_ members: [RecordMember], signature: [UInt8]?) -> [UInt8] {
        let open = open(members)
        guard let signature else { return open + [UInt8(ascii: "}")] }
        return open + Array(",\"signature\":\"\(signature.hexadecimal)\"}".utf8)
    }
}

/// A name and its value.
public struct RecordMember: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value.
    public let value: Value

    /// What records hold.
    public enum Value: Hashable, Sendable {
        case text(String)
        case number(Int)
        case numbers([Int])

        fileprivate var encoded: String {
            switch self {
            case .text(let text): "\"\(text)\""
            case .number(let number): String(number)
            case .numbers(let numbers): "[" + numbers.map(String.init).joined(separator: ",") + "]"
            }
        }
    }

    init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

/// Reads one flat object.
private struct RecordScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func object() -> [RecordMember]? {
        guard take(UInt8(ascii: "{")) else { return nil }
        var members: [RecordMember] = []
        repeat {
            guard let name = text(), take(UInt8(ascii: ":")), let value = value() else { return nil }
            members.append(RecordMember(name, value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? members : nil
    }

    private mutating func value() -> RecordMember.Value? {
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "\"") { return text().map { .text($0) } }
        guard take(UInt8(ascii: "[")) else { return number().map { .number($0) } }
        var numbers: [Int] = []
        if take(UInt8(ascii: "]")) { return .numbers([]) }
        repeat {
            guard let number = number() else { return nil }
            numbers.append(number)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .numbers(numbers) : nil
    }

    private mutating func text() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard (0x20...0x7E).contains(bytes[position]), bytes[position] != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return take(UInt8(ascii: "\"")) ? text : nil
    }

    /// At most 18 digits, which no addition of ours overflows.
    private mutating func number() -> Int? {
        let start = position
        while position < bytes.count, bytes[position].isDigit { position += 1 }
        let digits = bytes[start..<position]
        guard (1...18).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            return nil
        }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
