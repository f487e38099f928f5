// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// Hides what is typed at a terminal for as long as it exists.
final class EchoGuard: Sendable {
    private let descriptor: Int32
    private let before: Mutex<termios?>

    /// Hides the echo; does nothing where the descriptor is no terminal.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var attributes = termios()
        let isTerminal = unsafe tcgetattr(descriptor, &attributes) == 0
        before = Mutex(isTerminal ? attributes : nil)
        hide()
    }

    /// Hides the echo (again, after a stop) and drops what was typed too early, when it could be seen.
    func hide() {
        before.withLock { before in
            guard var attributes = before else { return }
            attributes.c_lflag &= ~tcflag_t(ECHO)
            // The end of the line is shown, so that what follows begins on a line of its own.
            attributes.c_lflag |= tcflag_t(ICANON | ECHONL)
            _ = unsafe tcsetattr(descriptor, TCSAFLUSH, &attributes)
        }
    }

    /// Shows the echo as it was before.
    func restore() {
        before.withLock { before in
            guard var attributes = before else { return }
            _ = unsafe tcsetattr(descriptor, TCSAFLUSH, &attributes)
        }
    }

    deinit {
        restore()
    }
}
