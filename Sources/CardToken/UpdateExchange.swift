// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import ISO7816
public import SecretMemory

/// Raw commands of an update in an exclusive transaction: each is judged, and sent once.
public final class UpdateExchange {
    private let lease: CardLease
    private var allowed: AllowList?
    private var undelivered: (command: WipingBytes, answer: WipingBytes)?

    /// - Parameter isJudged: whether only commands that change nothing on the card may be sent.
    public init(_ lease: CardLease, isJudged: Bool = true) {
        self.lease = lease
        allowed = isJudged ? AllowList() : nil
    }

    /// The answer that came to this very command and did not fit into what its caller had.
    public func undeliveredAnswer(to command: WipingBytes) -> WipingBytes? {
        guard let (sent, answer) = undelivered, sent == command else { return nil }
        return answer
    }

    /// Refuses what may not be sent after the commands that were judged before.
    public func judge(_ command: WipingBytes) throws(UpdateRefusal) {
        guard allowed != nil else { return }
        guard let parsed = try? CommandAPDU(parsing: command) else { throw .malformed }
        guard allowed?.allows(parsed) == true else { throw .notAllowed }
    }

    /// One exchange; the answer is kept until ``delivered(_:)`` or the next one.
    public func send(_ command: WipingBytes) throws(TokenError) -> WipingBytes {
        undelivered = nil
        let answer = try lease.exchange(command)
        undelivered = (command, answer)
        return answer
    }

    /// The caller has the answer to this command, or does not want it.
    public func delivered(_ command: WipingBytes) {
        if undeliveredAnswer(to: command) != nil { undelivered = nil }
    }

    /// Gives the card back.
    public func end(_ disposition: CardDisposition) {
        undelivered = nil
        lease.end(disposition)
    }
}

/// Why a command of an update is not sent.
public enum UpdateRefusal: Error, Hashable, Sendable {
    /// It is no command (ISO/IEC 7816-4 §5.2).
    case malformed
    /// It may change something on the card, or spend a try.
    case notAllowed
}
