// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation

/// A few files, and the openssl command line working on them.
struct TestFolder {
    private let folder: TemporaryFolder

    init(_ files: [String: [UInt8]]) throws {
        folder = try TemporaryFolder()
        for (name, bytes) in files { try Data(bytes).write(to: URL(filePath: path(name))) }
    }

    private func path(_ name: String) -> String { folder.file(name) }

    /// Runs it there; whether it agrees.
    func openssl(_ arguments: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = URL(filePath: path(""))
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
