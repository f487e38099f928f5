// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import VirtualCardPlugs
import VirtualCards

/// A virtual card with its faces made ready for readers, and its memory for the disk.
final class HostedCard: @unchecked Sendable {
    let name: String
    let contact: HostedFace
    let contactless: HostedFace?
    // Touched only inside `lock`, which is what makes the type sendable.
    private let card: VirtualCard
    private let lock: CardLock

    /// Prepares a card; its state comes from the store, and every later change goes there.
    init(_ card: VirtualCard, name: String, trace: TraceWriter?, store: StateStore?) throws {
        let lock = CardLock()
        self.card = card
        self.lock = lock
        self.name = name
        contact = HostedFace(card.contact, lock, trace, named: name)
        contactless = card.contactless.map { HostedFace($0, lock, trace, named: "\(name) contactless") }
        guard let store else { return }
        if let saved = try store.load(name) { try restore(StoredState(parsing: saved)) }
        let identity = card.identity
        card.written = { snapshot in
            // Inside the lock, before the answer leaves: what the card told is what the disk knows.
            do {
                try store.save(StoredState(snapshot, of: identity).encoded(), as: name)
            } catch {
                Diagnostics.report("\(name): state not saved: \(error)")
            }
        }
    }

    func face(_ face: FaceName) -> HostedFace? {
        face == .contact ? contact : contactless
    }

    var state: StoredState {
        lock.withLock { StoredState(card.snapshot, of: card.identity) }
    }

    /// Takes a state back, and tells the store.
    func restore(_ state: StoredState) throws {
        try change { try state.apply(to: &$0, of: card.identity) }
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
        lock.withLock { card.forgetVerification() }
    }

    var statistics: ControlAnswer.Statistics {
        let (counts, snapshot) = lock.withLock { (card.statistics, card.snapshot) }
        let operations = counts.privateOperations.map { ($0.key.rawValue, $0.value) }
        return ControlAnswer.Statistics(
            card: name, commands: counts.commands, verifications: counts.verifications,
            privateOperations: Dictionary(operations, uniquingKeysWith: +), pinTriesLeft: snapshot.pin.left,
            pukTriesLeft: snapshot.puk.left, pukUsesLeft: snapshot.puk.uses,
            faultsStruck: contact.plan.struck.count + (contactless?.plan.struck.count ?? 0))
    }

    private func change(_ body: (inout CardSnapshot) throws -> Void) throws {
        try lock.withLock {
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

/// One face with its faults.
struct HostedFace: Sendable {
    let face: SerializedFace
    let plan: FaultPlan

    init(_ face: any VirtualCardFace, _ lock: CardLock, _ trace: TraceWriter?, named name: String) {
        plan = FaultPlan()
        var plugged: any VirtualCardFace = FaultyFace(face, plan: plan)
        if let trace { plugged = TracedFace(plugged, to: trace, as: name) }
        self.face = SerializedFace(plugged, lock: lock)
    }
}

extension VirtualCard {
    /// What tells this card's state from another's: its generation and its serial number.
    fileprivate var identity: String { "\(profile.generation.rawValue)-\(profile.identity.serial)" }
}
