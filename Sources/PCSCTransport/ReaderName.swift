// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A reader's name: the service's bytes, and the text that people and our callers use.
struct ReaderName: Hashable, Sendable {
    /// At most 127 bytes, without the final zero; what the service must be asked with.
    let bytes: [UInt8]
    /// Valid UTF-8 without control characters, unique within one listing.
    let text: String

    /// PC/SC's MAX_READERNAME counts the final zero.
    static let mostBytes = 127
    /// More than any service has (pcsc-lite stops at 16).
    static let mostReaders = 64

    /// Reads the answer of SCardListReaders: names that each end in a zero, then another zero.
    ///
    /// Names come from USB descriptors and drivers, hence are hostile: those too long to be asked for are left out,
    /// repeated ones are told once, and what is not printable becomes U+FFFD.
    static func parse(_ multistring: [UInt8]) -> [ReaderName] {
        var names: [ReaderName] = []
        for part in multistring.split(separator: 0).prefix(mostReaders) where part.count <= mostBytes {
            let bytes = Array(part)
            guard !names.contains(where: { $0.bytes == bytes }) else { continue }
            let plain = printable(bytes)
            var text = plain
            var number = 2
            while names.contains(where: { $0.text == text }) {
                text = "\(plain) (\(number))"
                number += 1
            }
            names.append(ReaderName(bytes: bytes, text: text))
        }
        return names
    }

    private static func printable(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let isShown =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
                default: true
                }
            text.append(isShown ? scalar : "\u{FFFD}")
        }
        return String(text)
    }
}
