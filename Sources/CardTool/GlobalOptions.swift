// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardToolSupport

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .customLong("reader"),
        help: ArgumentHelp(Caducee.help(.optionReader), valueName: Caducee.help(.valueName)))
    var readerName: String?

    @Flag(help: ArgumentHelp(Caducee.help(.optionJSON)))
    var json = false

    @Option(name: .customLong("lang"), help: ArgumentHelp(Caducee.help(.optionLanguage), valueName: "fr|en"))
    var language: LanguageName?

    @Flag(help: ArgumentHelp(Caducee.help(.optionQuiet)))
    var quiet = false
}

/// The names of our languages, so that others are refused and shells can complete them.
///
/// The choice itself is made before parsing, because help pages need it.
enum LanguageName: String, ExpressibleByArgument, CaseIterable {
    case fr, en
}
