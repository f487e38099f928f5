// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import FSE
internal import FSEDocuments

/// The account of a lot.
struct LotReport {
    private let plan: LotPlan
    private let outcome: LotOutcome
    private let context: CommandContext

    init(_ plan: LotPlan, _ outcome: LotOutcome, _ context: CommandContext) {
        self.plan = plan
        self.outcome = outcome
        self.context = context
    }

    var report: Report {
        var report = Report(data: json, warnings: [FSEMessage.unaccredited])
        if let archive = outcome.archive {
            report.lines = [context.text(FSEMessage.lotDone(count: outcome.signed.count, archive: archive))]
        }
        guard let stop = outcome.stop else { return report }
        // Before a number was bound there is no lot whose account could be given.
        if outcome.lot != nil {
            report.lines = [
                context.text(
                    FSEMessage.lotStopped(signed: outcome.signed.count, notSigned: outcome.notSigned.count))
            ]
            if !outcome.notSigned.isEmpty { report.lines.append(ranges(outcome.notSigned)) }
        }
        var failure = Failure(stop)
        if outcome.lot != nil, failure.hint == nil { failure.hint = FSEMessage.runAgain }
        report.failure = failure
        return report
    }

    private var json: CardToolSupport.JSONValue {
        [
            "lot": CardToolSupport.JSONValue(outcome.lot),
            "archive": CardToolSupport.JSONValue(outcome.archive),
            "issuer": .string(plan.holder.certificateIdentifier),
            "activity": .number(plan.holder.activity.number),
            "signed": .array(outcome.signed.sorted().map { .number($0) }),
            "not_signed": .array(outcome.notSigned.sorted().map { .number($0) }),
            "accredited": false,
            "stop": CardToolSupport.JSONValue(outcome.stop?.code),
        ]
    }

    /// `12-15, 17`: exact and short.
    private func ranges(_ numbers: [Int]) -> String {
        var parts: [ClosedRange<Int>] = []
        for number in numbers.sorted() {
            if let last = parts.last, last.upperBound == number - 1 {
                parts[parts.count - 1] = last.lowerBound...number
            } else {
                parts.append(number...number)
            }
        }
        return parts.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
