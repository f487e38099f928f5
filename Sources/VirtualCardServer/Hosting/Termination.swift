// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// SIGTERM and SIGINT, taken by one thread in the normal course of its work.
struct Termination {
    private var signals = sigset_t()

    /// Holds the signals back in this thread and in all that it starts from now on.
    init() {
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe sigaddset(&signals, SIGINT)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits for one of them, at most so many milliseconds; true when it came.
    mutating func wait(milliseconds: Int) -> Bool {
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        return unsafe sigtimedwait(&signals, nil, &time) > 0
    }

    /// Waits for one of them.
    mutating func wait() {
        while unsafe sigwaitinfo(&signals, nil) < 0, errno == EINTR {}
    }

    /// Ends this process as a user would.
    static func request() { kill(getpid(), SIGTERM) }
}
