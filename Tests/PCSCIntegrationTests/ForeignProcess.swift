// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Another process at the same reader (Tests/Fixtures/PCSC/foreign-client.py).
///
/// Used by one thread at a time, hence @unchecked.
final class ForeignProcess: @unchecked Sendable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts it, connected to nothing.
    init(at reader: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = PrivateService.root.appending(path: "Tests/Fixtures/PCSC/foreign-client.py").path
        process.arguments = ["python3", script, reader]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        guard line() == "00000000" else { throw PrivateService.Failure.didNotStart }
    }

    /// Gives an order and waits for its answer: the result code in hexadecimal, then what the order gives.
    @discardableResult
    func order(_ text: String) -> String {
        start(text)
        return line()
    }

    /// Gives an order without waiting.
    func start(_ text: String) {
        try? input.fileHandleForWriting.write(contentsOf: Data((text + "\n").utf8))
    }

    /// The answer to an order that was started.
    func line() -> String {
        var text = Data()
        while let byte = try? output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty {
            text += byte
        }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespaces)
    }

    /// Its pid.
    var pid: pid_t { process.processIdentifier }

    deinit {
        // SIGKILL: the mask of the thread that ran us is inherited, and thread pools block the rest.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
