// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CardCommands
internal import CardToolSupport
internal import Foundation

struct PKCS11Noun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pkcs11", abstract: help(.pkcs11), subcommands: [Install.self, List.self, SelfTest.self])

    static func help(_ message: ModuleHelp) -> String { message.text(in: Caducee.language) }

    struct List: ToolCommand {
        static let path = "pkcs11 list"
        static let configuration = verb(help(.list))

        @OptionGroup var module: ModuleOptions
        @OptionGroup var global: GlobalOptions

        func report(_ context: CommandContext) throws -> Report {
            try PKCS11List(module: module.find()).run(context)
        }
    }

    struct SelfTest: ToolCommand {
        static let path = "pkcs11 selftest"
        static let configuration = verb(help(.selfTest))

        @Flag(help: ArgumentHelp(help(.optionSign)))
        var sign = false

        @Option(name: .customLong("pin-fd"), help: ArgumentHelp(Caducee.help(.optionPINDescriptor), valueName: "n"))
        var pin: Int32?

        @OptionGroup var module: ModuleOptions
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard sign || pin == nil else { throw ValidationError("--pin-fd: --sign") }
        }

        func report(_ context: CommandContext) throws -> Report {
            try PKCS11SelfTest(
                module: module.find(),
                places: RegistrationPlaces(environment: context.environment, isRoot: geteuid() == 0),
                signingWith: sign ? SecretDescriptors(pin: pin) : nil
            ).run(context)
        }
    }

    struct Install: ToolCommand {
        static let path = "pkcs11 install"
        static let configuration = verb(help(.install))

        @Flag(help: ArgumentHelp(help(.optionSystem)))
        var system = false

        @Flag(help: ArgumentHelp(help(.optionUser)))
        var user = false

        @Flag(help: ArgumentHelp(help(.optionHistoricLinks)))
        var historicLinks = false

        @Option(help: ArgumentHelp(help(.optionNSS), valueName: "path"))
        var nss: String?

        @Option(help: ArgumentHelp(help(.optionRoot), valueName: "path"))
        var root: String?

        @Flag(help: ArgumentHelp(help(.optionDryRun)))
        var dryRun = false

        @Flag(help: ArgumentHelp(help(.optionUninstall)))
        var uninstall = false

        @OptionGroup var module: ModuleOptions
        @OptionGroup var global: GlobalOptions

        private var scope: RegistrationPlaces.Scope {
            system || !user && geteuid() == 0 ? .system : .user
        }

        func validate() throws {
            guard !(system && user) else { throw ValidationError("--system, --user") }
            guard !historicLinks || scope == .system else { throw ValidationError("--historic-links: --system") }
            // A database is a user's, not a package's.
            guard nss == nil || root == nil else { throw ValidationError("--nss, --root") }
        }

        func report(_ context: CommandContext) throws -> Report {
            let root = root.map { URL(fileURLWithPath: $0).standardizedFileURL.path } ?? ""
            // What is left of a module that was removed must be removable too.
            let path = uninstall ? try? module.find(root: root) : try module.find(root: root)
            var request = PKCS11Install.Request(scope, module: path)
            request.linksHistoricPaths = historicLinks
            request.nss = nss
            request.isDryRun = dryRun
            request.isRemoval = uninstall
            let places = RegistrationPlaces(
                environment: context.environment, isRoot: geteuid() == 0, root: root)
            return try PKCS11Install(request, places: places).run(context)
        }
    }
}

/// Which module a command is about.
struct ModuleOptions: ParsableArguments {
    @Option(name: .customLong("module"), help: ArgumentHelp(PKCS11Noun.help(.optionModule), valueName: "path"))
    var path: String?

    func find(root: String = "") throws -> String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        return try ModulePlace.find(path, program: program, root: root)
    }
}
