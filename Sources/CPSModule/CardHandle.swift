// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CPSFacade
internal import Glibc
internal import HelperThread

/// What a `cps_card` points to: an open card behind a lock, in the process that opened it.
final class CardHandle: Sendable {
    struct State {
        let card: CPSCard
        var session: CPSSession?
        var update: CPSUpdate?
        var refusal: Refusal?
    }

    private let state: Guarded<State>
    private let process = getpid()
    private let alarm = Alarm()

    init(_ reader: String?) throws(CPSFailure) {
        state = Guarded(State(card: try CPSReaders().open(reader)))
    }

    /// Whether this process opened it: PC/SC handles do not outlive fork.
    var isOurs: Bool { getpid() == process }

    /// Works with the card while no other thread does.
    ///
    /// - Throws: `usage` in a child of the process that opened it.
    func use<R: Sendable>(_ work: (inout State) throws(CPSFailure) -> R) throws(Refusal) -> R {
        guard isOurs else { throw .failure(CPSFailure(code: .usage)) }
        do {
            return try state.withLock { (state) throws(CPSFailure) in try work(&state) }
        } catch {
            throw .failure(error)
        }
    }

    /// Keeps what is told by `cps_last_error`.
    func note(_ refusal: Refusal) {
        guard isOurs else { return }
        state.withLock { $0.refusal = refusal }
    }

    /// Ends the session or the update when its time is over, also when the host forgot it: others wait for the card.
    func watch() {
        alarm.start { [weak self] in
            let left = self?.state.withLock { $0.timeLeft() } ?? nil
            guard let left else { return nil }
            // A moment later, when the time is over and not just about to be.
            return Uptime.nanoseconds + left.components.seconds * 1_000_000_000 + 1_000_000_000
        }
    }

    /// What was refused last.
    var refusal: Refusal? { state.withLock { $0.refusal } }
}

extension CardHandle {
    /// The handle behind a caller's pointer; nil for NULL.
    static func behind(_ pointer: OpaquePointer?) -> CardHandle? {
        guard let pointer = unsafe pointer else { return nil }
        return unsafe Unmanaged<CardHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    }

    /// A pointer for a caller, who owns it until ``release(_:)``.
    func retained() -> OpaquePointer {
        unsafe OpaquePointer(Unmanaged.passRetained(self).toOpaque())
    }

    /// Takes a caller's pointer back.
    ///
    /// In a child of fork nothing is released: the connection is the parent's.
    static func release(_ pointer: OpaquePointer) {
        guard let handle = unsafe behind(pointer), handle.isOurs else { return }
        handle.alarm.cancel()
        unsafe Unmanaged<CardHandle>.fromOpaque(UnsafeRawPointer(pointer)).release()
    }
}

extension CardHandle.State {
    /// How long the session or the update may stay open; whichever is over its time is ended.
    func timeLeft() -> Duration? { session?.closeWhenExpired() ?? update?.endWhenIdle() }

    /// The open update.
    func openUpdate() throws(CPSFailure) -> CPSUpdate {
        guard let update else { throw CPSFailure(code: .usage, detail: .noUpdate) }
        return update
    }
}
