// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import HelperThread
public import ISO7816

/// The readers that pcscd serves.
///
/// A service that died and came back is found again by the next call; while it is absent, calls throw
/// `serviceUnavailable` at once, and while it is frozen, after ten seconds. All calls may come from any thread.
public final class PCSCReaderService: CardReaderService, Sendable {
    private struct Life {
        var context: ServiceContext?
        /// The context of waits: the client library lets nobody else into a context while one waits in it.
        var waitContext: ServiceContext?
        var openings = 0
        var cancellations = 0
        /// Calls of ``changes(since:patience:)`` at work.
        var watchers = 0
        /// Calls that outlived our patience.
        ///
        /// Who comes back waits for them again: threads here, and contexts in pcscd,
        /// do not pile up behind a card that somebody holds or a service that does not answer.
        var lateLook: LateCall<Look>?
        var lateConnects: [ReaderName: LateCall<ConnectOutcome>] = [:]
    }

    /// The readers of one moment, or why there are none.
    private typealias Look = Result<[ReaderSnapshot], CardError>

    /// A wait is cut into slices: a reader swapped for another, or a cancellation that came just before the wait began,
    /// is seen at the latest after one.
    private static let slice = 1000
    /// What a service that is well answers in well under a millisecond.
    private static let answerLimit = Duration.seconds(10)
    /// How long a cancellation waits for the service's answer.
    private static let cancelLimit = Duration.seconds(2)

    private let life = Guarded(Life())
    private let connectPatience: Duration
    private let lingering: Duration

    /// Nothing is opened yet.
    ///
    /// - Parameters:
    ///   - connectPatience: how long ``connect(to:)`` waits for a card that another process holds.
    ///   - lingering: how long a card may stay ours after each transaction of a burst, while no other process is a client
    ///     of pcscd: for hosts that sign in a loop.
    public init(connectPatience: Duration = .seconds(5), lingering: Duration = .zero) {
        self.connectPatience = connectPatience
        self.lingering = lingering
    }

    /// All readers and what is in them, at once.
    public func readers() throws(CardError) -> [ReaderState] {
        try look(after: nil, milliseconds: 0).map(\.state)
    }

    /// Waits until something differs from `known`, at most `patience`; returns the state then.
    ///
    /// - Throws: `cancelled` after ``cancel()``.
    public func changes(since known: [ReaderState], patience: Duration) throws(CardError) -> [ReaderState] {
        let deadline = MonotonicTime.now + patience
        let cancellations = life.withLock { life in
            life.watchers += 1
            return life.cancellations
        }
        defer { life.withLock { $0.watchers -= 1 } }
        var seen = try look(after: nil, milliseconds: 0)
        while seen.map(\.state) == known {
            let left = deadline.millisecondsLeft
            guard left > 0 else { break }
            guard life.withLock({ $0.cancellations }) == cancellations else { throw .cancelled }
            seen = try look(after: seen, milliseconds: min(left, PCSCReaderService.slice))
            guard life.withLock({ $0.cancellations }) == cancellations else { throw .cancelled }
        }
        return seen.map(\.state)
    }

    /// How often pcscd was found again after it had gone.
    public var recoveries: Int { life.withLock { max($0.openings - 1, 0) } }

    /// Makes a running ``changes(since:patience:)`` of another thread throw `cancelled`.
    public func cancel() {
        let context = life.withLock { life in
            life.cancellations += 1
            return life.watchers > 0 ? life.waitContext : nil
        }
        guard let context else { return }
        // Apart, because it asks the service, which may be frozen; without it the wait ends with its slice. Awaited,
        // because the caller's process may be about to exit, and libpcsclite then takes its contexts down under a
        // thread that still uses them.
        let call = LateCall<Void> {
            context.cancelWait()
        } discard: { _ in
        }
        _ = call?.wait(until: MonotonicTime.now + PCSCReaderService.cancelLimit)
    }

    /// Connects to the card in the named reader, shared with other processes.
    ///
    /// - Throws: `busy` when another process holds the card for longer than the patience given at the start.
    public func connect(to reader: String) throws(CardError) -> any CardConnection {
        let snapshot = try look(after: nil, milliseconds: 0)
        guard let name = snapshot.first(where: { $0.name.text == reader })?.name else { throw .transport(.noReader) }
        let call = try connectCall(name)
        guard let outcome = call.wait(until: MonotonicTime.now + connectPatience) else {
            life.withLock { $0.lateConnects[name] = call }
            throw .transport(.busy(holder: CardHolder.name()))
        }
        switch outcome {
        case .failed(.transport(.busy)): throw .transport(.busy(holder: CardHolder.name()))
        case .failed(let error): throw error
        case .connected(let handle): return try PCSCConnection(handle, lingering: lingering)
        }
    }

    private func connectCall(_ name: ReaderName) throws(CardError) -> LateCall<ConnectOutcome> {
        if let late = life.withLock({ $0.lateConnects.removeValue(forKey: name) }), late.rejoin() { return late }
        let made = LateCall<ConnectOutcome> {
            ConnectOutcome.connect(to: name)
        } discard: { outcome in
            if case .connected(let handle) = outcome { handle.close(.leave) }
        }
        guard let made else { throw .transport(.communication(code: ServiceCode.noMemory.rawValue)) }
        return made
    }

    /// What is in all readers, after something differs from `known` or the wait is over.
    private func look(
        after known: [ReaderSnapshot]?, milliseconds: Int
    ) throws(CardError) -> [ReaderSnapshot] {
        let deadline = MonotonicTime.now + .milliseconds(milliseconds) + PCSCReaderService.answerLimit
        let late = life.withLock { life in
            defer { life.lateLook = nil }
            return life.lateLook
        }
        let call: LateCall<Look>
        if let late, late.rejoin() {
            call = late
        } else {
            let made = LateCall<Look> {
                Look { () throws(CardError) in try self.ask(after: known, milliseconds: milliseconds) }
            } discard: { _ in
            }
            guard let made else { throw .transport(.communication(code: ServiceCode.noMemory.rawValue)) }
            call = made
        }
        guard let look = call.wait(until: deadline) else {
            life.withLock { $0.lateLook = call }
            throw .transport(.serviceUnavailable)
        }
        return try look.get()
    }

    private func ask(
        after known: [ReaderSnapshot]?, milliseconds: Int
    ) throws(CardError) -> [ReaderSnapshot] {
        if let known { try waitForChange(from: known, milliseconds: milliseconds) }
        let (context, isNew) = try current()
        do {
            return try context.snapshot()
        } catch {
            guard context.isDead(after: error) else { throw error }
            forget(context)
            // A context that was opened just now tells of a service that is down; an old one may only have outlived it.
            guard !isNew else { throw .transport(.serviceUnavailable) }
        }
        let (next, _) = try current()
        do {
            return try next.snapshot()
        } catch {
            guard next.isDead(after: error) else { throw error }
            forget(next)
            throw .transport(.serviceUnavailable)
        }
    }

    private func waitForChange(from known: [ReaderSnapshot], milliseconds: Int) throws(CardError) {
        let context = try currentOfWaits()
        do {
            try context.waitForChange(from: known, milliseconds: milliseconds)
        } catch {
            life.withLock { if $0.waitContext === context { $0.waitContext = nil } }
            // Whether the service is down, or was and is up again, is what the look after the wait tells.
            guard context.isDead(after: error) else { throw error }
        }
    }

    private func currentOfWaits() throws(CardError) -> ServiceContext {
        if let known = life.withLock({ $0.waitContext }), known.isOurs { return known }
        let made = try ServiceContext()
        return life.withLock { life in
            // Two waits may begin at once; both are to be found by a cancellation.
            if let known = life.waitContext, known.isOurs { return known }
            life.waitContext = made
            return made
        }
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
