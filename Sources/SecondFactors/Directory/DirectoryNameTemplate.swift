// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// How the name that a person binds with is made from their identifier: `uid=%s,ou=people,dc=example,dc=org`.
public struct DirectoryNameTemplate: Hashable, Sendable {
    private let before: String
    private let after: String

    /// Of a distinguished name in the form of RFC 4514 in which `%s` stands once, for a value or a part of one; nil of
    /// anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "%s", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 1_024 else { return nil }
        before = String(parts[0])
        after = String(parts[1])
        // In the place of a value, whatever is put there stays within it: the name has as many parts as before.
        guard let sample = DirectoryName(name(of: "a")), let other = DirectoryName(name(of: "b,c=d")) else {
            return nil
        }
        guard sample.isText, sample.shape == other.shape, sample != other else { return nil }
    }

    /// The name of the entry of that identifier.
    public func name(of identifier: String) -> String {
        before + DirectoryNameTemplate.escaped(identifier) + after
    }

    /// A value as it may stand in a name (RFC 4514 §2.4): any byte may be written as `\` and two digits, so all are but
    /// those that mean nothing anywhere.
    static func escaped(_ value: String) -> String {
        let digits = Array("0123456789abcdef")
        var escaped = ""
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped.append("\\")
                escaped.append(digits[Int(byte >> 4)])
                escaped.append(digits[Int(byte & 15)])
            }
        }
        return escaped
    }
}
