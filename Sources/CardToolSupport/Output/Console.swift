// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// Standard output and standard error, written whole and at once.
///
/// Nothing is coloured, so that `NO_COLOR` is always honoured. A reader that went away (a closed pipe) is no failure of
/// the command: what would be written is dropped, and ``isBroken`` says so to endless commands.
public final class Console: Sendable {
    private let out: Int32
    private let err: Int32
    private let state = Mutex(State())
    /// Whether standard error is a terminal, where a line can be rewritten.
    public let canRewriteLine: Bool

    private struct State {
        var isBroken = false
        var hasLineInProgress = false
        var isEnded = false
    }

    /// Over two descriptors; the process's own by default.
    public init(out: Int32 = 1, err: Int32 = 2) {
        self.out = out
        self.err = err
        canRewriteLine = isatty(err) == 1
    }

    /// Whether nobody reads standard output any more.
    public var isBroken: Bool {
        // A pipe whose other end is closed reports an error, whatever is asked for.
        var watched = pollfd(fd: out, events: 0, revents: 0)
        let isClosed = unsafe poll(&watched, 1, 0) > 0 && watched.revents & Int16(POLLERR) != 0
        return isClosed || state.withLock { $0.isBroken }
    }

    /// Writes a line of the answer to standard output.
    public func line(_ text: String) {
        state.withLock { state in
            Console.clear(&state, err)
            if !Console.write(text.printable + "\n", to: out) { state.isBroken = true }
        }
    }

    /// Writes text that we made ourselves, as it is, to standard output.
    public func verbatim(_ text: String) {
        state.withLock { state in
            if !Console.write(text, to: out) { state.isBroken = true }
        }
    }

    /// Writes a line for the person at the terminal to standard error.
    public func diagnostic(_ text: String) {
        state.withLock { state in
            Console.clear(&state, err)
            _ = Console.write(text.printable + "\n", to: err)
        }
    }

    /// Shows a line that the next one replaces; nothing where standard error is no terminal.
    public func rewritableLine(_ text: String) {
        guard canRewriteLine else { return }
        state.withLock { state in
            // EL (ECMA-48 §8.3.41) clears what a longer line left behind.
            _ = Console.write("\r\(text.printable)\u{1B}[K", to: err)
            state.hasLineInProgress = true
        }
    }

    /// Removes the line shown last by ``rewritableLine(_:)``.
    public func clearRewritableLine() {
        state.withLock { Console.clear(&$0, err) }
    }

    /// True for the first caller only: either the command or an interruption has the last word, never both.
    public func claimEnd() -> Bool {
        state.withLock { state in
            defer { state.isEnded = true }
            return !state.isEnded
        }
    }

    private static func clear(_ state: inout State, _ descriptor: Int32) {
        guard state.hasLineInProgress else { return }
        _ = write("\r\u{1B}[K", to: descriptor)
        state.hasLineInProgress = false
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&wait, 1, 1_000)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
