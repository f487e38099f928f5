// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import AuditTrail
public import CardToolSupport

/// The command `caducee audit export [DIR]`: records of a period, or what a person may ask to see of themselves.
public struct AuditExport: Sendable {
    /// What is asked for.
    public struct Request: Sendable {
        /// The trail's folder.
        public var folder: String
        /// Milliseconds since 1970: from here on.
        public var from: Int64?
        /// Milliseconds since 1970: before this.
        public var until: Int64?
        /// A national identifier, or `pseudonym:` and a pseudonym.
        public var person: String?
        /// The file of the site's key.
        public var siteKey: String?
        /// The file to write; nil for standard output.
        public var output: String?

        /// Everything in a folder.
        public init(_ folder: String) { self.folder = folder }
    }

    private let request: Request

    /// Of what is asked for.
    public init(_ request: Request) { self.request = request }

    /// Exports; a trail that is broken is exported as far as it can be read, and that is said.
    public func run(_ context: CommandContext) throws -> Report {
        var selection = AuditSelection(from: request.from, until: request.until, people: try people())
        var lines: [AuditLine] = []
        let result: AuditReport
        do throws(AuditError) {
            result = try AuditVerification.run(path: request.folder) { line in
                if selection.wants(line) { lines.append(line) }
            }
        } catch {
            throw Failure(trail: error, path: request.folder)
        }
        var report = Report()
        if let output = request.output {
            try OutputFile.write(lines.flatMap { Array($0.text.utf8) + [0x0A] }, to: output)
            report.lines = [context.text(AuditMessage.exported(lines.count))]
        } else {
            report.lines = lines.map(\.text)
        }
        report.data = [
            "folder": .string(request.folder), "records": .number(lines.count), "out": JSONValue(request.output),
            "lines": request.output == nil && context.isJSON ? .array(lines.map(json)) : .null,
        ]
        report.failure = Failure(result) { .exportOfBroken($0) }
        return report
    }

    /// The person by each of the names under which the trail may know them.
    private func people() throws(Failure) -> Set<AuditPerson>? {
        guard let text = request.person else { return nil }
        guard let person = AuditPerson(text: text) else {
            throw Failure(.usage, AuditMessage.badPerson as any Message)
        }
        guard case .professional(let identifier) = person, let path = request.siteKey else { return [person] }
        do throws(AuditError) {
            return [person, .pseudonym(try PseudonymKey(path: path).pseudonym(of: identifier))]
        } catch {
            throw Failure(.inputInvalid, AuditMessage.badKey(path) as any Message)
        }
    }

    private func json(_ line: AuditLine) -> JSONValue {
        .object(
            line.members.map { member in
                switch member.value {
                case .text(let text): JSONValue.Member(member.name, .string(text))
                case .number(let number): JSONValue.Member(member.name, .number(number))
                case .numbers(let numbers): JSONValue.Member(member.name, .array(numbers.map { .number($0) }))
                }
            })
    }
}
