// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import HelperThread

/// A call that may not return in time, on a thread of its own.
///
/// SCardConnect waits for ever while another process holds the card, any call does while the service is frozen, and
/// nothing that the interface offers makes them give up. So they run apart: whoever waits stops waiting at a deadline, a later
/// call may wait for the same answer again, and an answer for which nobody waits is undone by `discard`.
@safe
final class LateCall<Answer: Sendable>: @unchecked Sendable {
    private enum State {
        case running
        case answered(Answer)
        case over
    }

    // `state` and `waiting` are only touched with `mutex` held, hence @unchecked.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state = State.running
    private var waiting = 0
    /// Only touched by the call's own thread once that runs.
    private var work: (@Sendable () -> Answer)?
    private let discard: @Sendable (Answer) -> Void

    /// Starts the call; nil when no thread can be had.
    ///
    /// The caller counts as waiting from the start, until its first ``wait(until:)`` returns: call it.
    init?(_ work: @escaping @Sendable () -> Answer, discard: @escaping @Sendable (Answer) -> Void) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        self.work = work
        self.discard = discard
        _ = unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        _ = unsafe pthread_condattr_init(&attributes)
        _ = unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        _ = unsafe pthread_cond_init(condition, &attributes)
        _ = unsafe pthread_condattr_destroy(&attributes)
        waiting = 1
        guard spawn({ self.run() }) else { return nil }
    }

    deinit {
        _ = unsafe pthread_cond_destroy(condition)
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Whether no answer has been given or undone yet.
    var isRunning: Bool {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        if case .running = state { return true }
        return false
    }

    /// Counts the caller as waiting again, before ``wait(until:)``; false when the answer has come and gone.
    func rejoin() -> Bool {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        guard case .running = state else { return false }
        waiting += 1
        return true
    }

    /// The answer, to the first who takes it; nil at the deadline, or when somebody else took it.
    func wait(until deadline: MonotonicTime) -> Answer? {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        defer { waiting -= 1 }
        var moment = deadline.timespec
        while case .running = state {
            if unsafe pthread_cond_timedwait(condition, mutex, &moment) != 0 { break }
        }
        guard case .answered(let answer) = state else { return nil }
        state = .over
        return answer
    }

    private func run() {
        guard let answer = work?() else { return }
        // The last who holds a context releases it. Once an answer is there the process may exit, and libpcsclite take
        // its contexts down: so this thread lets go of everything before it hands the answer out.
        work = nil
        handOut(consume answer)
    }

    private func handOut(_ answer: consuming Answer) {
        _ = unsafe pthread_mutex_lock(mutex)
        guard waiting > 0 else {
            state = .over
            _ = unsafe pthread_mutex_unlock(mutex)
            discard(answer)
            return
        }
        state = .answered(consume answer)
        _ = unsafe pthread_cond_broadcast(condition)
        _ = unsafe pthread_mutex_unlock(mutex)
    }
}
