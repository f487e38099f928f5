// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import RoamingSessions
public import SecretMemory

/// A secret that a command of the site's judges.
///
/// It is run anew for each check, in a session of its own, in `/`, with nothing but `PATH` and `LANG` in its
/// environment, no arguments, and no descriptors but these: standard input, from which it reads the person's identifier,
/// a line feed, and then the secret up to the end of the file; standard output and error, which lead nowhere. It must
/// read all of it. Its exit code is the judgement: 0 right, 1 wrong, 2 locked; anything else is none. When its time is
/// up, it is killed, and so is at its end whatever it started and left in its process group.
public struct ExternalCheck: SecondFactorCheck {
    private let path: String
    private let patience: Int

    /// What an external command judged.
    public var means: SecondFactor { .external }

    /// With that command; nil when the patience is not between 100 and 60 000 ms.
    ///
    /// - Parameters:
    ///   - path: absolute and without symbolic links; the file and its folders belong to root or the user that we run as,
    ///     and nobody else can write them. That is looked at before each check.
    ///   - patience: how long a check may take, in milliseconds.
    public init?(path: String, patience: Int = 5_000) {
        guard (100...60_000).contains(patience) else { return nil }
        self.path = path
        self.patience = patience
    }

    /// Why the command is not run as it stands; nil when it is.
    public var refusal: CommandRefusal? { CommandFile.refusal(path) }

    /// Has the secret judged.
    public func check(_ person: PersonIdentifier, _ secret: borrowing SecretBytes) -> SecondFactorOutcome {
        if let refusal = SecretLimits.refusal(person.text, secret) { return .refused(refusal) }
        if let refusal { return .unavailable(.command(refusal)) }
        do throws(SecondFactorTrouble) {
            let input = try CommandInput(line: person.text, secret)
            let command = try CommandProcess(path, input: input.reading)
            let code = try command.exitCode(milliseconds: patience)
            switch code {
            // Whoever judged without having read would be right to everything.
            case 0: return input.isRead ? .right : .unavailable(.notRead)
            case 1: return .wrong
            case 2: return .locked
            default: return .unavailable(.commandEnded(code: code))
            }
        } catch {
            return .unavailable(error)
        }
    }
}
