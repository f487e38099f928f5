// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// An application identifier, 5 to 16 bytes (ISO/IEC 7816-4 §8.2.1.2).
public struct AID: Hashable, Sendable {
    /// Its bytes.
    public let bytes: [UInt8]

    /// From its bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension AID: CustomStringConvertible {
    /// Hexadecimal.
    public var description: String { bytes.hexadecimal }
}

extension Sequence<UInt8> {
    /// Upper-case hexadecimal, without separators.
    ///
    /// For identifiers and headers, never for bodies.
    public var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
}

extension [UInt8] {
    /// Reads hexadecimal digits; spaces and colons between bytes are accepted.
    ///
    /// Nil for anything else.
    public init?(hexadecimal text: some StringProtocol) {
        var nibbles: [UInt8] = []
        for character in text where !" :\n\t".contains(character) {
            guard character.isASCII, let value = character.hexDigitValue else { return nil }
            nibbles.append(UInt8(value))
        }
        guard nibbles.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}
