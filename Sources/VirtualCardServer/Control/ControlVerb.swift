// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What can be asked of a running server.
enum ControlVerb: String, CaseIterable, Codable, ExpressibleByArgument {
    case status, insert, remove, swap, reset, fault, clear, slow, set, save, load
    case losePIN = "lose-pin"
    case statistics, quit

    /// One line of help.
    var help: String {
        switch self {
        case .status: "The cards, their ports, and which faces are in a reader."
        case .insert: "Puts the card in (--face)."
        case .remove: "Takes the card out (--face)."
        case .swap: "Puts another card into the same reader: swap PROFILE."
        case .reset: "Resets the card so that pcscd notices: out and in again (--face)."
        case .fault: "Plans a fault: fault KIND, with --command or --answer-byte, counted from now (--face)."
        case .clear: "Forgets planned faults and slowness (--face)."
        case .slow: "Makes every answer late: slow MILLISECONDS (--face)."
        case .set: "Sets a counter of the card: set pin-tries|puk-tries|puk-uses NUMBER."
        case .save: "Writes what the card remembers to a file: save FILE."
        case .load: "Takes it back, and resets the card: load FILE."
        case .losePIN: "The card forgets that its PIN was verified, and tells nobody."
        case .statistics: "What the card was asked: commands, VERIFY with data, private operations by key."
        case .quit: "Ends the server as SIGTERM does."
        }
    }
}

/// Which interface of a card a verb is about.
enum FaceName: String, CaseIterable, Codable, ExpressibleByArgument {
    case contact, contactless
}

/// What can go wrong, by the names of the control socket.
enum FaultKind: String, CaseIterable, Codable, ExpressibleByArgument {
    case remove, reset
    case announcedReset = "announced-reset"
    case fieldLoss = "field-loss"
    case truncate, oversize, status, endless, silence, delay, duplicate, foreign
}

/// Counters that can be set.
enum CounterName: String, CaseIterable, Codable, ExpressibleByArgument {
    case pinTries = "pin-tries"
    case pukTries = "puk-tries"
    case pukUses = "puk-uses"
}
