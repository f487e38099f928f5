// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport

struct CardNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card", abstract: Caducee.help(CardHelp.card), subcommands: [Show.self, Read.self])

    struct Show: ToolCommand {
        static let path = "card show"
        static let configuration = verb(Caducee.help(CardHelp.cardShow))

        @Flag(name: .customLong("private"), help: ArgumentHelp(Caducee.help(CardHelp.optionPrivate)))
        var showsPrivate = false

        @OptionGroup var pin: PINOptions
        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try CardShow(
                trust: trust.load(), now: Caducee.now, presentation: showsPrivate ? pin.presentation : nil
            ).run(context)
        }
    }

    struct Read: ToolCommand {
        static let path = "card read"
        static let configuration = verb(Caducee.help(CardHelp.cardRead))

        @Argument(help: ArgumentHelp(Caducee.help(CardHelp.argumentLabel)))
        var label: String

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionOut), valueName: "path"))
        var out: String?

        @OptionGroup var pin: PINOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try CardRead(label: label, output: out, presentation: pin.presentation).run(context)
        }
    }
}

struct CertificateNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cert", abstract: Caducee.help(CardHelp.cert),
        subcommands: [List.self, Export.self, Check.self])

    struct List: ToolCommand {
        static let path = "cert list"
        static let configuration = verb(Caducee.help(CardHelp.certList))

        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try CertificateCommands(trust: trust.load(), now: Caducee.now).list(context)
        }
    }

    struct Check: ToolCommand {
        static let path = "cert check"
        static let configuration = verb(Caducee.help(CardHelp.certCheck))

        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try CertificateCommands(trust: trust.load(), now: Caducee.now).check(context)
        }
    }

    struct Export: ToolCommand {
        static let path = "cert export"
        static let configuration = verb(Caducee.help(CardHelp.certExport))

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionKey)))
        var key = KeyName.sig

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionOut), valueName: "path"))
        var out: String?

        @Flag(help: ArgumentHelp(Caducee.help(CardHelp.optionPEM)))
        var pem = false

        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try CertificateCommands(trust: nil, now: Caducee.now).export(
                context, key.role, output: out, asPEM: pem)
        }
    }
}
