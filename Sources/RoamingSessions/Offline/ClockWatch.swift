// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Tells the store's time when the store cannot be asked, and whether the kiosk's own clock agrees with it.
public struct ClockWatch: Hashable, Sendable {
    /// What can be said of the kiosk's clock.
    public enum Trust: Hashable, Sendable {
        /// It fits.
        case good
        /// It is off by so many milliseconds, which people should know.
        case off(by: Int64)
        /// It is off by more than can be trusted, or nothing is known to compare it with.
        case none
    }

    private var anchor: (store: Int64, monotonic: Int64)?
    private var lastRecord: Int64

    /// After a start.
    ///
    /// - Parameter lastRecord: when the audit trail was last written to, by this kiosk's clock.
    public init(lastRecord: Int64 = .min) { self.lastRecord = lastRecord }

    /// The store told its time.
    public mutating func synchronize(store: Int64, monotonic: Int64) { anchor = (store, monotonic) }

    /// A record was written to the audit trail at this time of the kiosk's clock.
    public mutating func noteRecord(wall: Int64) { lastRecord = max(lastRecord, wall) }

    /// The store's time now, as far as it can be known; else the kiosk's own.
    public func storeTime(monotonic: Int64, wall: Int64) -> Int64 {
        anchor.map { $0.store + (monotonic - $0.monotonic) } ?? wall
    }

    /// Whether the kiosk's own clock fits.
    public func trust(monotonic: Int64, wall: Int64, _ policy: SessionPolicy) -> Trust {
        guard let anchor, monotonic >= anchor.monotonic, wall >= lastRecord else { return .none }
        let apart = wall - storeTime(monotonic: monotonic, wall: wall)
        if abs(apart) > policy.clockStep { return .none }
        return abs(apart) > policy.clockWarning ? .off(by: apart) : .good
    }

    /// Equal anchors and records.
    public static func == (left: Self, right: Self) -> Bool {
        left.anchor?.store == right.anchor?.store && left.anchor?.monotonic == right.anchor?.monotonic
            && left.lastRecord == right.lastRecord
    }

    /// Over anchor and record.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(anchor?.store)
        hasher.combine(anchor?.monotonic)
        hasher.combine(lastRecord)
    }
}
