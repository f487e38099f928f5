// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// Why a command did not do what was asked, for people and for programs.
public struct Failure: Error, Sendable {
    /// The stable identifier.
    public var code: FailureCode
    /// One sentence on what happened.
    public var message: any Message
    /// One sentence on what to do, when there is something to do.
    public var hint: (any Message)?
    /// PIN tries left, where the failure is about a PIN.
    public var triesLeft: Int?
    /// The card's status word, where the card refused.
    public var status: StatusWord?

    /// From its parts.
    public init(
        _ code: FailureCode, _ message: any Message, hint: (any Message)? = nil, triesLeft: Int? = nil,
        status: StatusWord? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.triesLeft = triesLeft
        self.status = status
    }

    /// From a sentence of the common catalogue; the hint that belongs to it comes along.
    public init(_ code: FailureCode, _ message: FailureMessage, hint: HintMessage? = nil) {
        self.init(code, message as any Message, hint: hint)
    }

    /// How the process ends.
    public var exit: ExitStatus { code.exit }
}
