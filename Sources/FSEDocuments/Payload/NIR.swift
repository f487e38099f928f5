// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A French social-security number (numéro d'inscription au répertoire), its key checked.
///
/// It does not print itself: nothing may show a NIR by accident.
public struct NIR: Hashable, Sendable {
    /// The 13 characters.
    public let number: String
    /// The key, 1 to 97.
    public let key: Int

    /// Why text is not a NIR.
    public enum Fault: Error, Hashable, Sendable {
        /// Not 13 characters of the right form.
        case number
        /// Not two digits.
        case keyFormat
        /// The key does not belong to the number.
        case key
    }

    /// Checks form and key.
    public init(number: String, key: String) throws(Fault) {
        guard let expected = Self.key(of: number) else { throw .number }
        let digits = Array(key.utf8)
        guard digits.count == 2, digits.allSatisfy(Self.isDigit), let value = Int(key) else { throw .keyFormat }
        guard value == expected else { throw .key }
        self.number = number
        self.key = value
    }

    /// The key that belongs to 13 characters, or nil when they are not a NIR's.
    public static func key(of number: String) -> Int? {
        let characters = Array(number.utf8)
        guard characters.count == 13, (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(characters[0]) else {
            return nil
        }
        var value = 0
        for (index, byte) in characters.enumerated() {
            switch byte {
            case _ where isDigit(byte):
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            // Corsica: 2A counts as 19 and 2B as 18.
            case UInt8(ascii: "A") where index == 6 && characters[5] == UInt8(ascii: "2"):
                value = (value - 2) / 10 * 100 + 19
            case UInt8(ascii: "B") where index == 6 && characters[5] == UInt8(ascii: "2"):
                value = (value - 2) / 10 * 100 + 18
            default: return nil
            }
        }
        return 97 - value % 97
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension NIR: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the number.
    public var description: String { "NIR" }
    /// Nothing of the number.
    public var debugDescription: String { description }
    /// Nothing of the number.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
