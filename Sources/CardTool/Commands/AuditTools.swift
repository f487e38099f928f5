// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport
internal import Foundation

extension Caducee {
    /// A sentence for help pages of audit commands.
    static func help(_ message: AuditHelp) -> String {
        message.text(in: language)
    }
}

struct AuditNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: Caducee.help(AuditHelp.audit), subcommands: [Verify.self, Export.self])

    struct Verify: ToolCommand {
        static let path = "audit verify"
        static let configuration = verb(Caducee.help(AuditHelp.verify))

        @Argument(help: ArgumentHelp(Caducee.help(AuditHelp.argumentFolder)))
        var folder: String?

        @Option(help: ArgumentHelp(Caducee.help(AuditHelp.optionKey), valueName: "path"))
        var key: String?

        @Option(help: ArgumentHelp(Caducee.help(AuditHelp.optionAnchor), valueName: "n:sha256"))
        var anchor: String?

        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            let folder = folder ?? AuditFolderName.standard(context.environment)
            return try AuditVerify(folder, keyFile: key, anchor: anchor).run(context)
        }
    }

    struct Export: ToolCommand {
        static let path = "audit export"
        static let configuration = verb(Caducee.help(AuditHelp.export))

        @Argument(help: ArgumentHelp(Caducee.help(AuditHelp.argumentFolder)))
        var folder: String?

        @Option(help: ArgumentHelp(Caducee.help(AuditHelp.optionFrom), valueName: "time"))
        var from: String?

        @Option(help: ArgumentHelp(Caducee.help(AuditHelp.optionTo), valueName: "time"))
        var to: String?

        @Option(help: ArgumentHelp(Caducee.help(AuditHelp.optionPerson), valueName: "id"))
        var person: String?

        @Option(
            name: .customLong("site-key"), help: ArgumentHelp(Caducee.help(AuditHelp.optionSiteKey), valueName: "path"))
        var siteKey: String?

        @Option(help: ArgumentHelp(Caducee.help(AuditHelp.optionOut), valueName: "path"))
        var out: String?

        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            var request = AuditExport.Request(folder ?? AuditFolderName.standard(context.environment))
            request.from = try from.map { try Export.moment($0, "--from").begin }
            request.until = try to.map { try Export.moment($0, "--to").end }
            request.person = person
            request.siteKey = siteKey
            request.output = out
            return try AuditExport(request).run(context)
        }

        /// A day, from its first millisecond to the one after its last, or a moment.
        private static func moment(_ text: String, _ option: String) throws -> (begin: Int64, end: Int64) {
            func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
            if text.utf8.count == 10, let day = try? Date(text + "T00:00:00Z", strategy: .iso8601) {
                return (milliseconds(day), milliseconds(day) + 86_400_000)
            }
            guard let date = try? Date(text, strategy: .iso8601) else {
                throw Failure(.usage, .usage("\(option): 2026-01-31, 2026-01-31T18:00:00Z"))
            }
            return (milliseconds(date), milliseconds(date))
        }
    }
}
