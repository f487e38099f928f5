// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The private PostgreSQL server that the tests of stores share; it ends with the test process.
final class PrivateServer: Sendable {
    static let shared = Result { try PrivateServer() }

    /// For libpq.
    let target: String
    private let control: String
    private let wrapper: Process

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Whether it is installed; where it must be, absence fails instead of skipping.
    static var isWanted: Bool {
        ProcessInfo.processInfo.environment["CADUCEE_REQUIRE_POSTGRESQL"] == "1"
            || FileManager.default.fileExists(atPath: "/usr/lib/postgresql")
    }

    /// Another one, for a test that stops it.
    init() throws {
        wrapper = Process()
        wrapper.executableURL = PrivateServer.root.appending(path: "tools/private-postgresql")
        wrapper.arguments = ["--quick", "--hold"]
        let output = Pipe()
        wrapper.standardOutput = output
        // Its end is the end of the server: when this process is gone, so is the pipe.
        wrapper.standardInput = Pipe()
        try wrapper.run()
        var told: [String: String] = [:]
        var text = Data()
        while !text.suffix(6).elementsEqual(Data("ready\n".utf8)) {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Failure.didNotStart }
            text += piece
        }
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { told[String(parts[0])] = String(parts[1]) }
        }
        guard let target = told["CADUCEE_POSTGRESQL"], let control = told["CADUCEE_POSTGRESQL_CONTROL"] else {
            throw Failure.didNotStart
        }
        self.target = target
        self.control = control
    }

    /// `stop`, `start` or `kill`.
    func control(_ verb: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: control)
        process.arguments = [verb]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure.didNotStart }
    }

    /// A connection string for a database of one's own.
    func database(_ name: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["psql", "-q", target, "-c", "CREATE DATABASE \(name)"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure.didNotStart }
        return target.replacingOccurrences(of: "dbname=postgres", with: "dbname=\(name)")
    }

    enum Failure: Error { case didNotStart }
}
