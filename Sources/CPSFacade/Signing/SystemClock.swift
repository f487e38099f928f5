// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import HelperThread

/// The machine's clocks; those of the standard library live in the concurrency runtime, which we do without.
enum SystemClock {
    /// Seconds since 1970.
    static var now: Int64 { Int64(time(nil)) }

    /// A clock that nobody sets.
    static var uptime: Duration { .nanoseconds(Uptime.nanoseconds) }
}
