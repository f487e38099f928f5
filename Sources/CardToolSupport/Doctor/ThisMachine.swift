// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The machine that we run on.
public struct ThisMachine: Machine {
    /// Nothing to set.
    public init() {}

    public var system: String { ProcessInfo.processInfo.operatingSystemVersionString }
    public var environment: [String: String] { ProcessInfo.processInfo.environment }
    public var secondsSince1970: Int { time(nil) }
    public var user: String { NSUserName() }

    public var isClockSynchronised: Bool? {
        // systemd-timesyncd leaves this mark (systemd-timesyncd.service(8)); without it other services may do the work.
        exists("/run/systemd/timesync/synchronized") ? true : exists("/run/systemd/timesync") ? false : nil
    }

    public var groups: [String] {
        let count = getgroups(0, nil)
        guard count > 0 else { return [] }
        var ids = [gid_t](repeating: 0, count: Int(count))
        let filled = unsafe getgroups(count, &ids)
        return ids.prefix(Int(max(filled, 0))).map { id in
            guard let entry = unsafe getgrgid(id) else { return String(id) }
            return unsafe String(cString: entry.pointee.gr_name)
        }
    }

    public func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
    public func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

    public func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
