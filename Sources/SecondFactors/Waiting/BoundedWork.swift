// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import HelperThread
internal import SecretMemory

/// Work on a thread of its own that its owner waits for until a moment, and not beyond.
///
/// Libraries bound single steps, and the look-up of a name not at all; a server that sends a byte now and then keeps
/// each step short and the whole without end.
@safe
final class BoundedWork: @unchecked Sendable {
    // All state is only touched with `mutex` held, hence @unchecked.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let limit: timespec
    private var outcome: SecondFactorOutcome?
    private var hasEnded = false
    private var socket: Int32?

    /// What the thread holds while it works.
    private final class Content: @unchecked Sendable {
        // Only the thread touches it once it is made.
        let secret: SecretBytes
        init(_ secret: consuming SecretBytes) { self.secret = secret }
    }

    private init(_ milliseconds: Int) {
        // From here on, so that no step that is given as much time begins earlier, and ends before this.
        var limit = BoundedWork.now
        let nanoseconds = limit.tv_nsec + milliseconds % 1_000 * 1_000_000
        limit.tv_sec += milliseconds / 1_000 + nanoseconds / 1_000_000_000
        limit.tv_nsec = nanoseconds % 1_000_000_000
        self.limit = limit
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
        if let socket { _ = close(socket) }
        _ = unsafe pthread_cond_destroy(condition)
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
        unsafe condition.deallocate()
    }

    /// Does something with a secret, and tells what came of it; ``SecondFactorTrouble/timeout`` when that takes longer.
    ///
    /// Work that is late is left alone: its socket is shut, it must look at ``isOver`` before it gives anything away, and
    /// its copy of the secret is wiped when it returns.
    static func run(
        _ secret: borrowing SecretBytes, milliseconds: Int,
        _ body: @escaping @Sendable (BoundedWork, borrowing SecretBytes) -> SecondFactorOutcome
    ) -> SecondFactorOutcome {
        let work = BoundedWork(milliseconds)
        let content = Content(secret.duplicate())
        // No signal reaches that thread, SIGPIPE of a connection that was shut included.
        guard spawn({ work.end(body(work, content.secret)) }) else { return .unavailable(.resources) }
        return work.wait()
    }

    /// Whether time is up, and nobody waits any more.
    var isOver: Bool {
        withLock {
            let now = BoundedWork.now
            return hasEnded || (now.tv_sec, now.tv_nsec) >= (limit.tv_sec, limit.tv_nsec)
        }
    }

    private static var now: timespec {
        var now = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return now
    }

    /// Whether there was a socket: somebody answered at the other end.
    var hasOpened: Bool { withLock { socket != nil } }

    /// Names the socket that is shut when time is up.
    func opened(_ descriptor: Int32) {
        withLock {
            // A duplicate is the same connection, and its number becomes nobody else's when the library closes its own.
            if let socket { _ = close(socket) }
            socket = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
            if hasEnded { shut() }
        }
    }

    private func wait() -> SecondFactorOutcome {
        var limit = limit
        return withLock {
            while outcome == nil, unsafe pthread_cond_timedwait(condition, mutex, &limit) == 0 {}
            hasEnded = true
            shut()
            return outcome ?? .unavailable(.timeout)
        }
    }

    private func end(_ outcome: SecondFactorOutcome) {
        withLock {
            self.outcome = outcome
            _ = unsafe pthread_cond_signal(condition)
        }
    }

    private func shut() {
        if let socket, socket >= 0 { _ = shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private func withLock<Result>(_ body: () -> Result) -> Result {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
