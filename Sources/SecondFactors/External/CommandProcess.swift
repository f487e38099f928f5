// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CProcessControl
internal import Glibc

/// A command that runs, with its process group; both end with this value.
struct CommandProcess: ~Copyable {
    private let process: pid_t

    /// Runs it.
    init(_ path: String, input: Int32) throws(SecondFactorTrouble) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { throw .resources }
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { throw .resources }
        defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
        guard unsafe CommandProcess.describe(&actions, &attributes, input) else { throw .resources }
        var process: pid_t = -1
        let outcome = unsafe path.withCString { path in
            unsafe "PATH=/usr/sbin:/usr/bin:/sbin:/bin".withCString { search in
                unsafe "LANG=C.UTF-8".withCString { language in
                    let arguments = unsafe [UnsafeMutablePointer(mutating: path), nil]
                    let environment = unsafe [
                        UnsafeMutablePointer(mutating: search), UnsafeMutablePointer(mutating: language), nil,
                    ]
                    return unsafe posix_spawn(&process, path, &actions, &attributes, arguments, environment)
                }
            }
        }
        guard outcome == 0, process > 0 else {
            throw [ENOENT, ENOEXEC, EACCES].contains(outcome) ? .command(.missing) : .resources
        }
        self.process = process
    }

    deinit {
        // The number stays the command's until it is reaped.
        _ = kill(-process, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    private static func describe(
        _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t, _ input: Int32
    ) -> Bool {
        var none = sigset_t()
        var all = sigset_t()
        _ = unsafe sigemptyset(&none)
        _ = unsafe sigfillset(&all)
        let flags = caducee_spawn_setsid | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        let outcomes = unsafe [
            posix_spawnattr_setflags(&attributes, Int16(flags)),
            posix_spawnattr_setsigmask(&attributes, &none),
            posix_spawnattr_setsigdefault(&attributes, &all),
            posix_spawn_file_actions_adddup2(&actions, input, 0),
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0),
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0),
            caducee_spawn_close_from(&actions, 3),
            caducee_spawn_change_folder(&actions, "/"),
        ]
        return outcomes.allSatisfy { $0 == 0 }
    }

    /// Waits for its end: its exit code, or nil when a signal ended it.
    borrowing func exitCode(milliseconds: Int) throws(SecondFactorTrouble) -> Int32? {
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(milliseconds)
        var pause: UInt32 = 500
        while true {
            var facts = unsafe siginfo_t()
            // It stays to be reaped, so that its number cannot become another process's before its group is killed.
            let outcome = unsafe waitid(P_PID, id_t(process), &facts, WEXITED | WNOWAIT | WNOHANG)
            guard outcome == 0 || errno == EINTR else { throw .resources }
            if outcome == 0, unsafe facts.si_signo == SIGCHLD {
                return unsafe facts.si_code == Int32(CLD_EXITED) ? facts._sifields._sigchld.si_status : nil
            }
            guard clock.now < end else { throw .timeout }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
    }
}
