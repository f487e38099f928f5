// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The faults that wait for one face, and how far it has come; any thread may add to it.
public final class FaultPlan: Sendable {
    private let progress: Mutex<Progress>

    /// With faults from the start, or none yet.
    public init(_ injections: [FaultInjection] = []) {
        progress = Mutex(Progress(waiting: injections))
    }

    /// One fault.
    public convenience init(_ fault: Fault, at point: FaultPoint) {
        self.init([FaultInjection(fault, at: point)])
    }

    /// Adds a fault.
    public func add(_ fault: Fault, at point: FaultPoint) {
        progress.withLock { $0.waiting.append(FaultInjection(fault, at: point)) }
    }

    /// Adds a fault for the command after the last one.
    public func addForNextCommand(_ fault: Fault) {
        progress.withLock { $0.waiting.append(FaultInjection(fault, at: .before(command: $0.commands + 1))) }
    }

    /// Adds a fault whose commands or bytes are counted from now.
    public func addFromNow(_ fault: Fault, at point: FaultPoint) {
        progress.withLock { progress in
            let moved: FaultPoint =
                switch point {
                case .before(let command): .before(command: command &+ progress.commands)
                case .after(let command, let bytes): .after(command: command &+ progress.commands, bytes: bytes)
                case .answerByte(let byte): .answerByte(byte &+ progress.answerBytes)
                }
            progress.waiting.append(FaultInjection(fault, at: moved))
        }
    }

    /// Forgets all that waits, and ends what lasts.
    public func clear() {
        progress.withLock {
            $0.waiting = []
            $0.isEndless = false
            $0.latency = .zero
        }
    }

    /// What each answer is late by, besides planned delays.
    public var latency: Duration {
        get { progress.withLock { $0.latency } }
        set { progress.withLock { $0.latency = newValue } }
    }

    /// How many commands have come.
    public var commands: Int { progress.withLock { $0.commands } }
    /// How many bytes the card has answered, before any fault.
    public var answerBytes: Int { progress.withLock { $0.answerBytes } }
    /// The faults that struck, in their order.
    public var struck: [FaultInjection] { progress.withLock { $0.struck } }
    /// The faults that still wait.
    public var waiting: [FaultInjection] { progress.withLock { $0.waiting } }

    /// A command comes: its faults before it is carried out.
    func commandArrives() -> (faults: [Fault], latency: Duration, isEndless: Bool) {
        progress.withLock { progress in
            progress.commands += 1
            let number = progress.commands
            let due = progress.take { $0 == .before(command: number) }
            if due.contains(where: { $0.fault == .endlessData }) { progress.isEndless = true }
            return (due.map(\.fault), progress.latency, progress.isEndless)
        }
    }

    /// The card has answered: the faults of that answer, each with the number of bytes that have left before it.
    func answerLeaves(count: Int) -> [(fault: Fault, sent: Int)] {
        progress.withLock { progress in
            let (number, first) = (progress.commands, progress.answerBytes)
            progress.answerBytes += count
            let due = progress.take { point in
                switch point {
                case .before: false
                case .after(let command, _): command == number
                case .answerByte(let byte): byte > first && byte <= first + count
                }
            }
            if due.contains(where: { $0.fault == .endlessData }) { progress.isEndless = true }
            return due.map { injection in
                switch injection.point {
                case .before: (injection.fault, 0)
                case .after(_, let bytes): (injection.fault, min(max(bytes, 0), count))
                case .answerByte(let byte): (injection.fault, byte - first - 1)
                }
            }
        }
    }

    /// Power or reset ends what the card itself does for ever.
    func cardRestarts() {
        progress.withLock { $0.isEndless = false }
    }

    private struct Progress {
        var waiting: [FaultInjection]
        var struck: [FaultInjection] = []
        var commands = 0
        var answerBytes = 0
        var latency = Duration.zero
        var isEndless = false

        mutating func take(_ isDue: (FaultPoint) -> Bool) -> [FaultInjection] {
            guard !waiting.isEmpty else { return [] }
            let due = waiting.filter { isDue($0.point) }
            guard !due.isEmpty else { return [] }
            waiting.removeAll { isDue($0.point) }
            struck += due
            return due
        }
    }
}
