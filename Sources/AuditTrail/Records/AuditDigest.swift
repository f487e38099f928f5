// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

/// A SHA-256 digest as 64 digits of lower-case hexadecimal.
public struct AuditDigest: Hashable, Sendable {
    /// The digits.
    public let text: String

    /// Before the first record: zeros.
    static let none = AuditDigest(unchecked: String(repeating: "0", count: 64))

    /// Nil for what is not 64 digits of lower-case hexadecimal.
    public init?(_ text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy(\.isHexadecimal) else { return nil }
        self.text = text
    }

    /// Of these bytes.
    public init(of bytes: some Sequence<UInt8>) {
        text = HashFunction.sha256.digest(bytes).hexadecimal
    }

    private init(unchecked text: String) { self.text = text }
}

/// A place in the chain: a record's number and its digest.
public struct AuditHead: Hashable, Sendable {
    /// The number; 0 before the first record.
    public let number: Int
    /// SHA-256 of the record's line without its end mark.
    public let digest: AuditDigest

    /// From both.
    public init(number: Int, digest: AuditDigest) {
        self.number = number
        self.digest = digest
    }

    /// Before the first record.
    static let none = AuditHead(number: 0, digest: .none)
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    var isDigitOrCapital: Bool { isDigit || isCapital }
    var isLetter: Bool { isCapital || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    var isHexadecimal: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self) }
}

extension UInt64 {
    /// 16 digits.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

extension Sequence where Element == UInt8 {
    /// Lower case, two digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension String {
    /// The bytes that lower-case hexadecimal stands for; nil for anything else.
    var bytesOfHexadecimal: [UInt8]? {
        let digits = Array(utf8)
        guard digits.count.isMultiple(of: 2), digits.allSatisfy(\.isHexadecimal) else { return nil }
        func value(_ digit: UInt8) -> UInt8 {
            digit.isDigit ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
        }
        return stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
    }
}
