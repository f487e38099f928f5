// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import VirtualCardPlugs

/// Asks something of a running server.
struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ctl",
        abstract: "Drives the cards of a running `caducee-cards run --control SOCKET`.",
        discussion: """
            VERBS
            \(ControlVerb.allCases.map(line).joined(separator: "\n"))

            FAULTS
              remove           The card leaves and stays out until `insert`.
              reset            The card loses its security state, and nobody is told.
              announced-reset  The command has no answer; the card leaves and comes back.
              field-loss       The same, by the name that it has without contacts.
              truncate         The answer ends at --byte or --answer-byte.
              oversize         --extra bytes too many before the status word.
              status           Another status word: --sw 6F00.
              endless          61FF with data to every command, until power or reset.
              silence          No answer; after --patience the server answers 6F00.
              delay            The answer comes --milliseconds late.
              duplicate        The command comes a second time; its second answer counts.
              foreign          Commands of another process come first: --apdu HEX, repeated.

            A fault strikes once: before the next command, before the k-th from now (--command K), after that \
            command was carried out and N bytes of its answer have left (--command K --byte N), or at the K-th byte \
            of all answers from now (--answer-byte K).

            The answer is one JSON object on one line; the exit code is 0 when its "ok" is true. The socket takes \
            the same objects as lines, with the long options as fields: \
            {"verb":"fault","card":"cps3-medecin","kind":"status","sw":"6F00","command":3}
            """)

    @Option(help: ArgumentHelp("The server's socket.", valueName: "socket"))
    var control: String

    @Argument(help: "What to do.")
    var verb: ControlVerb

    @Argument(help: ArgumentHelp("What the verb takes.", valueName: "value"))
    var values: [String] = []

    @Option(help: ArgumentHelp("The card; may be left out when there is only one.", valueName: "name"))
    var card: String?

    @Option(help: "The face; contact when nothing is said, and a badge's only one.")
    var face: FaceName?

    @Option(help: ArgumentHelp("fault: at the k-th command from now.", valueName: "k"))
    var command: Int?

    @Option(help: ArgumentHelp("fault: after so many bytes of that command's answer.", valueName: "n"))
    var byte: Int?

    @Option(help: ArgumentHelp("fault: at the k-th byte of all answers from now.", valueName: "k"))
    var answerByte: Int?

    @Option(help: ArgumentHelp("fault status: the status word.", valueName: "hex"))
    var sw: String?

    @Option(help: ArgumentHelp("fault oversize: how many bytes too many.", valueName: "n"))
    var extra: Int?

    @Option(help: ArgumentHelp("fault delay: how late.", valueName: "ms"))
    var milliseconds: Int?

    @Option(name: .customLong("apdu"), help: ArgumentHelp("fault foreign: a command.", valueName: "hex"))
    var apdus: [String] = []

    func run() throws {
        let request = try request()
        let answer: ControlAnswer
        do {
            let socket = try LineSocket.connect(to: control)
            defer { socket.close() }
            var rest: [UInt8] = []
            guard socket.write(line: Array(try JSONEncoder().encode(request))), let line = socket.readLine(after: &rest)
            else {
                throw ControlFailure("the server left without an answer")
            }
            answer = try ControlAnswer(line: Data(line))
        } catch {
            Diagnostics.report((error as? ControlFailure)?.reason ?? "\(error)")
            throw ExitCode.failure
        }
        FileHandle.standardOutput.write(answer.line() + Data("\n".utf8))
        guard answer.ok else { throw ExitCode.failure }
    }

    /// The request that the arguments mean.
    func request() throws -> ControlRequest {
        var request = ControlRequest(verb)
        request.card = card
        request.face = face
        request.command = command
        request.byte = byte
        request.answerByte = answerByte
        request.sw = sw
        request.extra = extra
        request.milliseconds = milliseconds
        request.apdus = apdus.isEmpty ? nil : apdus
        let wanted =
            switch verb {
            case .swap, .fault, .slow, .save, .load: 1
            case .set: 2
            default: 0
            }
        guard values.count == wanted else {
            throw ValidationError("\(verb.rawValue) takes \(wanted) value(s). \(verb.help)")
        }
        switch verb {
        case .swap: request.profile = values[0]
        case .fault: request.kind = try parsed(values[0])
        case .slow: request.milliseconds = try number(values[0])
        case .set: (request.counter, request.value) = (try parsed(values[0]), try number(values[1]))
        // The server has another working directory.
        case .save, .load: request.file = URL(fileURLWithPath: values[0]).path
        default: break
        }
        return request
    }

    private func parsed<Value: ExpressibleByArgument & CaseIterable & RawRepresentable>(
        _ text: String
    ) throws -> Value where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(text) is none of \(known).")
    }

    private func number(_ text: String) throws -> Int {
        guard let value = Int(text) else { throw ValidationError("\(text) is no number.") }
        return value
    }

    private static func line(_ verb: ControlVerb) -> String {
        "  " + verb.rawValue.padding(toLength: 17, withPad: " ", startingAt: 0) + verb.help
    }
}
