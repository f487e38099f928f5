// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import VirtualCardPlugs
import VirtualCards

/// A virtual card with its faces made ready for readers, and its memory for the disk.
final class HostedCard: @unchecked Sendable {
    let name: String
    let contact: HostedFace?
    let contactless: HostedFace?
    /// Whether the contactless face is put in only when it is asked for.
    let waitsOutside: Bool
    // Touched only inside `lock`, which is what makes the type sendable.
    private let content: HostedContent
    private let lock: CardLock
    private let store: StateStore?

    /// Prepares a card; its state comes from the store, and every later change goes there.
    init(
        _ content: HostedContent, name: String, trace: TraceWriter?, store: StateStore?,
        manners: HostingManners = HostingManners()
    ) throws {
        let lock = CardLock()
        self.content = content
        self.lock = lock
        self.name = name
        self.store = store
        waitsOutside = content.hasSide && !manners.showsBadges
        contact = content.contact.map { HostedFace($0, lock, trace, named: name) }
        contactless = content.contactless.map {
            HostedFace($0, lock, trace, named: "\(name) contactless", timing: manners.rate.map { RadioTiming($0) })
        }
        guard let store else { return }
        if let saved = try store.load(name) { try restore(StoredState(parsing: saved)) }
        content.observe { state in
            // Inside the lock, before the answer leaves: what the card told is what the disk knows.
            HostedCard.save(state, name, store)
        }
    }

    private static func save(_ state: StoredState, _ name: String, _ store: StateStore) {
        do {
            try store.save(state.encoded(), as: name)
        } catch {
            Diagnostics.report("\(name): state not saved: \(error)")
        }
    }

    func face(_ face: FaceName) -> HostedFace? {
        face == .contact ? contact : contactless
    }

    /// The face that is meant when nothing is said.
    var usualFace: FaceName { contact == nil ? .contactless : .contact }

    var state: StoredState { lock.withLock { content.state } }

    /// Takes a state back, and tells the store.
    func restore(_ state: StoredState) throws {
        try lock.withLock {
            try content.restore(state)
            if let store { HostedCard.save(content.state, name, store) }
        }
    }

    func set(_ counter: CounterName, to value: Int) throws {
        try change { snapshot in
            switch counter {
            case .pinTries: snapshot.pin.left = try HostedCard.within(0...15, value)
            case .pukTries: snapshot.puk.left = try HostedCard.within(0...15, value)
            case .pukUses:
                guard snapshot.puk.uses != nil else { throw ControlFailure("the card does not count uses of its PUK") }
                snapshot.puk.uses = try HostedCard.within(0...0xFFFF, value)
            }
        }
    }

    func losePINState() {
        lock.withLock { content.forgetProofs() }
    }

    var statistics: ControlAnswer.Statistics {
        let struck = (contact?.plan.struck.count ?? 0) + (contactless?.plan.struck.count ?? 0)
        return lock.withLock {
            guard case .card(let card) = content else {
                return ControlAnswer.Statistics(
                    card: name, commands: contactless?.plan.commands ?? 0, verifications: 0, privateOperations: [:],
                    faultsStruck: struck)
            }
            let (counts, snapshot) = (card.statistics, card.snapshot)
            let operations = counts.privateOperations.map { ($0.key.rawValue, $0.value) }
            return ControlAnswer.Statistics(
                card: name, commands: counts.commands, verifications: counts.verifications,
                privateOperations: Dictionary(operations, uniquingKeysWith: +), pinTriesLeft: snapshot.pin.left,
                pukTriesLeft: snapshot.puk.left, pukUsesLeft: snapshot.puk.uses, faultsStruck: struck)
        }
    }

    private func change(_ body: (inout CardSnapshot) throws -> Void) throws {
        try lock.withLock {
            guard case .card(let card) = content else { throw ControlFailure("a badge has no such counter") }
            var snapshot = card.snapshot
            try body(&snapshot)
            card.restore(snapshot)
            card.written?(card.snapshot)
        }
    }

    private static func within(_ range: ClosedRange<Int>, _ value: Int) throws -> Int {
        guard range.contains(value) else { throw ControlFailure("value outside \(range)") }
        return value
    }
}

/// How cards are hosted, beside what they are.
struct HostingManners {
    /// Puts the badges of CPS4 cards into their readers too.
    var showsBadges = false
    /// Makes contactless faces as slow as the air.
    var rate: RadioTiming.Rate?
}
