// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The machine's clocks; those of the standard library live in the concurrency runtime, which we do without.
enum SystemClock {
    /// Seconds since 1970.
    static var now: Int64 { Int64(read(CLOCK_REALTIME).tv_sec) }

    /// A clock that nobody sets, and that goes on while the machine sleeps: a PIN does not outlive a suspended night.
    static var uptime: Duration {
        let time = read(CLOCK_BOOTTIME)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return time
    }
}
