// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The machine that we run on.
public struct ThisMachine: Machine {
    /// Nothing to set.
    public init() {}

    /// Name and release of the operating system.
    public var system: String { ProcessInfo.processInfo.operatingSystemVersionString }
    /// Variables of the environment.
    public var environment: [String: String] { ProcessInfo.processInfo.environment }
    /// Seconds since 1970.
    public var secondsSince1970: Int { time(nil) }
    /// The user's name.
    public var user: String { NSUserName() }

    /// Whether a mark of systemd-timesyncd says so.
    public var isClockSynchronised: Bool? {
        // systemd-timesyncd leaves this mark (systemd-timesyncd.service(8)); without it other services may do the work.
        exists("/run/systemd/timesync/synchronized") ? true : exists("/run/systemd/timesync") ? false : nil
    }

    /// The names of the user's groups.
    public var groups: [String] {
        let count = max(getgroups(0, nil), 0)
        var ids = [gid_t](repeating: 0, count: Int(count))
        let filled = count > 0 ? unsafe getgroups(count, &ids) : 0
        ids = [getgid()] + ids.prefix(Int(max(filled, 0))).filter { $0 != getgid() }
        return ids.map { id in
            guard let entry = unsafe getgrgid(id) else { return String(id) }
            return unsafe String(cString: entry.pointee.gr_name)
        }
    }

    /// Whether something is at that path.
    public func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
    /// Whether the user may write there.
    public func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }
}
