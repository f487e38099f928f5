// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Servers that a program of ours runs for the tests; they end with the test process.
final class HeldServers: Sendable {
    /// Our OpenLDAP servers.
    static let slapd = Result { try HeldServers("tools/private-slapd", ["--hold"]) }
    /// Servers that no directory should be.
    static let odd = Result {
        let folder = try slapd.get().folder()
        return try HeldServers(
            "/usr/bin/env",
            [
                "python3", root.appending(path: "Tests/Interop/odd_directory.py").path, "\(folder)/good.pem",
                "\(folder)/good.key",
            ])
    }

    /// What they told of themselves.
    let told: [String: String]
    private let wrapper: Process

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Whether slapd is installed; where it must be, absence fails instead of skipping.
    static var areWanted: Bool {
        ProcessInfo.processInfo.environment["CADUCEE_REQUIRE_SLAPD"] == "1"
            || FileManager.default.fileExists(atPath: "/usr/sbin/slapd")
    }

    private init(_ program: String, _ arguments: [String]) throws {
        wrapper = Process()
        wrapper.executableURL =
            program.hasPrefix("/") ? URL(filePath: program) : HeldServers.root.appending(path: program)
        wrapper.arguments = arguments
        let output = Pipe()
        wrapper.standardOutput = output
        // Its end is the end of the servers: when this process is gone, so is the pipe.
        wrapper.standardInput = Pipe()
        try wrapper.run()
        var text = Data()
        while !text.suffix(6).elementsEqual(Data("ready\n".utf8)) {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Failure.didNotStart }
            text += piece
        }
        var told: [String: String] = [:]
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            told[String(parts[0])] = String(parts[1])
            // "NAME=PORT NAME=PORT ..."
            for pair in parts[1].split(separator: " ") where parts[0] == "CADUCEE_SLAPD_PORTS" {
                let named = pair.split(separator: "=")
                if named.count == 2 { told[String(named[0])] = String(named[1]) }
            }
        }
        self.told = told
    }

    /// Where the certificates are.
    func folder() throws -> String {
        guard let folder = told["CADUCEE_SLAPD"] else { throw Failure.didNotStart }
        return folder
    }

    /// The port of one of them.
    func port(_ name: String) throws -> UInt16 {
        guard let port = told[name].flatMap(UInt16.init) else { throw Failure.noSuchServer(name) }
        return port
    }

    enum Failure: Error { case didNotStart, noSuchServer(String) }
}
