// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
public import ISO7816
internal import Synchronization

/// The readers that pcscd serves.
///
/// A service that died and came back is found again by the next call; while it is absent, calls throw
/// `serviceUnavailable` at once. `cancel()` and all other calls may come from any thread.
public final class PCSCReaderService: CardReaderService, Sendable {
    private struct Life {
        var context: ServiceContext?
        var openings = 0
        var cancellations = 0
        var connecting: [String: LateCall<ConnectOutcome>] = [:]
    }

    /// A wait is cut into slices: a reader swapped for another, or a cancellation that came just before the wait began,
    /// is seen at the latest after one.
    private static let slice = 1000

    private let life = Mutex(Life())
    private let connectPatience: Duration

    /// Nothing is opened yet; `connectPatience` is how long ``connect(to:)`` waits for a card that another process holds.
    public init(connectPatience: Duration = .seconds(5)) {
        self.connectPatience = connectPatience
    }

    /// All readers and what is in them, at once.
    public func readers() throws(CardError) -> [ReaderState] {
        try withContext { context throws(CardError) in try context.snapshot().map(\.state) }
    }

    /// Waits until something differs from `known`, at most `patience`; returns the state then.
    ///
    /// - Throws: `cancelled` after ``cancel()``.
    public func changes(since known: [ReaderState], patience: Duration) throws(CardError) -> [ReaderState] {
        let deadline = MonotonicTime.now + patience
        let cancellations = life.withLock { $0.cancellations }
        while true {
            let (snapshot, context) = try withContext { context throws(CardError) in
                (try context.snapshot(), context)
            }
            let states = snapshot.map(\.state)
            let left = deadline.millisecondsLeft
            if states != known || left == 0 { return states }
            guard life.withLock({ $0.cancellations }) == cancellations else { throw .cancelled }
            do {
                try context.waitForChange(from: snapshot, milliseconds: min(left, PCSCReaderService.slice))
            } catch {
                guard context.isDead(after: error) else { throw error }
                // The next round finds out whether another service has taken its place.
                forget(context)
            }
            guard life.withLock({ $0.cancellations }) == cancellations else { throw .cancelled }
        }
    }

    /// How often pcscd was found again after it had gone.
    public var recoveries: Int { life.withLock { max($0.openings - 1, 0) } }

    /// Makes a running ``changes(since:patience:)`` of another thread throw `cancelled`.
    public func cancel() {
        let context = life.withLock { life in
            life.cancellations += 1
            return life.context
        }
        context?.cancelWait()
    }

    /// Connects to the card in the named reader, shared with other processes.
    ///
    /// - Throws: `busy` when another process holds the card for longer than the patience given at the start.
    public func connect(to reader: String) throws(CardError) -> any CardConnection {
        let snapshots = try withContext { context throws(CardError) in try context.snapshot() }
        guard let snapshot = snapshots.first(where: { $0.name.text == reader }) else { throw .transport(.noReader) }
        let deadline = MonotonicTime.now + connectPatience
        guard let outcome = try attempt(snapshot.name).wait(until: deadline) else {
            throw .transport(.busy(holder: nil))
        }
        life.withLock { _ = $0.connecting.removeValue(forKey: reader) }
        switch outcome {
        case .failed(let error): throw error
        case .connected(let handle): return try PCSCConnection(handle)
        }
    }

    /// The attempt that still waits for this reader's card, else a new one: callers who come back while somebody holds
    /// the card do not pile up threads here and contexts in pcscd.
    private func attempt(_ name: ReaderName) throws(CardError) -> LateCall<ConnectOutcome> {
        let attempt = life.withLock { life -> LateCall<ConnectOutcome>? in
            if let running = life.connecting[name.text], running.rejoin() { return running }
            let made = LateCall<ConnectOutcome> {
                ConnectOutcome.connect(to: name)
            } discard: { outcome in
                if case .connected(let handle) = outcome { handle.close(.leave) }
            }
            life.connecting[name.text] = made
            return made
        }
        guard let attempt else { throw .transport(.communication(code: ServiceCode.noMemory.rawValue)) }
        return attempt
    }

    private func withContext<R>(_ body: (ServiceContext) throws(CardError) -> R) throws(CardError) -> R {
        let (context, isNew) = try current()
        do {
            return try body(context)
        } catch {
            guard context.isDead(after: error) else { throw error }
            forget(context)
            // A context that was opened just now tells of a service that is down; an old one may only have outlived it.
            guard !isNew else { throw .transport(.serviceUnavailable) }
        }
        return try body(current().context)
    }

    private func current() throws(CardError) -> (context: ServiceContext, isNew: Bool) {
        if let known = life.withLock({ $0.context }), known.isOurs { return (known, false) }
        let made = try ServiceContext()
        life.withLock { life in
            life.context = made
            life.openings += 1
        }
        return (made, true)
    }

    private func forget(_ context: ServiceContext) {
        life.withLock { life in
            if life.context === context { life.context = nil }
        }
    }
}

extension ServiceContext {
    /// Whether an error tells that the service behind this context is gone.
    fileprivate func isDead(after error: CardError) -> Bool {
        switch error {
        case .transport(.serviceUnavailable): true
        case .transport(.communication(let code)): ServiceCode(rawValue: code).meansDeadContext
        default: false
        }
    }
}
