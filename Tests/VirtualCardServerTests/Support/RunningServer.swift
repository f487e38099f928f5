// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import Testing
import VirtualCardPlugs

@testable import VirtualCardServer

/// `caducee-cards run` as a process of its own, with fake readers before it.
final class RunningServer {
    let folder: TemporaryFolder
    /// The reader of the contact face, or of the contactless one where only that is there.
    let contact: FakeVPCD
    private let process = Process()
    private let output = Pipe()
    private var lines = Data()

    init(
        _ profile: String = "transcript-cps3", in folder: TemporaryFolder, isReaderThere: Bool = true,
        isContactless: Bool = false, more arguments: [String] = []
    ) throws {
        self.folder = folder
        contact = try #require(FakeVPCD(listens: isReaderThere))
        // The test bundle is built beside the products.
        let here = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        process.executableURL = here.appendingPathComponent("caducee-cards")
        process.arguments =
            [
                "run", profile, "--port", "\(isContactless ? contact.port - 1 : contact.port)", "--cards",
                TestCards.folder,
            ]
            + ["--control", folder.file("ctl"), "--state", folder.file("state"), "--seed", "1"] + arguments
        process.standardOutput = output
        try process.run()
    }

    deinit { kill() }

    /// Everything the server has printed when it ended.
    func printed() throws -> String {
        process.waitUntilExit()
        lines += try output.fileHandleForReading.readToEnd() ?? Data()
        return String(decoding: lines, as: UTF8.self)
    }

    /// Waits for the first line of output, or for the end.
    func waitUntilReady() {
        while !lines.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return }
            lines += more
        }
    }

    var exitCode: Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    var processIdentifier: Int32 { process.processIdentifier }

    /// Ends it as a service manager does.
    func terminate() { process.terminate() }

    /// Ends it as a power cut does.
    func kill() {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// A connection to the control socket, as soon as there is one.
    func control() throws -> ControlClient {
        for _ in 0..<1000 {
            if let socket = try? LineSocket.connect(to: folder.file("ctl")) { return ControlClient(socket, of: self) }
            Thread.sleep(forTimeInterval: 0.005)
        }
        throw ControlFailure("no control socket")
    }
}

/// A client that asks and awaits the answer.
final class ControlClient {
    private let socket: LineSocket
    private var rest: [UInt8] = []

    // A server ends with its owner: whoever talks to it keeps it.
    private let server: RunningServer

    init(_ socket: LineSocket, of server: RunningServer) {
        self.socket = socket
        self.server = server
    }

    deinit { socket.close() }

    func ask(_ line: String) throws -> ControlAnswer {
        guard socket.write(line: Array(line.utf8)), let answer = socket.readLine(after: &rest) else {
            throw ControlFailure("no answer")
        }
        return try ControlAnswer(line: Data(answer))
    }
}
