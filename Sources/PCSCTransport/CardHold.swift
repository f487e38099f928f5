// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import Glibc
internal import HelperThread
internal import ISO7816
internal import Synchronization

/// Takes a card for its connection and lets go of it, with a helper thread for what may not return in time.
///
/// SCardBeginTransaction may wait for ever, so it runs on the helper: the owner stops waiting at a deadline, comes back
/// for the same attempt later, and an attempt that succeeds when nobody waits any more is undone. The thread lives only
/// while the card is used, and a little longer.
///
/// A card may be let go of late (see ``Linger``): then the next transaction of a burst goes on where the last one ended,
/// without a word to the service and without a switch to the helper.
@safe
final class CardHold: @unchecked Sendable {
    private enum Phase {
        /// Not ours.
        case free
        /// The helper is to take it.
        case asked(until: MonotonicTime)
        case taking
        case answered(TakeOutcome)
        /// In a transaction of the owner.
        case inUse
        /// Between two transactions of the owner, and still ours.
        case lingering(until: MonotonicTime)
        case releasing
    }

    /// How long the helper thread outlives the last use.
    private static let idle = Duration.seconds(1)
    /// Time for the helper to answer after the deadline of its attempt.
    private static let grace = Duration.milliseconds(300)

    private let lingering: Duration
    /// The owner's alone.
    private var linger: Linger
    // What follows is only touched with `mutex` held, hence @unchecked.
    /// Dropped when the owner is done: the helper, which may outlive it, must not be the one that releases the context.
    private var handle: CardHandle?
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var phase = Phase.free
    private var isAwaited = false
    private var isRunning = false
    private var isOver = false
    private var isLost = false
    private var uses = 0
    /// When the helper looks again of its own accord.
    private var nextLook = MonotonicTime.now

    /// Nothing is taken yet.
    init(_ handle: CardHandle, lingering: Duration) {
        self.handle = handle
        self.lingering = lingering
        linger = Linger(lingering)
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
        _ = unsafe pthread_cond_destroy(condition)
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Whether an attempt to take the card has outlived the owner's patience.
    var isTaking: Bool {
        locked {
            switch phase {
            case .asked, .taking: true
            default: false
            }
        }
    }

    /// Takes the card; nil when the attempt outlives the owner's patience.
    func take(until deadline: MonotonicTime) -> TakeOutcome? {
        let asked = MonotonicTime.now
        let outcome = locked { attempt(until: deadline) }
        if let outcome, outcome.code == .success, !outcome.isContinued { linger.begin(askedAt: asked) }
        return outcome
    }

    private func attempt(until deadline: MonotonicTime) -> TakeOutcome? {
        let limit = deadline + CardHold.grace
        while case .releasing = phase {
            guard sleep(until: limit) else { return nil }
        }
        switch phase {
        case .lingering:
            uses &+= 1
            phase = .inUse
            return TakeOutcome(code: .success, isContinued: true)
        case .free where isLost:
            return TakeOutcome(code: .removedCard)
        case .free:
            phase = .asked(until: deadline)
            guard wake() else {
                phase = .free
                return TakeOutcome(code: .noMemory)
            }
        case .asked, .taking, .answered, .inUse, .releasing:
            break
        }
        isAwaited = true
        defer { isAwaited = false }
        while true {
            if case .answered(let outcome) = phase {
                uses &+= 1
                phase = outcome.code == .success ? .inUse : .free
                return outcome
            }
            guard sleep(until: limit) else { return nil }
        }
    }

    /// Ends the owner's transaction; false when the card turned out to be another one.
    ///
    /// `isSound` tells that nothing went wrong in it: only then may the card be let go of late.
    func letGo(_ disposition: CardDisposition, isSound: Bool) -> Bool {
        if disposition == .leave, isSound, let until = linger.end(), ExitGate.shared.isOurs {
            locked {
                phase = .lingering(until: until)
                if nextLook > until { _ = wake() }
            }
            return true
        }
        let isSame = locked { handle }?.giveBack(disposition) ?? true
        CardHolder.ownTransactions.subtract(1, ordering: .relaxed)
        locked { phase = .free }
        // With the card free: who waits for it may have it meanwhile.
        linger.consider()
        return isSame
    }

    /// Lets go of a card that lingers, and of the helper thread, for good.
    func settle() {
        locked {
            isOver = true
            let limit = MonotonicTime.now + .seconds(1)
            while case .releasing = phase {
                guard sleep(until: limit) else { break }
            }
            if case .lingering = phase { release() }
            if case .free = phase { handle = nil }
            if isRunning { _ = wake() }
        }
    }
}

extension CardHold {
    /// What the helper thread does.
    private func run() {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        var usesSeen = uses
        while true {
            switch phase {
            case .asked(let deadline):
                take(by: deadline)
            case .lingering(let until) where until <= MonotonicTime.now:
                release()
            case .lingering(let until):
                look(at: until)
            case .inUse where uses != usesSeen && lingering > .zero:
                // Soon enough for the end of a short transaction, which then needs no signal.
                usesSeen = uses
                look(at: MonotonicTime.now + lingering)
            case .free where isOver:
                handle = nil
                isRunning = false
                return
            case .free:
                let end = MonotonicTime.now + CardHold.idle
                look(at: end)
                guard case .free = phase, end <= MonotonicTime.now else { continue }
                isRunning = false
                return
            case .taking, .answered, .inUse, .releasing:
                look(at: MonotonicTime.now + CardHold.idle)
            }
        }
    }

    private func take(by deadline: MonotonicTime) {
        phase = .taking
        let outcome = unlocked(with: handle) { $0.take(until: deadline) } ?? TakeOutcome(code: .removedCard)
        if outcome.code == .success { CardHolder.ownTransactions.add(1, ordering: .relaxed) }
        if isAwaited {
            phase = .answered(outcome)
        } else if outcome.code == .success {
            // Nobody waits any more: what came too late is given back untouched.
            release()
        } else {
            phase = .free
        }
        _ = unsafe pthread_cond_broadcast(condition)
    }

    /// Lets go of the card, unless the exit of the process does.
    private func release() {
        phase = .releasing
        let isSame = unlocked(with: handle) { handle in ExitGate.shared.pass { handle.giveBack(.leave) } ?? true }
        if isSame == false { isLost = true }
        CardHolder.ownTransactions.subtract(1, ordering: .relaxed)
        phase = .free
        _ = unsafe pthread_cond_broadcast(condition)
    }

    private func look(at moment: MonotonicTime) {
        nextLook = moment
        _ = sleep(until: moment)
    }

    /// Makes the helper look now; false when there is no thread to be had.
    private func wake() -> Bool {
        if isRunning {
            _ = unsafe pthread_cond_broadcast(condition)
        } else {
            isRunning = spawn { self.run() }
        }
        return isRunning
    }

    /// False when the moment came first.
    private func sleep(until moment: MonotonicTime) -> Bool {
        var time = moment.timespec
        return unsafe pthread_cond_timedwait(condition, mutex, &time) == 0
    }

    private func locked<R>(_ body: () -> R) -> R {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Works with the handle while others may have the mutex.
    private func unlocked<R>(with handle: CardHandle?, _ body: (CardHandle) -> R) -> R? {
        _ = unsafe pthread_mutex_unlock(mutex)
        defer { _ = unsafe pthread_mutex_lock(mutex) }
        return handle.map(body)
    }
}
