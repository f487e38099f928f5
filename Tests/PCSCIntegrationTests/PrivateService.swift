// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The private pcscd that all tests of this target share; it ends with the test process.
final class PrivateService: Sendable {
    static let shared = Result { try PrivateService() }

    /// One reader for each way of use, so that a card's late removal disturbs no other test.
    static let names = ["Lecteur Un", "Lecteur Deux", "Lecteur Trois", "Lecteur Quatre"]

    /// Names as PC/SC shows them.
    let readers: [String]
    /// vpcd's ports, in the order of the readers.
    let ports: [UInt16]
    private let pidFile: String
    private let wrapper: Process

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Whether what these tests need is installed; where it must be, absence fails instead of skipping.
    static var isWanted: Bool {
        let environment = ProcessInfo.processInfo.environment
        if environment["CADUCEE_REQUIRE_PCSCD"] == "1" { return true }
        let isThere = FileManager.default.isExecutableFile(atPath:)
        return (isThere("/usr/sbin/pcscd") || isThere("/usr/local/sbin/pcscd"))
            && FileManager.default.fileExists(atPath: "/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
            && isThere("/usr/bin/env")
    }

    private init() throws {
        wrapper = Process()
        wrapper.executableURL = PrivateService.root.appending(path: "tools/private-pcscd")
        wrapper.arguments = ["--names", PrivateService.names.joined(separator: ","), "--hold"]
        let output = Pipe()
        wrapper.standardOutput = output
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
        readers = told["CADUCEE_VPCD_READERS", default: ""].split(separator: ";").map(String.init)
        ports = told["CADUCEE_VPCD_PORTS", default: ""].split(separator: ",").compactMap { UInt16($0) }
        pidFile = told["CADUCEE_PCSCD_PIDFILE", default: ""]
        guard readers.count == PrivateService.names.count, ports.count == readers.count else {
            throw Failure.didNotStart
        }
        // The client library looks for its socket when a context is opened; nothing has opened one before us.
        unsafe setenv("PCSCLITE_CSOCK_NAME", told["PCSCLITE_CSOCK_NAME", default: ""], 1)
    }

    /// The pid of the pcscd of the moment.
    var pid: pid_t? {
        (try? String(contentsOfFile: pidFile, encoding: .utf8)).flatMap {
            pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Kills pcscd with SIGKILL and, if asked, has another started in its place.
    func kill(andRestart restarts: Bool) {
        let before = pid
        Foundation.kill(wrapper.processIdentifier, restarts ? SIGUSR1 : SIGUSR2)
        if restarts {
            until { self.pid != before }
        } else if let before {
            until { Foundation.kill(before, 0) != 0 }
        }
    }

    /// Starts another after ``kill(andRestart:)`` without one.
    func restart() {
        kill(andRestart: true)
    }

    enum Failure: Error {
        case didNotStart
    }
}

/// Waits until something holds; at most ten seconds, so that a test fails instead of hanging.
func until(_ holds: () -> Bool) {
    for _ in 0..<1000 {
        if holds() { return }
        usleep(10_000)
    }
}
