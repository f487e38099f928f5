// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A value behind a lock, with waiting for it to become what one needs.
///
/// `Mutex` of the standard library cannot wait; this is POSIX's condition variable on the monotonic clock.
@safe
final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    init(_ state: State) {
        self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe changed.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        // The wall clock may jump; a patience may not.
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deinitialize(count: 1)
        unsafe mutex.deinitialize(count: 1)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Reads or changes the value; whoever waits looks again afterwards.
    func withLock<R, E: Error>(_ body: (inout State) throws(E) -> R) throws(E) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(mutex)
        }
        return try body(&state)
    }

    /// Waits until `body` gives something, at most `patience`; nil when it never did.
    func wait<R, E: Error>(_ patience: Duration, until body: (inout State) throws(E) -> R?) throws(E) -> R? {
        var deadline = timespec(MonotonicClock.now + min(max(patience, .zero), MonotonicClock.longest))
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(mutex)
        }
        while true {
            if let found = try body(&state) { return found }
            let outcome = unsafe pthread_cond_timedwait(changed, mutex, &deadline)
            if outcome != 0 && outcome != EINTR { return try body(&state) }
        }
    }
}

/// The time since some moment in the past, that nobody can set.
enum MonotonicClock {
    /// Ten years: longer than any wait, and still far from the end of every integer.
    static let longest = Duration.seconds(315_360_000)

    static var now: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension timespec {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    }
}

extension Monitor<Void> {
    /// Sleeps.
    func pause(_ time: Duration) {
        _ = wait(time) { _ in Never?.none }
    }
}
