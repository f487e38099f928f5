// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A person's national identifier, as their certificate has it.
public struct PersonIdentifier: Hashable, Sendable, Comparable {
    /// The identifier's characters.
    public let text: String

    /// Of a text; nil when it is empty, longer than 64 bytes, or holds anything but letters, digits and `/-_.`.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isIdentifierByte) else { return nil }
        self.text = text
    }

    /// In the order of their bytes.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A kiosk's name, unique on a site.
public struct KioskName: Hashable, Sendable, Comparable {
    /// The name's characters.
    public let text: String

    /// Of a text; nil when it is empty, longer than 64 bytes, or holds anything but letters, digits and `/-_.`.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isIdentifierByte) else { return nil }
        self.text = text
    }

    /// In the order of their bytes.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A badge's number: sixteen random bytes in its enciphered file, and nothing that a reader can see from outside.
public struct BadgeNumber: Hashable, Sendable, Comparable {
    private let high: UInt64
    private let low: UInt64

    /// Of sixteen bytes; nil of any other count.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The sixteen bytes.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in
            stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
        }
    }

    /// In the order of their bytes.
    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

/// A session's identifier: sixteen random bytes.
public typealias SessionIdentifier = BadgeNumber

extension UInt8 {
    fileprivate var isIdentifierByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
