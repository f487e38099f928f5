// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The numbers of docs/roaming-sessions.md §7, as they hold at one kiosk; durations in milliseconds.
public struct SessionPolicy: Hashable, Sendable {
    /// How long a session lives from its second factor on.
    public var validity: Int64 = 14_400_000
    /// Whether a tap alone may open.
    public var allowsOneFactor = true
    /// Whether an open kiosk locks when the session's life ends.
    public var hardLock = false
    /// When the end is announced, before it.
    public var warnings: [Int64] = [900_000, 300_000, 60_000]
    /// Until an idle kiosk locks.
    public var idleLock: Int64 = 180_000
    /// For how long before that it is dimmed.
    public var dimmed: Int64 = 20_000
    /// What happens when the contact card goes.
    public var removal = CardRemoval.lock
    /// How long a logout waits for the card to come back.
    public var removalGrace: Int64 = 5_000
    /// Within which a second tap is the same tap.
    public var debounce: Int64 = 1_500
    /// How many wrong second factors cool a badge down.
    public var failures = 3
    /// In which time they count.
    public var failureWindow: Int64 = 600_000
    /// How long a code is awaited.
    public var codePatience: Int64 = 60_000
    /// How long a switch to another badge is offered.
    public var offerPatience: Int64 = 15_000
    /// How long a refusal is shown.
    public var refusalTime: Int64 = 3_000
    /// How old a ticket may be without the store.
    public var ticketAge: Int64 = 14_400_000
    /// How old the list of denials may be without the store.
    public var denialAge: Int64 = 28_800_000
    /// How far the kiosk's clock may be off before people are told.
    public var clockWarning: Int64 = 2_000
    /// How far it may be off before it is not trusted.
    public var clockStep: Int64 = 60_000

    /// The defaults.
    public init() {}

    /// What the page allows for each number.
    public static let ranges: [(name: String, value: @Sendable (SessionPolicy) -> Int64, range: ClosedRange<Int64>)] = [
        ("validity", { $0.validity }, 900_000...43_200_000),
        ("idle_lock", { $0.idleLock }, 15_000...1_800_000),
        ("removal_grace", { $0.removalGrace }, 0...60_000),
        ("debounce", { $0.debounce }, 500...5_000),
        ("failure_window", { $0.failureWindow }, 60_000...3_600_000),
        ("code_patience", { $0.codePatience }, 15_000...300_000),
        ("offer_patience", { $0.offerPatience }, 5_000...60_000),
        ("refusal_time", { $0.refusalTime }, 1_000...10_000),
        ("ticket_age", { $0.ticketAge }, 900_000...14_400_000),
        ("denial_age", { $0.denialAge }, 900_000...28_800_000),
        ("clock_warning", { $0.clockWarning }, 1_000...10_000),
        ("clock_step", { $0.clockStep }, 10_000...60_000),
    ]

    /// The first number that is out of its range; nil when all are within.
    public var fault: (name: String, range: ClosedRange<Int64>)? {
        for rule in SessionPolicy.ranges where !rule.range.contains(rule.value(self)) {
            return (rule.name, rule.range)
        }
        if !(1...5).contains(failures) { return ("failures", 1...5) }
        if !(0...idleLock).contains(dimmed) { return ("dimmed", 0...idleLock) }
        if let wrong = warnings.first(where: { !(0..<validity).contains($0) }) {
            return ("warnings", 0...max(wrong, 0))
        }
        return nil
    }
}

/// What the removal of the contact card does to a kiosk that it opened.
public enum CardRemoval: String, Hashable, Sendable, CaseIterable {
    /// The kiosk locks.
    case lock
    /// It locks, and closes when the card does not come back.
    case logout
    /// Nothing.
    case ignore
}
