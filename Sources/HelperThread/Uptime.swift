// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The machine's uptime, which also runs while it sleeps: a PIN does not outlive a night in a bag.
public enum Uptime {
    /// In nanoseconds.
    public static var nanoseconds: Int64 { read(CLOCK_BOOTTIME) }

    /// A clock that only goes forward, in nanoseconds.
    static func read(_ clock: clockid_t) -> Int64 {
        var moment = timespec()
        _ = unsafe clock_gettime(clock, &moment)
        return Int64(moment.tv_sec) &* 1_000_000_000 &+ Int64(moment.tv_nsec)
    }
}

/// Does nothing for a while.
public func pause(milliseconds: UInt32) {
    usleep(milliseconds &* 1000)
}
