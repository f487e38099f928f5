// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The two clocks of a machine, in milliseconds.
public protocol DeskTime: AnyObject {
    /// Counts on whatever people do to clocks, also while the machine sleeps.
    var monotonic: Int64 { get }
    /// Since 1970, as the machine believes.
    var wall: Int64 { get }
}

/// The clocks of this machine.
public final class MachineTime: DeskTime {
    /// These clocks.
    public init() {}

    /// CLOCK_BOOTTIME.
    public var monotonic: Int64 { MachineTime.read(CLOCK_BOOTTIME) }
    /// CLOCK_REALTIME.
    public var wall: Int64 { MachineTime.read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
