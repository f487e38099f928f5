// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardToolSupport

struct DoctorCommand: ToolCommand {
    static let path = "doctor"
    static let configuration = CommandConfiguration(commandName: "doctor", abstract: Caducee.help(.doctor))

    @OptionGroup var global: GlobalOptions

    func report(_ context: CommandContext) throws -> Report {
        try Doctor(ThisMachine(), version: Caducee.version).run(context)
    }
}
