// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport

struct APDUCommand: ToolCommand {
    static let path = "apdu"
    static let configuration = CommandConfiguration(commandName: "apdu", abstract: Caducee.help(.apdu))

    @Argument(help: ArgumentHelp(Caducee.help(.argumentAPDU), valueName: "hex"))
    var commands: [String]

    @Flag(name: .customLong("unsafe"), help: ArgumentHelp(Caducee.help(.optionUnsafe)))
    var isUnsafe = false

    @OptionGroup var global: GlobalOptions

    func report(_ context: CommandContext) throws -> Report {
        try RawExchange(hexadecimal: commands, isUnsafe: isUnsafe, isTestCard: TestCard.isProven).run(context)
    }
}
