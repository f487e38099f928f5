// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Does something at moments that it names itself, on a thread that lives only as long as there is a next moment.
///
/// A forked child has no such thread and must not use the alarm that it inherits.
@safe
public final class Alarm: @unchecked Sendable {
    /// What is done; its result is the next moment, in nanoseconds of ``Uptime``, or nil for none.
    public typealias Action = @Sendable () -> Int64?

    // The state is only touched with `mutex` held, hence @unchecked.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var isRunning = false
    private var isKicked = false
    private var isCancelled = false

    /// The condition's clock stands still while the machine sleeps, the action's does not: so it looks this often.
    private static let longestSleep: Int64 = 10_000_000_000

    /// An alarm that is not set.
    public init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        _ = unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        _ = unsafe pthread_condattr_init(&attributes)
        _ = unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        _ = unsafe pthread_cond_init(condition, &attributes)
        _ = unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        _ = unsafe pthread_cond_destroy(condition)
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Has `action` done now and at each moment that it names; nothing new happens while it is at work already.
    public func start(_ action: @escaping Action) {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        guard !isCancelled else { return }
        guard !isRunning else {
            isKicked = true
            return
        }
        isRunning = spawn { self.run(action) }
    }

    /// Does nothing any more, for good; returns when what is being done is done.
    public func cancel() {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        isCancelled = true
        _ = unsafe pthread_cond_broadcast(condition)
        while isRunning { _ = unsafe pthread_cond_wait(condition, mutex) }
    }

    private func run(_ action: Action) {
        while true {
            let next = action()
            _ = unsafe pthread_mutex_lock(mutex)
            defer { _ = unsafe pthread_mutex_unlock(mutex) }
            let goesOn = !isCancelled && (next != nil || isKicked)
            isKicked = false
            guard goesOn else {
                isRunning = false
                _ = unsafe pthread_cond_broadcast(condition)
                return
            }
            if let next { sleep(until: next) }
        }
    }

    private func sleep(until moment: Int64) {
        let nanoseconds = min(max(moment - Uptime.nanoseconds, 0), Alarm.longestSleep)
        let deadline = Uptime.read(CLOCK_MONOTONIC) + nanoseconds
        var time = timespec(tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
        while !isCancelled, unsafe pthread_cond_timedwait(condition, mutex, &time) == 0 {}
    }
}
