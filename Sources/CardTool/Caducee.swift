// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardToolSupport
internal import Foundation

/// The command line tool: a tree of nouns and verbs, thin over CardToolSupport.
@main
struct Caducee: ParsableCommand {
    static let version = "0.1.0"
    /// Known before parsing, because help pages are written while the commands are described.
    static let language = Language(
        arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
    static let interruption = Interruption()

    static let configuration = CommandConfiguration(
        commandName: "caducee",
        abstract: help(.caducee),
        discussion: exitCodes,
        version: version,
        subcommands: subcommands
    )

    /// The noun that the first argument names, else all of them, for help pages, completions and errors.
    ///
    /// What a command conforms to is searched through the whole program, for every command that is listed: most of the
    /// time that a short command takes.
    private static var subcommands: [any ParsableCommand.Type] {
        let named = CommandLine.arguments.dropFirst().first
        let chosen = nouns.filter { $0.name == named }
        return (chosen.isEmpty ? nouns : chosen).map(\.command)
    }

    static let nouns: [(name: String, command: any ParsableCommand.Type)] = [
        ("status", StatusTool.self), ("reader", ReaderCommand.self), ("card", CardNoun.self),
        ("cert", CertificateNoun.self), ("pin", PINNoun.self), ("sign", SignNoun.self), ("auth", AuthNoun.self),
        ("fse", FSENoun.self), ("pkcs11", PKCS11Noun.self), ("audit", AuditNoun.self), ("badge", BadgeNoun.self),
        ("session", SessionNoun.self), ("doctor", DoctorCommand.self), ("apdu", APDUCommand.self),
    ]

    @OptionGroup var global: GlobalOptions

    static func main() {
        ProcessHardening.apply()
        interruption.install()
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            try ArgumentScreen.refuseSecrets(in: arguments)
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch let status as ExitCode {
            Foundation.exit(status.rawValue)
        } catch {
            Foundation.exit(tell(error, arguments).rawValue)
        }
    }

    /// A sentence for help pages.
    static func help(_ message: HelpMessage) -> String {
        message.text(in: language)
    }

    private static var exitCodes: String {
        let codes = ExitStatus.allCases.map { "\($0.rawValue) \($0.text(in: language))" }
        return help(.exitCodes) + (language == .french ? " : " : ": ") + codes.joined(separator: ", ") + "."
    }

    /// Help, version and scripts go to standard output; anything else is a usage error in the form asked for.
    private static func tell(_ error: any Error, _ arguments: [String]) -> ExitStatus {
        let console = Console()
        if !(error is Failure), exitCode(for: error).isSuccess {
            let page = fullMessage(for: error)
            // A completion script is code: nothing in it is translated.
            let isScript = arguments.contains { $0.hasPrefix("--generate-completion-script") }
            console.verbatim((isScript ? page : HelpPage.text(page, in: language)) + "\n")
            return .ok
        }
        let path = CommandPath(arguments)
        var failure = error as? Failure
        if failure == nil {
            let complaint = HelpPage.complaint(message(for: error), in: language)
            failure = Failure(.usage, .usage(complaint), hint: .seeHelp(path.typed))
        }
        let context = CommandContext(
            console: console, language: language, command: path.name, isJSON: EarlyOptions(arguments).json,
            interruption: interruption, openReaders: Readers.open)
        context.end(Report(failure: failure))
        return failure?.exit ?? .internalError
    }
}
