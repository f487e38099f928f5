// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import RoamingSessions

extension KioskDesk {
    /// Reaches the store for the first time; without it the kiosk begins alone, and opens by second factor only.
    public func begin() {
        guard store == nil else { return }
        do {
            try take(connect())
        } catch {
            goAlone()
        }
    }

    /// What the store tells, waiting so long for it at most; while the kiosk is alone, whether the store is back.
    ///
    /// - Parameter shown: for whom the kiosk is, with the session as it knows it.
    /// - Returns: what the machine is to be told.
    public func news(waiting milliseconds: Int, shown: RoamingSession?, isOpen: Bool) -> [KioskEvent] {
        guard let store else { return comeBack(shown: shown, isOpen: isOpen) }
        do {
            let changes = try store.changes(waiting: milliseconds)
            for change in changes { known.apply(change) }
            if moment.store - heard >= KioskDesk.refreshment { try refresh(store) }
            try synchronize(store)
            return changes.map(KioskEvent.changed)
        } catch {
            goAlone()
            return []
        }
    }

    /// With the store, or with the copy when the store does not answer.
    func reach<Result>(
        _ online: (any SessionStore) throws(StoreFailure) -> Result, alone: (inout OfflineCopy) -> Result
    ) throws(DeskFailure) -> Result {
        if let store {
            do {
                return try online(store)
            } catch .unavailable {
                goAlone()
            } catch {
                throw .store(error)
            }
        }
        var working = copy ?? OfflineCopy(known, cut: heard, kiosk: kiosk)
        defer { copy = working }
        return alone(&working)
    }

    /// Whether a session's ticket bears the signature of a kiosk that is known.
    func believes(_ session: RoamingSession) -> Bool {
        guard let ticket = session.ticket, let key = keys[ticket.kiosk] else { return false }
        return key.verifies(ticket.signature, of: SessionTicket.message(for: session, by: ticket.kiosk))
    }

    /// This kiosk's word for a session that began here.
    func ticket(for session: RoamingSession) -> SessionTicket? {
        (try? key.sign(SessionTicket.message(for: session, by: kiosk)))
            .flatMap { SessionTicket(kiosk: kiosk, signature: $0) }
    }

    func remember(_ change: SessionChange) {
        if store != nil { known.apply(change) }
    }

    private func goAlone() {
        store = nil
        nextAttempt = time.monotonic + KioskDesk.pause
        if copy == nil { copy = OfflineCopy(known, cut: heard, kiosk: kiosk) }
    }

    private func comeBack(shown: RoamingSession?, isOpen: Bool) -> [KioskEvent] {
        guard time.monotonic >= nextAttempt else { return [] }
        nextAttempt = time.monotonic + KioskDesk.pause
        do {
            let found = try connect()
            var session: RoamingSession?
            if let copy {
                session = try found.reconcile(copy.report, shown: isOpen ? shown : nil)
                // What was done alone counts now; what comes after would count twice.
                self.copy = nil
            }
            try take(found)
            if let shown, !isOpen { session = known.sessions[shown.person] }
            let denied = Set(known.enrolments.values.filter(\.isDenied).map(\.badge))
            return [.reconciled(session, denied: denied)]
        } catch {
            goAlone()
            return []
        }
    }

    private func take(_ found: any SessionStore) throws(StoreFailure) {
        try found.enlist(kiosk, key: key.publicKey.bytes)
        try refresh(found)
        try synchronize(found)
        store = found
        copy = nil
    }

    private func refresh(_ store: any SessionStore) throws(StoreFailure) {
        known = try store.copy()
        _ = known.takeChanges()
        for (name, bytes) in try store.kioskKeys() where name != kiosk {
            keys[name] = try? Ed25519PublicKey(bytes)
        }
    }

    private func synchronize(_ store: any SessionStore) throws(StoreFailure) {
        heard = try store.now()
        clock.synchronize(store: heard, monotonic: time.monotonic)
    }
}
