// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// The one object that `--json` prints.
public struct Envelope: Sendable {
    /// The version of the object's form; programs refuse others.
    public static let schema = "caducee/1"
    /// Noun and verb.
    public var command: String
    /// What the command found or made.
    public var data: JSONValue
    /// Why it failed.
    public var failure: Failure?
    /// What is worth knowing although the command went on.
    public var warnings: [any Message]

    /// From its parts.
    public init(
        command: String, data: JSONValue = .null, failure: Failure? = nil, warnings: [any Message] = []
    ) {
        self.command = command
        self.data = data
        self.failure = failure
        self.warnings = warnings
    }

    /// The object, its sentences in the given language.
    public func json(in language: Language) -> JSONValue {
        [
            "schema": .string(Envelope.schema),
            "ok": .bool(failure == nil),
            "command": .string(command),
            "data": data,
            "error": failure.map { Envelope.error($0, language) } ?? .null,
            "warnings": .array(warnings.map { .string($0.text(in: language)) }),
        ]
    }

    private static func error(_ failure: Failure, _ language: Language) -> JSONValue {
        [
            "code": .string(failure.code.rawValue),
            "exit": .number(Int(failure.exit.rawValue)),
            "message": .string(failure.message.text(in: language)),
            "hint": JSONValue(failure.hint?.text(in: language)),
            "tries_left": JSONValue(failure.triesLeft),
            "sw": JSONValue(failure.status?.description),
        ]
    }
}
