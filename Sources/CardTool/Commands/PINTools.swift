// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport

struct PINNoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: Caducee.help(CardHelp.pin),
        subcommands: [Status.self, Verify.self, Change.self, Unblock.self])

    struct Status: ToolCommand {
        static let path = "pin status"
        static let configuration = verb(Caducee.help(CardHelp.pinStatus))

        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try PINCommands.status(context)
        }
    }

    struct Verify: ToolCommand {
        static let path = "pin verify"
        static let configuration = verb(Caducee.help(CardHelp.pinVerify))

        @OptionGroup var pin: PINOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try PINCommands.verify(context, pin.presentation)
        }
    }

    struct Change: ToolCommand {
        static let path = "pin change"
        static let configuration = verb(Caducee.help(CardHelp.pinChange))

        @OptionGroup var pin: PINOptions
        @OptionGroup var new: NewPINOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try PINCommands.change(context, pin.presentation(newPIN: new.newPIN))
        }
    }

    struct Unblock: ToolCommand {
        static let path = "pin unblock"
        static let configuration = verb(Caducee.help(CardHelp.pinUnblock))

        @Flag(help: ArgumentHelp(Caducee.help(.optionUseLastTry)))
        var useLastTry = false

        @Option(
            name: .customLong("confirm-fd"),
            help: ArgumentHelp(Caducee.help(.optionConfirmDescriptor), valueName: "n"))
        var confirmation: Int32?

        @OptionGroup var puk: PUKOptions
        @OptionGroup var new: NewPINOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try PINCommands.unblock(
                context,
                PresentationOptions(
                    SecretDescriptors(newPIN: new.newPIN, puk: puk.puk, confirmation: confirmation),
                    usesLastTry: useLastTry))
        }
    }
}
