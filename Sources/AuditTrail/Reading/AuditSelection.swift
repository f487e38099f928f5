// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Which records of a trail are wanted: those of a period, of a person, or both.
public struct AuditSelection {
    private let from: Int64?
    private let until: Int64?
    private let people: Set<AuditPerson>?
    private var intents: Set<Int> = []

    /// Records from a moment on and before another (milliseconds since 1970), of a person under any of these names.
    public init(from: Int64? = nil, until: Int64? = nil, people: Set<AuditPerson>? = nil) {
        self.from = from
        self.until = until
        self.people = people
    }

    /// Whether a record is wanted; called for each in its order.
    ///
    /// Of a person, these are intents and events that name them, and what became of those intents.
    public mutating func wants(_ line: AuditLine) -> Bool {
        let utc = line.record.moment.utc
        let isInPeriod = utc >= from ?? .min && utc < until ?? .max
        guard let people else { return isInPeriod }
        switch line.record.body {
        case .intent(let entry):
            guard people.contains(entry.person) else { return false }
            // Remembered also outside of the period: its outcome may lie within.
            intents.insert(line.record.number)
            return isInPeriod
        case .event(let entry, _): return people.contains(entry.person) && isInPeriod
        case .outcome(let intent, _), .settlement(let intent, _): return intents.contains(intent) && isInPeriod
        default: return false
        }
    }
}
