// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Where enrolments and sessions live, for one kiosk or a fleet of them.
///
/// Each call is one transaction; its time is the store's own clock. Blocking; one owner at a time.
public protocol SessionStore: AnyObject {
    /// The store's clock: milliseconds since 1970.
    func now() throws(StoreFailure) -> Int64

    /// What becomes of a reading; opens the session when one factor is enough.
    func decide(
        _ reading: BadgeReading, _ scope: OpeningScope, at kiosk: KioskName, _ policy: SessionPolicy
    ) throws(StoreFailure) -> Decision
    /// A second factor was right: a new session, open at the kiosk, in the place of any other.
    func open(
        _ identifier: SessionIdentifier, for person: PersonIdentifier, _ means: SecondFactor, badge: BadgeNumber?,
        at kiosk: KioskName
    ) throws(StoreFailure) -> RoamingSession
    /// The kiosk that saw the second factor gives its word for the session.
    func attach(
        _ ticket: SessionTicket, to session: SessionIdentifier, of person: PersonIdentifier
    ) throws(StoreFailure)
    /// A second factor was wrong; whether the badge is refused from now on.
    func noteFailure(of badge: BadgeNumber, _ policy: SessionPolicy) throws(StoreFailure) -> Bool
    /// The kiosk is not open for the person any more.
    func lock(_ person: PersonIdentifier, at kiosk: KioskName) throws(StoreFailure)
    /// The holder closes, at a kiosk: the session ends unless it is open elsewhere.
    func close(_ person: PersonIdentifier, at kiosk: KioskName) throws(StoreFailure)
    /// Takes over what a kiosk did alone; gives the session of the person whom it shows, as it stands then.
    func reconcile(_ report: OfflineReport, shown: RoamingSession?) throws(StoreFailure) -> RoamingSession?

    /// Adds a badge, or replaces what is known of it.
    func enrol(_ enrolment: Enrolment) throws(StoreFailure)
    /// A supervisor declares a badge lost: it is denied, and its holder's session ends.
    ///
    /// - Returns: what is known of the badge; nil when nothing is.
    func deny(_ badge: BadgeNumber) throws(StoreFailure) -> Enrolment?
    /// A supervisor ends a person's session; whether there was one.
    func revoke(_ person: PersonIdentifier) throws(StoreFailure) -> Bool
    /// All badges, in the order of their numbers.
    func enrolments() throws(StoreFailure) -> [Enrolment]
    /// All sessions, in the order of their persons.
    func sessions() throws(StoreFailure) -> [RoamingSession]
    /// Makes a kiosk's key known, by which its tickets are verified: an Ed25519 public key, 32 bytes.
    ///
    /// - Throws: ``StoreFailure/refused(_:)`` when the kiosk has another key already: two kiosks of one name, or a new
    ///   machine whose old key must be taken out first.
    func enlist(_ kiosk: KioskName, key: [UInt8]) throws(StoreFailure)
    /// The keys of all kiosks.
    func kioskKeys() throws(StoreFailure) -> [KioskName: [UInt8]]
    /// Everything, for work without the store.
    func copy() throws(StoreFailure) -> SessionTable

    /// What has changed since the last call, waiting so long at most; a store without neighbours has nothing to tell.
    func changes(waiting milliseconds: Int) throws(StoreFailure) -> [SessionChange]
}

/// Why a store did not do what it was asked.
public enum StoreFailure: Error, Hashable, Sendable {
    /// It cannot be reached, or went away: nothing was done, or it is not known whether.
    case unavailable(String)
    /// It is there and refuses: the words are its own.
    case refused(String)
    /// What it holds cannot be: which field.
    case corrupt(String)
    /// It is of a later version than this program knows.
    case newer(version: Int)
}
