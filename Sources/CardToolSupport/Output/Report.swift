// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a command has to say when it is done: for people, for programs, and how it went.
public struct Report: Sendable {
    /// Lines for people, on standard output.
    public var lines: [String]
    /// The same for programs.
    public var data: JSONValue
    /// What is worth knowing.
    public var warnings: [any Message]
    /// Set when data was found and the command failed all the same.
    public var failure: Failure?

    /// From its parts.
    public init(
        lines: [String] = [], data: JSONValue = .null, warnings: [any Message] = [], failure: Failure? = nil
    ) {
        self.lines = lines
        self.data = data
        self.warnings = warnings
        self.failure = failure
    }

    /// The end of a command that has told everything already, line by line: only a failure is added.
    public static let streamed: Report = {
        var report = Report()
        report.isStreamed = true
        return report
    }()

    private(set) var isStreamed = false
}
