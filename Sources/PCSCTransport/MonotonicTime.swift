// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A moment on the clock that nobody sets.
///
/// The standard library's clocks live in the concurrency runtime, which the PKCS#11 module does without.
struct MonotonicTime: Comparable, Hashable, Sendable {
    private let nanoseconds: Int64

    private init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    static var now: MonotonicTime {
        var time = Glibc.timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    /// Later by a duration; negative ones count as none, and nothing is later than a year from now.
    static func + (time: MonotonicTime, delay: Duration) -> MonotonicTime {
        let bounded = min(max(delay, .zero), .seconds(31_536_000))
        let (seconds, attoseconds) = bounded.components
        return MonotonicTime(nanoseconds: time.nanoseconds &+ seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000)
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Whole milliseconds from now until this moment, rounded up; 0 when it has passed.
    var millisecondsLeft: Int {
        let left = nanoseconds &- MonotonicTime.now.nanoseconds
        return left > 0 ? Int((left &+ 999_999) / 1_000_000) : 0
    }

    var timespec: Glibc.timespec {
        Glibc.timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }

    /// Sleeps until this moment, but at most so many milliseconds.
    func sleepTowards(atMost milliseconds: Int) {
        usleep(UInt32(clamping: min(millisecondsLeft, milliseconds) &* 1000))
    }
}
