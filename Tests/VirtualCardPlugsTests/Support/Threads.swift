// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs something on a thread of its own.
func startThread(_ body: @escaping @Sendable () -> Void) {
    Thread.detachNewThread(body)
}

/// Lets others run.
func yieldThread() {
    Thread.sleep(forTimeInterval: 0.000_1)
}

/// Counts, and waits for a count; gives up loudly instead of hanging.
final class Counter: Sendable {
    private let condition = NSCondition()
    private nonisolated(unsafe) var count = 0

    func increment() {
        condition.withLock { unsafe count += 1 }
        condition.broadcast()
    }

    func wait(for wanted: Int) {
        let deadline = Date(timeIntervalSinceNow: 60)
        condition.lock()
        while unsafe count < wanted, condition.wait(until: deadline) {}
        condition.unlock()
    }
}

/// Something that has happened.
final class Signal: Sendable {
    private let counter = Counter()
    func set() { counter.increment() }
    func wait() { counter.wait(for: 1) }
}
