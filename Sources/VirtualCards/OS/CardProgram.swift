// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// What runs behind one face: it knows which applet hears which class byte.
protocol CardProgram: AnyObject {
    /// Why commands of this class are not heard at all, before any chaining; nil when they are.
    func refusal(of cla: UInt8) -> StatusWord?
    /// One whole command.
    func perform(_ command: CardCommand) -> Reply
    /// Everything that power keeps alive is gone.
    func reset()
}

/// One application of a card.
protocol Applet: AnyObject {
    /// One whole command.
    func perform(_ command: CardCommand) -> Reply
    /// Back to the state after power-up.
    func reset()
}
