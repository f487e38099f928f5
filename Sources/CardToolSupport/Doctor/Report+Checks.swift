// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

extension Report {
    /// Lines of a diagnosis and their sum; the first failure decides, because it is the one to mend first.
    public init(checks: [CheckResult], _ context: CommandContext) {
        let failures = checks.filter { $0.level == .failed }
        let warnings = checks.filter { $0.level == .warning }
        var lines: [String] = []
        for check in checks {
            let level = context.text(DoctorMessage.level(check.level))
            lines.append(
                level.padding(toLength: 10, withPad: " ", startingAt: 0) + check.finding.text(in: context.language))
            if let hint = check.hint { lines.append("          → " + hint.text(in: context.language)) }
        }
        lines.append(context.text(DoctorMessage.summary(failures: failures.count, warnings: warnings.count)))
        self.init(
            lines: lines,
            data: ["checks": .array(checks.map { $0.json(context.language) })],
            failure: failures.first.map { Failure($0.exit, $0.finding, hint: $0.hint) }
        )
    }
}
