// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CProcessControl
internal import Foundation

/// Keeps the memory of a process that handles PINs out of core files and away from debuggers of the same user.
public enum ProcessHardening {
    /// To be called before anything else.
    ///
    /// Failure is no reason to stop: a container may forbid these calls, and then forbids core files too as a rule.
    public static func apply() {
        _ = caducee_forbid_dump()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // What we write may name patients: files are 0600, folders 0700.
        _ = umask(0o077)
        // A reader that closes its end of a pipe, or pcscd going away, must not kill us in the middle of a card's work.
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Whether a core file of this process, or a debugger of the same user, could still read its memory.
    public static var isDumpable: Bool { caducee_is_dumpable() != 0 }
}
