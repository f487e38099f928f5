// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import TOMLReading

extension ModuleSettings {
    /// Something in a source that could not be followed.
    public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
        /// The file's path, or the name of the environment variable.
        public let source: String
        /// The line in the file, from 1; nil when it is about the source as a whole.
        public let line: Int?
        /// What is wrong, in one line of printable characters.
        public let message: String

        init(_ source: String, line: Int? = nil, _ message: String) {
            self.source = Diagnostic.printable(source, atMost: 4096)
            self.line = line
            self.message = message
        }

        /// Source, line and message, as compilers write them.
        public var description: String {
            line.map { "\(source):\($0): \(message)" } ?? "\(source): \(message)"
        }

        /// Text of strangers, fit for one line of a log.
        static func printable(_ text: some StringProtocol, atMost limit: Int = 60) -> String {
            var result = ""
            for scalar in text.unicodeScalars.prefix(limit) {
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                default: result.unicodeScalars.append(scalar)
                }
            }
            return text.unicodeScalars.count > limit ? result + "…" : result
        }
    }
}

/// Why a value was not taken; becomes a diagnostic where its place is known.
typealias SettingRefusal = TOMLFault
