// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
internal import SecretMemory

/// What a slot holds; touched under the slot's lock only.
final class SlotContent {
    /// The card in the reader, once somebody asked for it.
    var card: InsertedCard?
    /// Why the card of one stay cannot be used: it is not probed again.
    var unusable: (presence: CardPresence, code: ReturnCode)?
    /// Sessions by handle.
    var sessions: [SessionHandle: Session] = [:]
    /// Whether another process kept a caller from the card for whom this one has waited.
    var isHeldByOthers = false
    /// Whether another process kept us from the card during this call.
    var wasBusy = false
    /// Cards seen in this slot: part of the handles of their objects.
    private(set) var generation: UInt = 0

    /// Takes a card that was just recognised.
    func insert(_ make: (UInt) -> InsertedCard) -> InsertedCard {
        generation += 1
        let made = make(generation)
        card = made
        return made
    }

    /// The card is gone, or counts as gone: sessions and login end.
    func cardLeft() {
        card = nil
        sessions = [:]
    }

    /// Ends the sessions and, with the last of them, the login.
    func closeAll() {
        sessions = [:]
        card?.endLease()
        card?.logout()
    }
}
