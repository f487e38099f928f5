// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
public import ISO7816

/// What every command works with: its way to people, to programs, to readers and to secrets.
public struct CommandContext: Sendable {
    /// Where answers and diagnostics go.
    public let console: Console
    /// The language of all sentences.
    public let language: Language
    /// Noun and verb, as the envelope names the command.
    public let command: String
    /// Whether the answer is one JSON object.
    public let isJSON: Bool
    /// Whether progress and notices are left out.
    public let isQuiet: Bool
    /// The beginning of the reader's name, when one was given.
    public let readerName: String?
    /// What Ctrl-C does.
    public let interruption: Interruption
    /// The process's environment, for folders of the user; empty where a command shall leave none.
    public let environment: [String: String]
    /// Opens the readers of this machine.
    public let openReaders: @Sendable () throws(CardError) -> any CardReaderService

    /// From its parts.
    public init(
        console: Console, language: Language, command: String, isJSON: Bool = false, isQuiet: Bool = false,
        readerName: String? = nil, interruption: Interruption, environment: [String: String] = [:],
        openReaders: @escaping @Sendable () throws(CardError) -> any CardReaderService
    ) {
        self.console = console
        self.language = language
        self.command = command
        self.isJSON = isJSON
        self.isQuiet = isQuiet
        self.readerName = readerName
        self.interruption = interruption
        self.environment = environment
        self.openReaders = openReaders
    }

    /// A sentence in the person's language.
    public func text(_ message: some Message) -> String {
        message.text(in: language)
    }

    /// A notice for the person at the terminal, left out with `--quiet`.
    public func notice(_ message: some Message) {
        guard !isQuiet else { return }
        console.diagnostic(text(message))
    }

    /// Runs a command, tells its outcome in the form asked for, and returns how the process ends.
    public func run(_ body: (CommandContext) throws -> Report) -> ExitStatus {
        interruption.onInterrupt { [self] change in
            end(Report(failure: Failure(.interrupted, .interrupted(cardChanged: change))))
        }
        let report: Report
        do {
            report = try body(self)
        } catch {
            report = Report(failure: Failure(any: error))
        }
        end(report)
        return report.failure?.exit ?? .ok
    }

    /// Tells the outcome, unless somebody has done so already.
    public func end(_ report: Report) {
        guard console.claimEnd() else { return }
        console.clearRewritableLine()
        if report.isStreamed, report.failure == nil { return }
        guard !isJSON else {
            let envelope = Envelope(
                command: command, data: report.data, failure: report.failure, warnings: report.warnings)
            console.line(envelope.json(in: language).encoded)
            return
        }
        for line in report.lines { console.line(line) }
        if !isQuiet {
            for warning in report.warnings { console.diagnostic(warning.text(in: language)) }
        }
        guard let failure = report.failure else { return }
        console.diagnostic(failure.message.text(in: language))
        if let hint = failure.hint { console.diagnostic(hint.text(in: language)) }
    }
}
