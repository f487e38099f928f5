// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardAccess
internal import CardToken
internal import HealthCard
internal import HelperThread
internal import ISO7816
internal import ModuleSettings
internal import Synchronization

extension Library {
    /// Slots whose reader is plugged, or those among them with a card (C_GetSlotList).
    public func slotList(withCard: Bool) -> [SlotID] {
        refresh()
        return table.withLock { table in
            table.slots.indices.filter { table.seen[$0] != nil && (!withCard || table.presence($0) != nil) }
                .map(SlotID.init)
        }
    }

    /// A reader (C_GetSlotInfo); the card is not asked.
    public func slotInformation(_ number: SlotID) throws(ReturnCode) -> SlotInformation {
        let (slot, presence) = try slot(number)
        let flags = UInt(CKF_REMOVABLE_DEVICE) | UInt(CKF_HW_SLOT) | (presence == nil ? 0 : UInt(CKF_TOKEN_PRESENT))
        return SlotInformation(description: Library.shortened(slot.reader), flags: flags)
    }

    /// At most 64 bytes; of a longer name, as callers know it, its beginning, three dots and its end.
    private static func shortened(_ name: String) -> [UInt8] {
        let bytes = Array(name.utf8)
        guard bytes.count > 64 else { return bytes }
        return bytes.prefix(30) + Array("...".utf8) + bytes.suffix(31)
    }

    /// A card (C_GetTokenInfo), with counters as they stand now.
    public func tokenInformation(_ number: SlotID) throws(ReturnCode) -> TokenInformation {
        let (slot, presence) = try slot(number)
        return try slot.locked { (content) throws(ReturnCode) in
            let before = content.card
            let card = try self.card(slot, presence, content)
            let counters = try self.counters(card, content, isNew: card !== before)
            let summary = card.summary
            var flags = UInt(CKF_TOKEN_INITIALIZED) | UInt(CKF_RNG)
            if summary.pin != nil { flags |= UInt(CKF_LOGIN_REQUIRED) | UInt(CKF_USER_PIN_INITIALIZED) }
            for state in counters { flags |= TokenInformation.flags(of: state) }
            let digits = summary.pinDigits ?? 4...8
            // The check digit belongs to the number for those who write a card.
            let serial = isForUpdate ? summary.identity.serial.bytes[5...].hexadecimal : summary.identity.serial.digits
            return TokenInformation(
                label: summary.label, manufacturer: summary.manufacturer, serial: serial, flags: flags,
                pinDigits: UInt(digits.lowerBound)...UInt(digits.upperBound),
                sessions: UInt(content.sessions.count),
                readWriteSessions: UInt(content.sessions.values.count { $0.isReadWrite }),
                padsModelWithNUL: settings.mode == .compat)
        }
    }

    private func counters(
        _ card: InsertedCard, _ content: SlotContent, isNew: Bool
    ) throws(ReturnCode) -> [PINState] {
        guard card.summary.pin != nil else { return [] }
        // Identification has read them during this very call; later ones ask again.
        if isNew { return [card.summary.pin, card.summary.puk].compactMap { $0 } }
        return try content.working(card, settings.mode) { () throws(TokenError) in
            try card.perform { (card) throws(CardError) in [try card.tries(.holder), try card.tries(.unblocking)] }
        }
    }

    /// The mechanisms of the card in a slot (C_GetMechanismList).
    public func mechanisms(_ number: SlotID) throws(ReturnCode) -> [MechanismType] {
        try mechanismTable(number).types
    }

    /// One mechanism (C_GetMechanismInfo).
    public func mechanismInformation(
        _ number: SlotID, _ type: MechanismType
    ) throws(ReturnCode) -> MechanismInformation {
        try mechanismTable(number).information(type)
    }

    private func mechanismTable(_ number: SlotID) throws(ReturnCode) -> MechanismTable {
        let (slot, presence) = try slot(number)
        return try slot.locked { (content) throws(ReturnCode) in
            mechanismTable(try self.card(slot, presence, content))
        }
    }

    func mechanismTable(_ card: InsertedCard) -> MechanismTable {
        MechanismTable(
            generation: card.identity.generation, interface: card.identity.interface, mode: settings.mode)
    }

    /// The slot in which something happened (C_WaitForSlotEvent).
    ///
    /// - Throws: `noEvent` when nothing did and the caller does not wait; `notInitialized` when the library is closed
    ///   meanwhile; `functionNotSupported` for a wait in compat mode.
    public func slotEvent(waiting: Bool) throws(ReturnCode) -> SlotID {
        if waiting, settings.mode == .compat { throw .functionNotSupported }
        refresh()
        while !isClosed.load(ordering: .sequentiallyConsistent) {
            if let event = table.withLock({ $0.nextEvent() }) { return event }
            guard waiting else { throw .noEvent }
            awaitChange()
        }
        throw .notInitialized
    }

    private func awaitChange() {
        do {
            let known = try readers.readers()
            // Between this look and the last a change may have come that must not be slept over.
            refresh()
            guard table.withLock({ $0.hasEvent }) == false else { return }
            _ = try readers.changes(since: known, patience: .seconds(2))
        } catch {
            guard !isClosed.load(ordering: .sequentiallyConsistent) else { return }
            // A service that is down is asked again a little later.
            pause(milliseconds: 200)
        }
        refresh()
    }
}
