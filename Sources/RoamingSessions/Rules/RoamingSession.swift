// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What the second factor was.
public enum SecondFactor: String, Hashable, Sendable, CaseIterable {
    /// A health card with its PIN.
    case contactCard = "contact-card"
    /// The site's own password.
    case sitePassword = "site-password"
    /// What an external command judged.
    case external
    /// A FIDO2 credential with user verification.
    case fido
}

/// One person's authentication, from its second factor on; a person has one at most.
public struct RoamingSession: Hashable, Sendable {
    /// Names it in audit and assertions.
    public var identifier: SessionIdentifier
    /// Whose it is.
    public var person: PersonIdentifier
    /// When the second factor was right, in milliseconds of the store's clock.
    ///
    /// Taps never move it.
    public var secondFactor: Int64
    /// What it was.
    public var means: SecondFactor
    /// The badge that came with it, if one did.
    public var badge: BadgeNumber?
    /// Where it is open now.
    public var kiosk: KioskName?
    /// Rises with every change, so that late news can be told from new ones.
    public var version: UInt64
    /// What makes it believable without the store.
    public var ticket: SessionTicket?

    /// From its parts.
    public init(
        identifier: SessionIdentifier, person: PersonIdentifier, secondFactor: Int64, means: SecondFactor,
        badge: BadgeNumber?, kiosk: KioskName?, version: UInt64, ticket: SessionTicket? = nil
    ) {
        self.identifier = identifier
        self.person = person
        self.secondFactor = secondFactor
        self.means = means
        self.badge = badge
        self.kiosk = kiosk
        self.version = version
        self.ticket = ticket
    }

    /// Whether it lives by these rules.
    public func lives(at now: Int64, _ policy: SessionPolicy) -> Bool {
        // A second factor in the future is of a clock that was put back: no proof of anything.
        now >= secondFactor && now - secondFactor < policy.validity
    }
}

/// What a store tells everybody.
public enum SessionChange: Hashable, Sendable {
    /// A session is new, or open elsewhere, or nowhere.
    case session(RoamingSession)
    /// A person has no session any more.
    case ended(PersonIdentifier, version: UInt64)
    /// A badge counts no more.
    case denied(BadgeNumber)
}
