// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

/// Lets time pass.
func pause(milliseconds: Int) {
    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
}

/// Whether something becomes true within ten seconds.
func eventually(_ condition: () throws -> Bool) -> Bool {
    for _ in 0..<1000 {
        do {
            if try condition() { return true }
        } catch {
            Issue.record(error)
            return false
        }
        pause(milliseconds: 10)
    }
    return false
}

/// A call in a thread of its own, which may block.
final class Background<Result: Sendable>: Sendable {
    private let result = Mutex<Result?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Result) {
        Thread.detachNewThread { [self] in
            let value = body()
            result.withLock { $0 = value }
            isDone.signal()
        }
    }

    /// What it came to; nil when it is still not there after so many seconds.
    func value(within seconds: Int = 20) -> Result? {
        guard isDone.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
        return result.withLock { $0 }
    }

    /// Whether it has come to an end.
    var isOver: Bool { result.withLock { $0 != nil } }
}
