// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// Something that goes wrong between a reader and a card.
public enum Fault: Hashable, Sendable {
    /// The card is pulled out.
    case remove
    /// The card loses its security state, and nobody is told (a brown-out).
    case reset
    /// The reader resets the card and says so: the running command has no answer.
    case announcedReset
    /// The answer ends at the fault's byte, status word and all.
    case truncate
    /// So many bytes too many, between data and status word.
    case oversize(by: Int)
    /// Another status word.
    case status(StatusWord)
    /// 61FF with data to every command, until power or reset.
    case endlessData
    /// No answer at all; the card itself goes on with the next command.
    case silence
    /// The answer comes later.
    case delay(Duration)
    /// The command comes a second time; the reader gets the second answer. At an answer, that one was lost.
    case duplicate
    /// Another process sends commands in between; it gets their answers.
    case foreign([[UInt8]])
}

/// When a fault strikes; commands and bytes are counted from 1, per face, from the moment its plan was made.
public enum FaultPoint: Hashable, Sendable {
    /// Command k has come and the card has not begun it. A replaced status word then means: refused, not carried out.
    case before(command: Int)
    /// Command k is carried out, and so many bytes of its answer have left.
    case after(command: Int, bytes: Int)
    /// Byte k of all answers together is about to leave.
    case answerByte(Int)
}

/// One fault at one point; it strikes once.
public struct FaultInjection: Hashable, Sendable {
    /// What.
    public var fault: Fault
    /// When.
    public var point: FaultPoint

    /// From its parts.
    public init(_ fault: Fault, at point: FaultPoint) {
        self.fault = fault
        self.point = point
    }
}
