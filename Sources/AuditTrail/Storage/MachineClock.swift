// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The machine's clocks.
public final class MachineClock: AuditClock {
    /// Whether the time of day can be trusted: whoever watches over it says so.
    public var isTrusted: Bool

    /// Clocks whose time of day is trusted or not, until told otherwise.
    public init(isTrusted: Bool) { self.isTrusted = isTrusted }

    /// The time now.
    public var moment: AuditMoment {
        AuditMoment(
            utc: MachineClock.milliseconds(CLOCK_REALTIME), uptime: MachineClock.milliseconds(CLOCK_BOOTTIME),
            isTrusted: isTrusted)
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
