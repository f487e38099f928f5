// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport
internal import Foundation

struct FSENoun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fse", abstract: Caducee.help(CardHelp.fse), subcommands: [Sign.self, Verify.self])

    struct Sign: ToolCommand {
        static let path = "fse sign"
        static let configuration = verb(Caducee.help(CardHelp.fseSign))

        @Argument(help: ArgumentHelp(Caducee.help(CardHelp.argumentFSE)))
        var inputs: [String]

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionOutFolder), valueName: "path"))
        var out: String

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionActivity), valueName: "n"))
        var activity: Int?

        @Option(name: .customLong("signing-time"), help: ArgumentHelp(Caducee.help(CardHelp.optionSigningTime)))
        var signingTime: String?

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionScheme)))
        var scheme = SchemeName.pkcs1

        @Option(help: ArgumentHelp(Caducee.help(CardHelp.optionRegister), valueName: "path"))
        var register: String?

        @OptionGroup var pin: PINOptions
        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws { _ = try signingTime.map(Sign.seconds) }

        func report(_ context: CommandContext) throws -> Report {
            let fixed = try signingTime.map(Sign.seconds)
            let request = FSESign.Request(
                inputs: inputs, output: out, register: register ?? Sign.defaultRegister, activity: activity,
                isPSS: scheme == .pss, now: fixed ?? Caducee.now)
            let begun = ContinuousClock.now
            return try FSESign(
                request, trust: trust.load(), presentation: pin.presentation,
                clock: { fixed ?? Caducee.now }, uptime: { ContinuousClock.now - begun }
            ).run(context)
        }

        /// Seconds since 1970, or a moment of ISO 8601 in UTC.
        private static func seconds(_ text: String) throws -> Int64 {
            if let seconds = Int64(text) { return seconds }
            guard let date = try? Date(text, strategy: .iso8601) else {
                throw ValidationError("--signing-time: 2026-01-31T18:00:00Z")
            }
            return Int64(date.timeIntervalSince1970)
        }

        private static var defaultRegister: String {
            let environment = ProcessInfo.processInfo.environment
            let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? ".") + "/.local/share"
            return data + "/caducee/register.sqlite"
        }
    }

    struct Verify: ToolCommand {
        static let path = "fse verify"
        static let configuration = verb(Caducee.help(CardHelp.fseVerify))

        @Argument(help: ArgumentHelp(Caducee.help(CardHelp.argumentVerify)))
        var paths: [String]

        @OptionGroup var trust: TrustOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try FSEVerify(paths, trust: trust.load()).run(context)
        }
    }
}
