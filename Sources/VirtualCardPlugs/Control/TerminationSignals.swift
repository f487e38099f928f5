// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// SIGTERM and SIGINT, taken by one thread in the normal course of its work.
public struct TerminationSignals {
    private var signals: sigset_t

    /// Holds the signals back in this thread and in all that it starts from now on.
    public init() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe sigaddset(&signals, SIGINT)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        self.signals = signals
    }

    /// Waits for one of them, at most so many milliseconds; true when it came.
    public mutating func wait(milliseconds: Int) -> Bool {
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        return unsafe sigtimedwait(&signals, nil, &time) > 0
    }

    /// Waits for one of them.
    public mutating func wait() {
        while unsafe sigwaitinfo(&signals, nil) < 0, errno == EINTR {}
    }

    /// Ends this process as a user would.
    public static func request() { kill(getpid(), SIGTERM) }
}
