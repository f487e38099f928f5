// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport
internal import ISO7816

struct SignNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: Caducee.help(CardHelp.sign), subcommands: [File.self])

    struct File: ToolCommand {
        static let path = "sign file"
        static let configuration = verb(Caducee.help(CardHelp.signFile))

        @Argument(help: ArgumentHelp(Caducee.help(CardHelp.argumentInput)))
        var input: String

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionOut), valueName: "path"))
        var out: String

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionKey)))
        var key = KeyName.sig

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionScheme)))
        var scheme = SchemeName.pkcs1

        @Option(name: .customLong("mime-type"), help: ArgumentHelp(Caducee.help(CardHelp.optionMIME)))
        var mimeType = "application/octet-stream"

        @OptionGroup var pin: PINOptions
        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try SignFile(
                input: input, output: out, role: key.role, isPSS: scheme == .pss, mimeType: mimeType,
                trust: trust.load(), now: Caducee.now, presentation: pin.presentation
            ).run(context)
        }
    }
}

struct AuthNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: Caducee.help(CardHelp.auth), subcommands: [Challenge.self])

    struct Challenge: ToolCommand {
        static let path = "auth challenge"
        static let configuration = verb(Caducee.help(CardHelp.authChallenge))

        @Argument(help: ArgumentHelp(Caducee.help(CardHelp.argumentChallenge), valueName: "hex"))
        var challenge: String?

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionKey)))
        var key = KeyName.aut

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionScheme)))
        var scheme = SchemeName.pkcs1

        @OptionGroup var pin: PINOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            var bytes: [UInt8]?
            if let challenge {
                guard let read = [UInt8](hexadecimal: challenge) else { throw Failure(.usage, .badHexadecimal(1)) }
                bytes = read
            }
            return try AuthChallenge(
                challenge: bytes, role: key.role, isPSS: scheme == .pss, presentation: pin.presentation
            ).run(context)
        }
    }
}
