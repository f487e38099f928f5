// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto

/// A DESFire badge in software: one contactless face over a memory.
///
/// Not thread-safe: one owner at a time, like a card in a field.
public final class VirtualBadge {
    /// What the badge was made from.
    public let profile: BadgeProfile
    /// The only face.
    public let face: any VirtualCardFace
    let system: BadgeSystem

    /// Makes the badge; random numbers are drawn in the order in which a card draws them.
    ///
    /// - Throws: ``CardProfileError/field(_:)`` for contents that no card could hold.
    public init(_ profile: BadgeProfile, random: any RandomSource) throws(CardProfileError) {
        self.profile = profile
        system = BadgeSystem(profile, try BadgeState(profile), random)
        face = BadgeFace(system)
    }

    /// The non-volatile state now.
    public var snapshot: BadgeSnapshot { BadgeSnapshot(state: system.state) }

    /// Takes a non-volatile state back, and begins anew.
    ///
    /// - Returns: false, and nothing happens, for the state of another badge, or one that no badge could be in.
    @discardableResult
    public func restore(_ snapshot: BadgeSnapshot) -> Bool {
        guard snapshot.state.uid == profile.uid, snapshot.state.isSound(for: profile) else { return false }
        system.state = snapshot.state
        face.reset()
        return true
    }

    /// Called with each new state before the answer that tells of it leaves.
    public var written: ((BadgeSnapshot) -> Void)? {
        didSet {
            let written = written
            system.observer = written.map { written in { written(BadgeSnapshot(state: $0)) } }
        }
    }

    /// Whether a session is open now.
    public var isAuthenticated: Bool { system.session != nil }

    /// Forgets an authentication, and what was begun within it.
    public func forgetSession() { system.dropSession() }
}

/// What a badge remembers without power, keys among it; its coded form is a secret of test cards.
public struct BadgeSnapshot: Hashable, Sendable, Codable {
    let state: BadgeState

    init(state: BadgeState) {
        self.state = state
    }

    /// Reads the coded form.
    public init(from decoder: any Decoder) throws {
        state = try BadgeState(from: decoder)
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        try state.encode(to: encoder)
    }
}
