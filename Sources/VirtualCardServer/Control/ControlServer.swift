// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import VirtualCardPlugs

/// Listens on the control socket and hands requests to the house of cards.
final class ControlServer: Sendable {
    private let path: String
    private let listener: LineSocket
    private let handler: ControlHandler

    /// Begins to listen; requests are answered from then on.
    init(path: String, handler: ControlHandler) throws {
        self.path = path
        self.handler = handler
        listener = try LineSocket.listen(at: path)
        Thread.detachNewThread { self.run() }
    }

    /// Ends: the socket's file disappears.
    func stop() {
        listener.shutDown()
        try? FileManager.default.removeItem(atPath: path)
    }

    private func run() {
        while let client = listener.accept() {
            // Every client is this user: a thread each is no way to hurt anybody else.
            Thread.detachNewThread { self.serve(client) }
        }
    }

    private func serve(_ client: LineSocket) {
        defer { client.close() }
        var rest: [UInt8] = []
        while let line = client.readLine(after: &rest) {
            let (answer, isLast) = handler.answer(to: Data(line))
            let isHeard = client.write(line: Array(answer.line()))
            // Only now: the client that asked for the end hears that it comes.
            if isLast { TerminationSignals.request() }
            guard isHeard, !isLast else { return }
        }
    }
}
