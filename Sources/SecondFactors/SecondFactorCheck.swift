// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import RoamingSessions
public import SecretMemory

/// Somebody who can judge whether what a person typed is theirs.
///
/// Synchronous: a call blocks for as long as the judge was given, and no longer. Whoever must not wait calls it on a
/// thread of its own.
public protocol SecondFactorCheck: Sendable {
    /// Which second factor it is, as sessions and audit trails name it.
    var means: SecondFactor { get }

    /// Has the secret judged; it is not kept.
    func check(_ person: PersonIdentifier, _ secret: borrowing SecretBytes) -> SecondFactorOutcome
}

/// What came of a check.
public enum SecondFactorOutcome: Hashable, Sendable {
    /// The secret is this person's.
    case right
    /// It is not, or nobody of that name is known.
    case wrong
    /// The account takes no secret at present, not even the right one: locked, disabled, or over.
    case locked
    /// The secret's time is over: it must be changed elsewhere first.
    case expired
    /// The secret cannot be anybody's; nobody was asked.
    case refused(SecretRefusal)
    /// There is no judgement: neither right nor wrong, and no failure of the person's.
    case unavailable(SecondFactorTrouble)
}

/// Why a secret was not even shown to a judge.
public enum SecretRefusal: Hashable, Sendable {
    /// Without a byte. RFC 4513 §5.1.2: a bind with a name and an empty password succeeds, as nobody.
    case empty
    /// More than ``SecretLimits/mostBytes``.
    case tooLong
    /// It has a NUL in it, where much of what judges secrets would stop reading.
    case holdsNUL
    /// The person's name is empty, longer than 64 bytes, or has control characters in it.
    case name
}

/// Why there is no judgement.
public enum SecondFactorTrouble: Error, Hashable, Sendable {
    /// Nobody answers there.
    case unreachable
    /// The judge did not come to an end in the time it had.
    case timeout
    /// No connection that can be trusted: the certificate is over, of another host or of another authority, the version
    /// is too old, or the server does no TLS.
    case notSecure
    /// The file of trusted certificates cannot be used.
    case trustFile
    /// The server refuses, with a result code of RFC 4511 appendix A.
    case directory(code: Int32)
    /// It accepted the secret, but could not say whose it was, or named somebody else.
    case notNamed
    /// What came from the server is no answer.
    case malformed
    /// The command is not one that may be trusted; why.
    case command(CommandRefusal)
    /// The command ended otherwise than agreed: its exit code, or nil when it was killed.
    case commandEnded(code: Int32?)
    /// The command said "right" without having read the secret to its end.
    case notRead
    /// The system has no thread, pipe or process to spare.
    case resources
}

/// What secrets may look like.
public enum SecretLimits {
    /// Bytes in a secret.
    public static let mostBytes = 128
    /// Bytes in a name.
    static let mostNameBytes = 64

    /// Why nobody shall be asked; nil when somebody can.
    static func refusal(_ name: String, _ secret: borrowing SecretBytes) -> SecretRefusal? {
        guard secret.count > 0 else { return .empty }
        guard secret.count <= mostBytes else { return .tooLong }
        let holdsNUL = secret.withSpan { bytes in bytes.indices.contains { bytes[$0] == 0 } }
        guard !holdsNUL else { return .holdsNUL }
        let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return (1...mostNameBytes).contains(name.utf8.count) && isPlain ? nil : .name
    }
}
