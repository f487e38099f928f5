// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// Which command a line that could not be parsed was meant for.
struct CommandPath {
    /// Noun and verb, as the envelope names the command; the tool's name where there is none.
    let name: String
    /// As it is typed in a shell.
    let typed: String

    init(_ arguments: [String]) {
        var type: any ParsableCommand.Type = Caducee.self
        var words: [String] = []
        var previous = ""
        for argument in arguments {
            defer { previous = argument }
            // The values of the options that may stand before the noun are no nouns.
            if argument.hasPrefix("-") || ["--reader", "--lang"].contains(previous) { continue }
            guard let next = type.configuration.subcommands.first(where: { $0._commandName == argument }) else { break }
            words.append(argument)
            type = next
        }
        name = words.isEmpty ? "caducee" : words.joined(separator: " ")
        typed = (["caducee"] + words).joined(separator: " ")
    }
}
