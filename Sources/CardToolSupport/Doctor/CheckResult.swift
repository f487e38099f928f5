// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One line of a diagnosis.
public struct CheckResult: Sendable {
    /// How a check ended.
    public enum Level: String, Hashable, Sendable {
        case ok, warning, failed
    }

    /// The check's stable name.
    public var name: String
    /// How it ended.
    public var level: Level
    /// What was found.
    public var finding: any Message
    /// What to do about it.
    public var hint: (any Message)?
    /// What a failure makes the process end with.
    public var exit: FailureCode

    /// All is well.
    public static func ok(_ name: String, _ finding: DoctorMessage) -> CheckResult {
        CheckResult(name: name, level: .ok, finding: finding, hint: nil, exit: .failed)
    }

    /// Something that may disturb.
    public static func warning(_ name: String, _ finding: DoctorMessage, hint: DoctorMessage? = nil) -> CheckResult {
        CheckResult(name: name, level: .warning, finding: finding, hint: hint, exit: .failed)
    }

    /// Something that must be mended first.
    public static func failed(
        _ name: String, _ finding: DoctorMessage, _ exit: FailureCode, hint: (any Message)?
    ) -> CheckResult {
        CheckResult(name: name, level: .failed, finding: finding, hint: hint, exit: exit)
    }

    /// A check of another catalogue.
    public init(
        _ name: String, _ level: Level, _ finding: any Message, hint: (any Message)? = nil,
        exit: FailureCode = .failed
    ) {
        self.init(name: name, level: level, finding: finding, hint: hint, exit: exit)
    }

    private init(name: String, level: Level, finding: any Message, hint: (any Message)?, exit: FailureCode) {
        self.name = name
        self.level = level
        self.finding = finding
        self.hint = hint
        self.exit = exit
    }

    /// For programs.
    func json(_ language: Language) -> JSONValue {
        [
            "check": .string(name),
            "level": .string(level.rawValue),
            "finding": .string(finding.text(in: language)),
            "hint": JSONValue(hint?.text(in: language)),
        ]
    }
}
