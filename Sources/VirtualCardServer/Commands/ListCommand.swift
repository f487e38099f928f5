// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Names the profiles.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Names the profiles that can be run, one per line.")

    @OptionGroup var cards: CardsOption

    func run() throws {
        let folders = ProfileFolders(cards)
        let names = folders.names()
        guard !names.isEmpty else {
            Diagnostics.report("no profile in \(folders.places.joined(separator: ", "))")
            throw ExitCode.failure
        }
        for name in names { print(name) }
    }
}

extension ProfileFolders {
    /// As the command line says.
    init(_ option: CardsOption) {
        self.init(
            option: option.folder, environment: ProcessInfo.processInfo.environment,
            executable: Bundle.main.executablePath ?? CommandLine.arguments.first ?? "")
    }
}
