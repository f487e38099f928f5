// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import CardToken
internal import ISO7816
public import SecretMemory

/// The card for the script of an update server alone, command by command as they come.
///
/// Only commands that change nothing on the card are sent, and no PIN: there is no published server whose word would
/// be enough for more. The card is held until ``end()``, until five minutes pass without a call, or until the update
/// goes, and reset then; other programs wait meanwhile. A fault on the way to the card ends it too, for a script that
/// lost an answer does not know what it talks to.
public final class CPSUpdate {
    private let exchange: UpdateExchange
    private let presence: CardPresence
    private let uptime: () -> Duration
    private var lastUse: Duration
    /// Whether commands can still be sent.
    public private(set) var isOpen = true
    private static let patience = Duration.seconds(300)

    init(_ exchange: UpdateExchange, _ presence: CardPresence, uptime: @escaping () -> Duration) {
        self.exchange = exchange
        self.presence = presence
        self.uptime = uptime
        lastUse = uptime()
    }

    deinit { end() }

    /// One exchange: bytes out, bytes back, in either protocol; channel, Le and GET RESPONSE are the script's.
    ///
    /// - Throws: `inputInvalid` for what is no command, `refusedByPolicy` for one that may not be sent.
    public func transmit(_ command: WipingBytes) throws(CPSFailure) -> WipingBytes {
        let answer = try answer(to: command)
        delivered(command)
        return answer
    }

    /// As ``transmit(_:)``, but the same command is not sent again before ``delivered(_:)``.
    package func answer(to command: WipingBytes) throws(CPSFailure) -> WipingBytes {
        try use()
        if let kept = exchange.undeliveredAnswer(to: command) { return kept }
        do throws(UpdateRefusal) {
            try exchange.judge(command)
        } catch {
            switch error {
            case .malformed: throw CPSFailure(code: .inputInvalid, detail: .place("APDU"))
            case .notAllowed: throw CPSFailure(code: .refusedByPolicy, detail: .commandNotAllowed)
            }
        }
        do {
            return try exchange.send(command)
        } catch {
            end()
            throw CPSFailure(error)
        }
    }

    /// The caller has the answer to this command.
    package func delivered(_ command: WipingBytes) {
        exchange.delivered(command)
    }

    /// Whether the card is still there; the five minutes begin anew.
    public func keepAlive() throws(CPSFailure) {
        try use()
        do {
            try presence.confirm()
        } catch {
            end()
            throw CPSFailure(error)
        }
    }

    /// Gives the card back, reset, so that nothing of the script stays in force.
    public func end() {
        isOpen = false
        exchange.end(.reset)
    }

    /// Ends when nobody has used it for five minutes; else tells how long is left.
    package func endWhenIdle() -> Duration? {
        guard isOpen else { return nil }
        let left = CPSUpdate.patience - (uptime() - lastUse)
        guard left < .zero else { return left }
        end()
        return nil
    }

    private func use() throws(CPSFailure) {
        _ = endWhenIdle()
        guard isOpen else { throw CPSFailure(code: .usage, detail: .noUpdate) }
        lastUse = uptime()
    }
}

extension CPSCard {
    /// Takes the card for the script of an update server.
    public func update() throws(CPSFailure) -> CPSUpdate {
        try update(uptime: { SystemClock.uptime })
    }

    /// - Parameter uptime: a clock that only goes forward.
    func update(uptime: @escaping () -> Duration) throws(CPSFailure) -> CPSUpdate {
        let lease = try use { (token) throws(TokenError) in try token.lease() }
        let update = CPSUpdate(UpdateExchange(lease), presence, uptime: uptime)
        lend(to: update)
        return update
    }
}
