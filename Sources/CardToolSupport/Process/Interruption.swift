// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import ISO7816
internal import Synchronization

/// What Ctrl-C, SIGTERM and Ctrl-Z do.
///
/// All of them are taken by one thread of their own, so that no handler runs in the middle of anything. At a prompt,
/// Ctrl-C cancels the prompt. Elsewhere the process ends with 130 after saying whether the card was changed; a change
/// under way is given ten seconds to finish, because half of it is worse than all or nothing.
public final class Interruption: Sendable {
    private let state = Mutex(State())

    private struct State {
        var change = CardChange.unchanged
        var isChanging = false
        var prompt: Prompt?
        var tell: (@Sendable (CardChange) -> Void)?
    }

    /// A prompt that is open, as the signal thread sees it.
    struct Prompt: Sendable {
        var cancel: @Sendable () -> Void
        var suspend: @Sendable () -> Void
        var resume: @Sendable () -> Void
    }

    /// With no signal taken yet.
    public init() {}

    /// Takes the signals of the process; to be called once, before other threads exist.
    public func install() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGTSTP] { unsafe sigaddset(&signals, signal) }
        // Threads made later inherit the mask.
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        let taken = signals
        Thread.detachNewThread { [self] in
            var waited = taken
            while true {
                var signal: Int32 = 0
                guard unsafe sigwait(&waited, &signal) == 0 else { continue }
                handle(signal)
            }
        }
    }

    /// Says who tells the person about the interruption.
    func onInterrupt(_ tell: @escaping @Sendable (CardChange) -> Void) {
        state.withLock { $0.tell = tell }
    }

    /// Surrounds commands that change the card for good; the interruption waits for their end.
    ///
    /// A command that the card refused changed nothing; one whose answer never came may have changed everything.
    public func changingCard<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        state.withLock { $0.isChanging = true }
        do {
            let result = try body()
            changeEnded(.changed)
            return result
        } catch {
            changeEnded(Interruption.isRefusal(error) ? nil : .unknown)
            throw error
        }
    }

    private func changeEnded(_ outcome: CardChange?) {
        state.withLock { state in
            state.isChanging = false
            // What is not known stays unknown, whatever succeeded afterwards.
            if let outcome, state.change != .unknown { state.change = outcome }
        }
    }

    private static func isRefusal(_ error: any Error) -> Bool {
        guard let error = error as? CardError else { return error is Failure }
        return switch error {
        case .transport, .malformed, .cardSwapped: false
        case .status, .wrongPIN, .pinBlocked, .tryGuard, .pinFormat, .unsupportedCard, .unsupportedOperation,
            .signatureMismatch, .cancelled:
            true
        }
    }

    /// What was done to the card so far.
    public var cardChange: CardChange { state.withLock { $0.isChanging ? .unknown : $0.change } }

    func promptOpened(_ prompt: Prompt) {
        state.withLock { $0.prompt = prompt }
    }

    func promptClosed() {
        state.withLock { $0.prompt = nil }
    }

    /// Does what the signal asks for; separate from the thread so that tests can call it.
    func handle(_ signal: Int32) {
        // Under the lock, so that the prompt cannot close, and its descriptors become somebody else's, meanwhile.
        let isOver = state.withLock { state in
            switch signal {
            case SIGTSTP:
                state.prompt?.suspend()
                // Not SIGTSTP again: it is blocked. The process goes on here after SIGCONT.
                kill(getpid(), SIGSTOP)
                state.prompt?.resume()
                return false
            case SIGINT where state.prompt != nil:
                state.prompt?.cancel()
                return false
            default:
                state.prompt?.suspend()
                return true
            }
        }
        if isOver { end() }
    }

    private func end() {
        for _ in 0..<1_000 where state.withLock({ $0.isChanging }) { usleep(10_000) }
        let tell = state.withLock { $0.tell }
        tell?(cardChange)
        // No clean-up of the process: pcscd resets the card when its client is gone, and that forgets the PIN.
        _exit(ExitStatus.interrupted.rawValue)
    }
}
