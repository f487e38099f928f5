// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import CardToken
internal import HelperThread
internal import Synchronization

/// A reader's slot: its card, sessions and operations behind one lock.
final class Slot: Sendable {
    let number: SlotID
    let reader: String
    private let content = Guarded(SlotContent())
    /// When another process last kept us from the card, in nanoseconds of uptime.
    private let lastBusy = Atomic<Int64>(.min)

    init(_ number: SlotID, reader: String) {
        self.number = number
        self.reader = reader
    }

    /// Works with the slot's content; one thread at a time.
    ///
    /// Who waited here behind a caller that another process kept from the card is not made to wait for that process a
    /// second time: what needs the card fails at once, as it failed for the first.
    func locked<R: Sendable>(_ body: (SlotContent) throws(ReturnCode) -> R) throws(ReturnCode) -> R {
        let arrival = Uptime.nanoseconds
        return try content.withLock { (content) throws(ReturnCode) -> R in
            content.isHeldByOthers = lastBusy.load(ordering: .acquiring) >= arrival
            defer {
                if content.wasBusy {
                    lastBusy.store(Uptime.nanoseconds, ordering: .releasing)
                    content.wasBusy = false
                }
            }
            return try body(content)
        }
    }

    /// The reader's slot goes to another reader: what was open here is over.
    func retire() {
        content.withLock { $0.cardLeft() }
    }
}

extension Slot {
    /// The library ends: so do sessions and login, and the card is let go of.
    func end() {
        try? locked { (content) throws(ReturnCode) in
            content.closeAll()
            content.card?.token.disconnect(.leave)
            content.cardLeft()
        }
    }

    /// The process ends: so does the login.
    func endWithProcess() {
        try? locked { (content) throws(ReturnCode) in content.card?.endWithProcess() }
    }

    /// Ends a login that was idle for longer than `limit`; the moment when the present one will have been.
    func endIdleLogin(_ limit: Int64) -> Int64? {
        try? locked { (content) throws(ReturnCode) -> Int64? in
            guard let card = content.card, card.login != nil else { return nil }
            let due = card.lastUse + limit
            guard due <= Uptime.nanoseconds else { return due }
            card.logout()
            for session in content.sessions.values { session.logout() }
            return nil
        }
    }
}
