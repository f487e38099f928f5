// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs programs.
enum Shell {
    struct Result {
        let status: Int32
        let output: String
    }

    static func run(_ program: String, _ arguments: [String]) throws -> Result {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }
}

/// A folder of the owner alone, removed with its value.
final class TemporaryFolder: Sendable {
    let path: String
    private let isOwner: Bool

    init() throws {
        isOwner = true
        path = FileManager.default.temporaryDirectory.appending(path: "caducee-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// A folder that another process made and removes.
    init(existing path: String) { self.path = path; isOwner = false }

    deinit { if isOwner { try? FileManager.default.removeItem(atPath: path) } }
}
