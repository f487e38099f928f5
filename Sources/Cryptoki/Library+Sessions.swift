// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import CardToken
internal import HealthCard
internal import HelperThread
internal import ISO7816
internal import ModuleSettings
internal import Synchronization

extension Library {
    /// How many sessions a slot takes.
    private static let mostSessions = 65_536

    /// Opens a session (C_OpenSession).
    public func openSession(_ number: SlotID, isReadWrite: Bool) throws(ReturnCode) -> SessionHandle {
        let (slot, presence) = try slot(number)
        return try slot.locked { (content) throws(ReturnCode) in
            let card = try self.card(slot, presence, content)
            // Half of a new content may stand beside half of the old one. The card is asked again: the update may have
            // been ended since.
            if !isForUpdate, card.update == .interrupted {
                card.update = try content.working(card, settings.mode) { () throws(TokenError) in
                    try card.perform { (card) throws(CardError) in try card.updateState() }
                }
                guard card.update != .interrupted else { throw .updateInterrupted }
            }
            if !isReadWrite, card.login?.role == .unblocking { throw .sessionReadWriteSOExists }
            guard content.sessions.count < Library.mostSessions else { throw .sessionCount }
            let session = Session(newSession(in: slot), isReadWrite: isReadWrite)
            content.sessions[session.handle] = session
            return session.handle
        }
    }

    /// Closes a session (C_CloseSession); the last one ends the login.
    public func closeSession(_ handle: SessionHandle) throws(ReturnCode) {
        try inSession(handle) { (content, card, session) throws(ReturnCode) in
            content.sessions[session.handle] = nil
            card.endLease(of: session.handle)
            if content.sessions.isEmpty { content.closeAll() }
        }
    }

    /// Closes all sessions of a slot (C_CloseAllSessions).
    public func closeAllSessions(_ number: SlotID) throws(ReturnCode) {
        let (slot, _) = try slot(number)
        try slot.locked { (content) throws(ReturnCode) in content.closeAll() }
    }

    /// A session (C_GetSessionInfo).
    public func sessionInformation(_ handle: SessionHandle) throws(ReturnCode) -> SessionInformation {
        try inSession(handle) { (_, card, session) throws(ReturnCode) in
            let state =
                switch (card.login?.role, session.isReadWrite) {
                case (.unblocking, _): CKS_RW_SO_FUNCTIONS
                case (.holder, true): CKS_RW_USER_FUNCTIONS
                case (.holder, false): CKS_RO_USER_FUNCTIONS
                case (nil, true): CKS_RW_PUBLIC_SESSION
                case (nil, false): CKS_RO_PUBLIC_SESSION
                }
            let flags = UInt(CKF_SERIAL_SESSION) | (session.isReadWrite ? UInt(CKF_RW_SESSION) : 0)
            return SessionInformation(slot: handle & 15, state: UInt(state), flags: flags)
        }
    }

    /// Where an entry point finds its data: decides how it learns that the card has left.
    enum Access {
        /// In memory: the service is asked whether the card is still there, unless it has just answered.
        case memory
        /// On the card: it will tell.
        case card
    }

    /// Works in a session whose card is still the one that it was opened for.
    func inSession<R: Sendable>(
        _ handle: SessionHandle, _ access: Access = .memory,
        _ body: (SlotContent, InsertedCard, Session) throws(ReturnCode) -> R
    ) throws(ReturnCode) -> R {
        let slot = try slot(ofSession: handle)
        return try slot.locked { (content) throws(ReturnCode) in
            guard let session = content.sessions[handle], let card = content.card else { throw .sessionHandleInvalid }
            if access == .memory {
                if !card.token.hasJustAnswered { refresh() }
                guard table.withLock({ $0.presence(Int(slot.number)) }) == card.presence else {
                    content.cardLeft()
                    throw .sessionHandleInvalid
                }
            }
            return try body(content, card, session)
        }
    }
}
