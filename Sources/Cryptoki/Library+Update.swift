// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardAccess
internal import CardToken
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
            card.lease = SessionUpdate(UpdateExchange(lease, isJudged: settings.mode != .compat), handle)
        }
    }

    /// Gives the card back (C_EndUpdate); it is reset, so that no key or PIN of the script stays in force.
    public func endUpdate(_ handle: SessionHandle) throws(ReturnCode) {
        try inUpdate(handle) { (_, card) throws(ReturnCode) in
            guard let update = card.lease, update.session == handle else { throw .operationNotInitialized }
            update.exchange.end(settings.mode == .compat ? .leave : .reset)
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
            guard let update = card.lease, update.session == handle else { throw .operationNotInitialized }
            let exchange = update.exchange
            let answer: WipingBytes
            if let kept = exchange.undeliveredAnswer(to: command) {
                answer = kept
            } else {
                try judge(command, exchange)
                answer = try content.working(card, settings.mode) { () throws(TokenError) in
                    try exchange.send(command)
                }
            }
            guard let room else {
                exchange.delivered(command)
                return .bytes([])
            }
            let output = Output(answer, for: .bytes(room))
            // A command is sent once: who had too little room asks again and is given what came.
            if case .tooSmall = output { return output }
            exchange.delivered(command)
            return output
        }
    }

    private func judge(_ command: WipingBytes, _ exchange: UpdateExchange) throws(ReturnCode) {
        do throws(UpdateRefusal) {
            try exchange.judge(command)
        } catch {
            switch error {
            case .malformed: throw .dataInvalid
            case .notAllowed: throw .functionRejected
            }
        }
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

/// An exclusive transaction, and the session that it belongs to.
struct SessionUpdate {
    let exchange: UpdateExchange
    let session: SessionHandle

    init(_ exchange: UpdateExchange, _ session: SessionHandle) {
        self.exchange = exchange
        self.session = session
    }
}
