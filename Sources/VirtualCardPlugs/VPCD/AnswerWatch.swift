// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Watches that a command is answered in time, by the card or in its place.
///
/// The thread that runs the card pays one lock before and one after the command; another thread looks now and then.
final class AnswerWatch: Sendable {
    private let state = Mutex(State())
    private let patience: Duration

    init(patience: Duration) {
        self.patience = patience
    }

    /// A command goes to the card.
    func begin() {
        state.withLock { $0 = State(started: MonotonicClock.now) }
    }

    /// The card has answered; false when that comes too late, because the answer was given in its place.
    func finish() -> Bool {
        state.withLock { state in
            defer { state = State() }
            return !state.isAnswered
        }
    }

    /// What is due now.
    func check() -> Due {
        state.withLock { state in
            guard let started = state.started else { return .nothing }
            let elapsed = MonotonicClock.now - started
            if state.isAnswered { return elapsed > patience * 2 ? .disconnection : .nothing }
            guard elapsed > patience else { return .nothing }
            state.isAnswered = true
            return .answer
        }
    }

    enum Due {
        case nothing
        /// An answer in the card's place: who is told this must send it.
        case answer
        /// The card is still stuck long after: nobody reads what comes for it.
        case disconnection
    }

    private struct State {
        var started: Duration?
        var isAnswered = false
    }
}
