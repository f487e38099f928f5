// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A JSON value as it was read: members in their order, numbers as their text.
public indirect enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// A number's text, grammatical by RFC 8259 §6 but not yet judged: the schema says what it may be.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in document order; names are unique, byte for byte.
    case object([Member])

    /// One name and its value.
    public struct Member: Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// A member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// A number.
    public static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

    /// What kind of value this is, for messages that must not show the value.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}

/// The kinds of JSON values.
public enum JSONKind: String, Sendable, Hashable {
    case null, bool, number, string, array, object
}

extension StringProtocol {
    /// Equality of code points.
    ///
    /// Swift's `==` is canonical equivalence (KELVIN SIGN equals K), JSON names are compared code point by code point
    /// (RFC 8259 §8.3).
    package func isSameText(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
