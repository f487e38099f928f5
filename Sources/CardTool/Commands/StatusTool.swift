// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport

struct StatusTool: ToolCommand {
    static let path = "status"
    static let configuration = CommandConfiguration(commandName: "status", abstract: Caducee.help(CardHelp.status))

    @OptionGroup var global: GlobalOptions

    func report(_ context: CommandContext) throws -> Report {
        try StatusCommand.run(context)
    }
}
