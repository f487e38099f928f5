// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardToolSupport
internal import Foundation

/// A verb: it is told its context and answers with a report; how that is shown is not its affair.
protocol ToolCommand: ParsableCommand {
    /// Noun and verb, as the envelope names the command.
    static var path: String { get }
    var global: GlobalOptions { get }
    func report(_ context: CommandContext) throws -> Report
}

extension ToolCommand {
    /// The configuration of a verb, named as in its path.
    ///
    /// A name that is left out is derived by reflection, for every command at every start: a sixth of the time that
    /// `caducee reader list` takes.
    static func verb(_ abstract: String) -> CommandConfiguration {
        CommandConfiguration(commandName: path.split(separator: " ").last.map(String.init), abstract: abstract)
    }

    func run() throws {
        let context = CommandContext(
            console: Console(), language: Caducee.language, command: Self.path, isJSON: global.json,
            isQuiet: global.quiet, readerName: global.readerName, interruption: Caducee.interruption,
            environment: ProcessInfo.processInfo.environment,
            openReaders: Readers.open)
        let status = context.run { try report($0) }
        guard status == .ok else { throw ExitCode(status.rawValue) }
    }
}
