// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A parameter of a statement, sent beside it and never inside.
public enum PostgreSQLValue: Hashable, Sendable {
    /// NULL.
    case null
    /// A number, of whatever width the column has.
    case integer(Int64)
    /// Text without NUL.
    case text(String)
    /// Bytes of a `bytea`.
    case bytes([UInt8])
    /// True or false.
    case boolean(Bool)

    /// The value as the server reads it in text; nil for NULL.
    var text: String? {
        switch self {
        case .null: nil
        case .integer(let number): String(number)
        case .text(let text): text
        case .boolean(let flag): flag ? "t" : "f"
        case .bytes(let bytes): "\\x" + bytes.map { hexadecimal[Int($0)] }.joined()
        }
    }
}

private let hexadecimal: [String] = (0..<256).map { byte in
    let digits = Array("0123456789abcdef")
    return String([digits[byte >> 4], digits[byte & 15]])
}

/// One row of an answer.
public struct PostgreSQLRow: Hashable, Sendable {
    let fields: [String?]

    /// How many columns it has.
    public var count: Int { fields.count }

    /// A column as text; nil when it is NULL or is not there.
    public func text(_ column: Int) -> String? { fields.indices.contains(column) ? fields[column] : nil }

    /// A column as a number; nil when it is NULL or none.
    public func integer(_ column: Int) -> Int64? { text(column).flatMap { Int64($0) } }

    /// A column as true or false; nil when it is NULL or neither.
    public func boolean(_ column: Int) -> Bool? {
        switch text(column) {
        case "t": true
        case "f": false
        default: nil
        }
    }

    /// A `bytea` column; nil when it is NULL or none.
    public func bytes(_ column: Int) -> [UInt8]? {
        guard let text = text(column), text.hasPrefix("\\x") else { return nil }
        let digits = text.utf8.dropFirst(2).map(nibble)
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { (digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0) }
    }

    private func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

/// What somebody told a channel that was listened to.
public struct PostgreSQLNotification: Hashable, Sendable {
    /// The channel.
    public let channel: String
    /// The words that came with it.
    public let payload: String
}
