// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import SecretMemory

/// Asks at the terminal itself, whatever standard input and output are.
public struct TerminalPrompt: Sendable {
    private let path: String
    private let interruption: Interruption

    /// On the controlling terminal, unless another one is named.
    public init(path: String = "/dev/tty", interruption: Interruption) {
        self.path = path
        self.interruption = interruption
    }

    /// Shows `text` and reads a line within `patience`; hidden unless `echoing`.
    ///
    /// Ctrl-C, Ctrl-D and an empty line cancel.
    public func ask(_ text: String, echoing: Bool = false, patience: Duration) throws(Failure) -> SecretBytes {
        let terminal = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { throw Failure(.noTerminal, .noTerminal, hint: .usePINDescriptor) }
        defer { close(terminal) }
        return try ask(text, on: terminal, echoing: echoing, patience: patience)
    }

    /// The same on a terminal that is already open.
    func ask(
        _ text: String, on terminal: Int32, echoing: Bool = false, patience: Duration
    ) throws(Failure) -> SecretBytes {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw Failure(.internalError, .internalError("pipe")) }
        let (wakeUp, cancel) = (ends[0], ends[1])
        defer {
            close(wakeUp)
            close(cancel)
        }
        let echo = echoing ? nil : EchoGuard(terminal)
        defer { echo?.restore() }
        let shown = Array(text.printable.utf8)
        @Sendable func show() {
            _ = unsafe shown.withUnsafeBytes { unsafe write(terminal, $0.baseAddress, $0.count) }
        }
        interruption.promptOpened(
            Interruption.Prompt(
                cancel: {
                    var byte: UInt8 = 1
                    _ = unsafe write(cancel, &byte, 1)
                },
                suspend: { echo?.restore() },
                resume: {
                    echo?.hide()
                    show()
                }))
        // Closed before the descriptors are: the signal thread must not write to a number that is somebody else's.
        defer { interruption.promptClosed() }
        show()
        let line = DescriptorLine(descriptor: terminal, deadline: .now + patience, cancel: wakeUp)
        do {
            return try line.read()
        } catch {
            // The cursor stays behind the question when no line end was typed.
            _ = unsafe write(terminal, "\n", 1)
            switch error {
            case .closed, .cancelled: throw Failure(.cancelled, .cancelled)
            case .tooLong: throw Failure(.inputInvalid, .pinTooLong)
            case .timeout: throw Failure(.pinTimeout, .pinTimeout)
            case .unreadable: throw Failure(.noTerminal, .noTerminal, hint: .usePINDescriptor)
            }
        }
    }
}
