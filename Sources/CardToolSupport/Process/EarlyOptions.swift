// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The options that shape an answer even when the rest of the command line cannot be understood.
public struct EarlyOptions: Sendable {
    /// Whether `--json` was given.
    public var json = false
    /// The language given with `--lang`, when it is one that we have.
    public var language: Language?

    /// Looks through arguments, up to `--`.
    public init(_ arguments: [String]) {
        var previous = ""
        for argument in arguments {
            if argument == "--" { break }
            if argument == "--json" { json = true }
            if argument.hasPrefix("--lang=") { language = Language(rawValue: String(argument.dropFirst(7))) }
            if previous == "--lang" { language = Language(rawValue: argument) }
            previous = argument
        }
    }
}
