// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import HealthCard
internal import ISO7816
public import SecretMemory

/// The card for one caller alone, command by command as they come: for scripts that a server writes.
///
/// Blocking, one owner. Other processes wait, or are told that the card is busy, until ``end(_:)``.
public final class CardLease {
    private let token: HealthCardToken
    private var transaction: CardTransaction?

    init(_ token: HealthCardToken) throws(TokenError) {
        self.token = token
        do {
            var transaction = try CardTransaction(token.connection, patience: token.patience)
            token.begin(&transaction, resetting: false)
            try token.card.confirmIdentity()
            self.transaction = consume transaction
        } catch {
            throw .card(error)
        }
    }

    /// One exchange, nothing added and nothing taken away: channel, Le and GET RESPONSE are the caller's.
    public func exchange(_ command: WipingBytes) throws(TokenError) -> WipingBytes {
        do {
            return try token.connection.exchange(command)
        } catch {
            throw .card(error)
        }
    }

    /// Gives the card back; after it has been spoken to like this, nothing is known of its state.
    public func end(_ disposition: CardDisposition) {
        guard transaction != nil else { return }
        if disposition == .reset { transaction?.resetAtEnd() }
        transaction = nil
        token.forgetContext(afterReset: disposition == .reset)
    }
}

extension HealthCardToken {
    /// Takes the card for one caller alone.
    public func lease() throws(TokenError) -> CardLease {
        try CardLease(self)
    }
}
