// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import VirtualCards

/// What is hosted: a card of the family, or a badge.
enum HostedContent {
    case card(VirtualCard)
    case badge(VirtualBadge)

    /// What tells this card's state from another's: its generation and its serial number, or its UID.
    var identity: String {
        switch self {
        case .card(let card): "\(card.profile.generation.rawValue)-\(card.profile.identity.serial)"
        case .badge(let badge): "badge-\(badge.profile.uid.hexadecimal)"
        }
    }

    var contact: (any VirtualCardFace)? {
        if case .card(let card) = self { return card.contact }
        return nil
    }

    var contactless: (any VirtualCardFace)? {
        switch self {
        case .card(let card): card.contactless
        case .badge(let badge): badge.face
        }
    }

    /// Whether a contactless face waits outside its reader: the badge of a CPS4 that lies in a contact reader.
    var hasSide: Bool {
        if case .card(let card) = self { return card.badge != nil }
        return false
    }

    var state: StoredState {
        switch self {
        case .card(let card): StoredState(card.snapshot, of: identity)
        case .badge(let badge): StoredState(badge.snapshot, of: identity)
        }
    }

    /// Takes a state back.
    func restore(_ state: StoredState) throws {
        switch self {
        case .card(let card):
            var snapshot = card.snapshot
            try state.apply(to: &snapshot, of: identity)
            card.restore(snapshot)
        case .badge(let badge):
            guard badge.restore(try state.badge(of: identity)) else {
                throw ControlFailure("state that this badge cannot be in")
            }
        }
    }

    /// Calls back with each new state, before the answer that tells of it leaves.
    func observe(_ body: @escaping (StoredState) -> Void) {
        let identity = identity
        switch self {
        case .card(let card): card.written = { body(StoredState($0, of: identity)) }
        case .badge(let badge): badge.written = { body(StoredState($0, of: identity)) }
        }
    }

    /// Forgets what was proven, and nothing else.
    func forgetProofs() {
        switch self {
        case .card(let card):
            card.forgetVerification()
            card.badge?.forgetSession()
        case .badge(let badge): badge.forgetSession()
        }
    }
}
