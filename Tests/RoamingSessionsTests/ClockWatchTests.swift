// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import RoamingSessions
import Testing

@Suite struct ClockWatchTests {
    private let policy = SessionPolicy()

    @Test func knowsNothingAfterAStart() {
        let watch = ClockWatch()
        #expect(watch.trust(monotonic: 5, wall: 1_000_000, policy) == .none)
        #expect(watch.storeTime(monotonic: 5, wall: 1_000_000) == 1_000_000)
    }

    @Test func countsOnWithTheMonotonicClock() {
        var watch = ClockWatch()
        watch.synchronize(store: 1_000_000, monotonic: 500)
        #expect(watch.storeTime(monotonic: 3_500, wall: 9) == 1_003_000)
    }

    @Test(arguments: [
        (Int64(0), ClockWatch.Trust.good), (2_000, .good), (2_001, .off(by: 2_001)), (-2_001, .off(by: -2_001)),
        (60_000, .off(by: 60_000)), (60_001, .none), (-60_001, .none),
    ])
    func judgesHowFarOffItIs(apart: Int64, trust: ClockWatch.Trust) {
        var watch = ClockWatch()
        watch.synchronize(store: 1_000_000, monotonic: 0)
        #expect(watch.trust(monotonic: 1_000, wall: 1_001_000 + apart, policy) == trust)
    }

    @Test func doesNotTrustAClockBehindTheAuditTrail() {
        var watch = ClockWatch(lastRecord: 1_000_500)
        watch.synchronize(store: 1_000_000, monotonic: 0)
        #expect(watch.trust(monotonic: 0, wall: 1_000_000, policy) == .none)
        watch.noteRecord(wall: 1_000_900)
        #expect(watch.trust(monotonic: 600, wall: 1_000_600, policy) == .none)
        #expect(watch.trust(monotonic: 900, wall: 1_000_900, policy) == .good)
    }
}
