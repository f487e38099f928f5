// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BadgeCommands
internal import CardToolSupport
internal import Foundation

extension Caducee {
    /// A sentence for help pages of badge commands.
    static func help(_ message: BadgeHelp) -> String {
        message.text(in: language)
    }
}

struct SiteOptions: ParsableArguments {
    @Option(name: .customLong("site"), help: ArgumentHelp(Caducee.help(BadgeHelp.optionSite), valueName: "path"))
    var file: String?

    func load() throws -> SiteFile { try SiteFile(path: file ?? SiteFile.standard) }
}

struct BadgeNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "badge", abstract: Caducee.help(BadgeHelp.badge),
        subcommands: [
            Read.self, Authenticate.self, Enrol.self, Format.self, Deny.self, List.self, Import.self, Diversify.self,
        ])

    struct Read: ToolCommand {
        static let path = "badge read"
        static let configuration = verb(Caducee.help(BadgeHelp.read))

        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report { try BadgeRead().run(context) }
    }

    struct Authenticate: ToolCommand {
        static let path = "badge authenticate"
        static let configuration = verb(Caducee.help(BadgeHelp.authenticate))

        @OptionGroup var site: SiteOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report { try BadgeAuthenticate(site.load()).run(context) }
    }

    struct Enrol: ToolCommand {
        static let path = "badge enrol"
        static let configuration = verb(Caducee.help(BadgeHelp.enrol))

        @Option(
            name: .customLong("badge-reader"),
            help: ArgumentHelp(Caducee.help(BadgeHelp.optionBadgeReader), valueName: "name"))
        var badgeReader: String

        @Flag(help: ArgumentHelp(Caducee.help(BadgeHelp.optionBind)))
        var bind = false

        @Option(help: ArgumentHelp(Caducee.help(BadgeHelp.optionUntil), valueName: "time"))
        var until: String?

        @OptionGroup var site: SiteOptions
        @OptionGroup var pin: PINOptions
        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws { _ = try until.map(Enrol.milliseconds) }

        func report(_ context: CommandContext) throws -> Report {
            try BadgeEnrol(
                site.load(), badgeReader: badgeReader, binds: bind, end: until.map(Enrol.milliseconds),
                presentation: pin.presentation, trust: trust.load(), now: Caducee.now
            ).run(context)
        }

        private static func milliseconds(_ text: String) throws -> Int64 {
            guard let date = try? Date(text, strategy: .iso8601) else {
                throw ValidationError("--until: 2026-12-31T18:00:00Z")
            }
            return Int64(date.timeIntervalSince1970 * 1000)
        }
    }

    struct Format: ToolCommand {
        static let path = "badge format"
        static let configuration = verb(Caducee.help(BadgeHelp.format))

        @OptionGroup var site: SiteOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report { try BadgeFormat(site.load()).run(context) }
    }

    struct Deny: ToolCommand {
        static let path = "badge deny"
        static let configuration = verb(Caducee.help(BadgeHelp.deny))

        @Argument(help: ArgumentHelp(Caducee.help(BadgeHelp.argumentNumber)))
        var number: String

        @OptionGroup var site: SiteOptions
        @OptionGroup var pin: PINOptions
        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try BadgeDeny(
                site.load(), number: number, presentation: pin.presentation, trust: trust.load(), now: Caducee.now
            ).run(context)
        }
    }

    struct List: ToolCommand {
        static let path = "badge list"
        static let configuration = verb(Caducee.help(BadgeHelp.list))

        @Option(help: ArgumentHelp(Caducee.help(BadgeHelp.optionOut), valueName: "path"))
        var out: String?

        @OptionGroup var site: SiteOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report { try BadgeList(site.load(), out: out).run(context) }
    }

    struct Import: ToolCommand {
        static let path = "badge import"
        static let configuration = verb(Caducee.help(BadgeHelp.import))

        @Argument(help: ArgumentHelp(Caducee.help(BadgeHelp.argumentTable)))
        var table: String

        @OptionGroup var site: SiteOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try BadgeImport(site.load(), file: table).run(context)
        }
    }

    struct Diversify: ToolCommand {
        static let path = "badge diversify"
        static let configuration = verb(Caducee.help(BadgeHelp.diversify))

        @Argument(help: ArgumentHelp(Caducee.help(BadgeHelp.argumentUID)))
        var uid: String

        @OptionGroup var site: SiteOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try BadgeDiversify(site.load(), uid: uid).run(context)
        }
    }
}

struct SessionNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: Caducee.help(BadgeHelp.session), subcommands: [List.self, Close.self])

    struct List: ToolCommand {
        static let path = "session list"
        static let configuration = verb(Caducee.help(BadgeHelp.sessionList))

        @OptionGroup var site: SiteOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report { try SessionList(site.load()).run(context) }
    }

    struct Close: ToolCommand {
        static let path = "session close"
        static let configuration = verb(Caducee.help(BadgeHelp.sessionClose))

        @Argument(help: ArgumentHelp(Caducee.help(BadgeHelp.argumentPerson)))
        var person: String

        @OptionGroup var site: SiteOptions
        @OptionGroup var pin: PINOptions
        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try SessionClose(
                site.load(), person: person, presentation: pin.presentation, trust: trust.load(), now: Caducee.now
            ).run(context)
        }
    }
}
