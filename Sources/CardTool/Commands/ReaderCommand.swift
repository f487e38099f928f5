// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardToolSupport

struct ReaderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader", abstract: Caducee.help(.reader), subcommands: [List.self, Watch.self])

    struct List: ToolCommand {
        static let path = "reader list"
        static let configuration = verb(Caducee.help(.readerList))

        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try ReaderList.run(context)
        }
    }

    struct Watch: ToolCommand {
        static let path = "reader watch"
        static let configuration = verb(Caducee.help(.readerWatch))

        @Option(help: ArgumentHelp(Caducee.help(.optionCount), valueName: "n"))
        var count: Int?

        @Option(name: .customLong("for"), help: ArgumentHelp(Caducee.help(.optionFor), valueName: "s"))
        var seconds: Int?

        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard (count ?? 1) > 0, (seconds ?? 1) > 0 else {
                throw ValidationError("--count, --for: > 0")
            }
        }

        func report(_ context: CommandContext) throws -> Report {
            try ReaderWatch(count: count, duration: seconds.map { .seconds($0) }).run(context)
        }
    }
}
