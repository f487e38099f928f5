// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardAccess
internal import CardToken
internal import ISO7816
internal import ModuleSettings
public import SecretMemory

// The established middleware's extension for remote update: raw exchanges in an exclusive transaction, for a host that
// asked for it at C_Initialize.

extension Library {
    /// Takes the card for this session alone (C_StartUpdate).
    public func beginUpdate(_ handle: SessionHandle) throws(ReturnCode) {
        try inUpdate(handle) { (content, card) throws(ReturnCode) in
            guard card.lease == nil else { throw .operationActive }
            let lease = try content.working(card, settings.mode) { () throws(TokenError) in try card.token.lease() }
            card.lease = RawExchange(lease, handle)
        }
    }

    /// Gives the card back (C_EndUpdate); it is reset, so that no key or PIN of the script stays in force.
    public func endUpdate(_ handle: SessionHandle) throws(ReturnCode) {
        try inUpdate(handle) { (_, card) throws(ReturnCode) in
            guard let exchange = card.lease, exchange.session == handle else { throw .operationNotInitialized }
            exchange.lease.end(settings.mode == .compat ? .leave : .reset)
            card.lease = nil
            // The established middleware answers so although it has let go; its hosts take it for success.
            if settings.mode == .compat { throw .userNotLoggedIn }
        }
    }

    /// One exchange (C_TransmitMessage): bytes out, bytes back, in either protocol.
    ///
    /// - Parameter room: bytes that the caller has for the answer; nil when the answer is not wanted.
    /// - Throws: `functionRejected` for a command that may change something on the card, outside compat mode.
    public func transmit(
        _ handle: SessionHandle, _ command: WipingBytes, room: UInt?
    ) throws(ReturnCode) -> Output {
        try inUpdate(handle) { (content, card) throws(ReturnCode) in
            guard let exchange = card.lease, exchange.session == handle else { throw .operationNotInitialized }
            let answer: WipingBytes
            if let (sent, kept) = exchange.undelivered, sent == command {
                answer = kept
            } else {
                try judge(command, exchange)
                answer = try content.working(card, settings.mode) { () throws(TokenError) in
                    try exchange.lease.exchange(command)
                }
            }
            exchange.undelivered = nil
            guard let room else { return .bytes([]) }
            let output = Output(answer, for: .bytes(room))
            // A command is sent once: who had too little room asks again and is given what came.
            if case .tooSmall = output { exchange.undelivered = (command, answer) }
            return output
        }
    }

    private func judge(_ command: WipingBytes, _ exchange: RawExchange) throws(ReturnCode) {
        guard settings.mode != .compat else { return }
        let parsed: CommandAPDU
        do throws(CardError) {
            parsed = try CommandAPDU(parsing: command)
        } catch {
            throw .dataInvalid
        }
        guard exchange.allowed.allows(parsed) else { throw .functionRejected }
    }

    /// Whether the card is still there (C_KeepAlive).
    public func keepAlive(_ handle: SessionHandle) throws(ReturnCode) {
        try inUpdate(handle) { (_, _) throws(ReturnCode) in }
    }

    private func inUpdate<R: Sendable>(
        _ handle: SessionHandle, _ body: (SlotContent, InsertedCard) throws(ReturnCode) -> R
    ) throws(ReturnCode) -> R {
        guard isForUpdate else { throw .functionNotSupported }
        return try inSession(handle) { (content, card, _) throws(ReturnCode) in try body(content, card) }
    }
}

/// An exclusive transaction of a session.
final class RawExchange {
    let lease: CardLease
    let session: SessionHandle
    /// What may be sent: it looks at commands in their order.
    var allowed = AllowList()
    /// The answer to a command whose caller had too little room.
    var undelivered: (command: WipingBytes, answer: WipingBytes)?

    init(_ lease: CardLease, _ session: SessionHandle) {
        self.lease = lease
        self.session = session
    }
}
