// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A value that one thread at a time touches.
///
/// Not `Synchronization.Mutex`: on Linux that one marks who holds it by a thread number that it remembers for each
/// thread, and in a forked child the remembered number is the parent's. The child traps as soon as two of its threads
/// meet. A program that loads us may fork at any time.
@safe
public final class Guarded<Value>: @unchecked Sendable {
    // The value is only touched with `mutex` held, hence @unchecked.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// A value that nobody else has.
    public init(_ value: sending Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        _ = unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Does something with the value while no other thread does; not to be nested.
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
