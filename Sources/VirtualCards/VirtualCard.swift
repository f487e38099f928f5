// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardCrypto
internal import SecretMemory

/// A health professional's card in software: two faces at most over one memory.
///
/// Not thread-safe: one owner at a time, like a card in a reader.
public final class VirtualCard {
    /// What the card was made from.
    public let profile: CardProfile
    /// The face with contacts.
    public let contact: any VirtualCardFace
    /// The face without, where the generation has one here.
    public let contactless: (any VirtualCardFace)?
    /// What is behind the contactless face of a CPS4.
    public let badge: VirtualBadge?

    private let memory: PersistentMemory
    private let journal = CardJournal()
    private let securityStates: [SecurityState]

    /// Makes the card.
    ///
    /// - Throws: ``CardProfileError`` for contents that no card could hold.
    public init(_ profile: CardProfile, random: any RandomSource) throws(CardProfileError) {
        try profile.check()
        self.profile = profile
        memory = PersistentMemory(profile)
        var keys: [CardKey] = []
        for role in CardKeyRole.allCases {
            if let material = profile.keys[role] { keys.append(try CardKey(role, material)) }
        }
        let contents = try CardContents(profile)
        let security = SecurityState()
        let previous = CPS2terApplet(contents.previousTree(), security)
        switch profile.generation {
        case .cps3:
            badge = nil
            let tree = contents.iasTree()
            memory.register(tree)
            let objects = IASObjects(keys, showsContactlessInContact: profile.quirks.showsContactlessInContact)
            let ias = IASApplet(tree, objects, memory, security, journal, random, isContactless: false)
            contact = CardFace(
                profile.contact, program: CPS3Program(ias, previous: previous), security: security, journal: journal)
            guard let interface = profile.contactless else {
                contactless = nil
                securityStates = [security]
                return
            }
            let aerial = SecurityState()
            let aerialIAS = IASApplet(tree, objects, memory, aerial, journal, random, isContactless: true)
            contactless = CardFace(
                interface, program: CPS3Program(aerialIAS, previous: nil), security: aerial, journal: journal)
            securityStates = [security, aerial]
        case .cps4:
            let tree = contents.chipDocTree()
            memory.register(tree)
            let chipDoc = ChipDocApplet(tree, keys, profile.quirks, memory, security, journal, random)
            contact = CardFace(
                profile.contact,
                program: CPS4Program(
                    chipDoc, previous: previous, refusesFirstSelection: profile.quirks.firstSelectRefused),
                security: security, journal: journal)
            badge = try profile.badge.map { (badge) throws(CardProfileError) in
                try VirtualBadge(badge, random: random)
            }
            contactless = badge?.face
            securityStates = [security]
        }
    }

    /// What has been asked of the card since it was made.
    public var statistics: CardStatistics { journal.statistics }

    /// The non-volatile state now.
    public var snapshot: CardSnapshot {
        var snapshot = memory.snapshot
        snapshot.badge = badge?.snapshot
        return snapshot
    }

    /// Takes a non-volatile state back; what the card does not have is ignored.
    public func restore(_ snapshot: CardSnapshot) {
        memory.restore(snapshot)
        if let state = snapshot.badge { badge?.restore(state) }
    }

    /// Called after each non-volatile write with the new state, before the answer leaves.
    public var written: ((CardSnapshot) -> Void)? {
        didSet {
            let written = written
            // Both sides die with this object; neither outlives it.
            memory.observer = written.map { written in { [unowned self] _ in written(snapshot) } }
            badge?.written = written.map { written in { [unowned self] _ in written(snapshot) } }
        }
    }

    /// Forgets that a PIN was verified, and nothing else: what a host meets when another one resets such state.
    public func forgetVerification() {
        for state in securityStates { state.drop() }
    }
}

extension CardProfile {
    fileprivate func check() throws(CardProfileError) {
        for (name, policy) in [("pin", pin), ("puk", puk)] {
            guard (1...64).contains(policy.minimum), policy.minimum <= policy.maximum, policy.maximum <= 64,
                (policy.minimum...policy.maximum).contains(policy.value.count), (1...15).contains(policy.tries),
                (0...policy.tries).contains(policy.left), (0...0xFFFF).contains(policy.uses ?? 0),
                (0...127).contains(policy.stored)
            else { throw .field(name) }
        }
        guard identity.validity.count == 4 else { throw .field("validity") }
        guard practice.activities.allSatisfy({ (1...16).contains($0.number) }),
            Set(practice.activities.map(\.number)).count == practice.activities.count
        else { throw .field("activities") }
        for role in [CardKeyRole.signature, .authentication] where keys[role] == nil { throw .key(role) }
        if contactless != nil, generation == .cps4 { throw .field("contactless") }
        if badge != nil, generation != .cps4 { throw .field("badge") }
    }
}
