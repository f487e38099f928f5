// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Keeps helper threads out of libraries that the exit of the process takes down.
///
/// A program may leave at any moment, also without a word to us. What helpers do unasked, they do through this gate: it
/// closes before any library is taken down, and not while somebody is inside.
@safe
public final class ExitGate: @unchecked Sendable {
    /// The gate of this process; made, and heard of the exit, when it is first asked for.
    public static let shared = ExitGate()

    // `isClosed` is only touched with `mutex` held, hence @unchecked.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var isClosed = false
    private let process = getpid()
    /// How long the exit waits for who is inside: a service that does not answer must not hold it up for ever.
    private static let patience = 2

    private init() {
        unsafe mutex = .allocate(capacity: 1)
        _ = unsafe pthread_mutex_init(mutex, nil)
        // Handlers run in the reverse order of their registration, and destructors of libraries after all of them.
        _ = atexit { ExitGate.shared.close() }
    }

    /// Whether it is the gate of this process, not that of a parent.
    public var isOurs: Bool { getpid() == process }

    /// Does something unless the process is on its way out; nil then.
    public func pass<Result>(_ body: () -> Result) -> Result? {
        // In a forked child nobody may be left to open the mutex.
        guard isOurs else { return body() }
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return isClosed ? nil : body()
    }

    /// Lets nobody in any more; returns when nobody is inside.
    private func close() {
        guard isOurs else { return }
        var limit = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &limit)
        limit.tv_sec += ExitGate.patience
        guard unsafe pthread_mutex_timedlock(mutex, &limit) == 0 else { return }
        isClosed = true
        _ = unsafe pthread_mutex_unlock(mutex)
    }
}
