// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One line from the control socket.
struct ControlAnswer: Codable, Equatable {
    var ok: Bool
    /// Why not.
    var error: String?
    /// status: every card in a reader.
    var cards: [CardStatus]?
    /// statistics: of one card.
    var statistics: Statistics?

    static let done = ControlAnswer(ok: true)

    static func failed(_ reason: String) -> ControlAnswer {
        ControlAnswer(ok: false, error: reason)
    }

    struct CardStatus: Codable, Equatable {
        var card: String
        var port: Int
        /// Whether the contact face is in its reader; missing when it is a badge.
        var contact: Bool?
        /// The same for the contactless face; missing when the card has none.
        var contactless: Bool?
    }

    struct Statistics: Codable, Equatable {
        var card: String
        var commands: Int
        /// VERIFY commands that carried a value.
        var verifications: Int
        /// Signatures and decipherments by key.
        var privateOperations: [String: Int]
        /// Missing when it is a badge.
        var pinTriesLeft: Int?
        var pukTriesLeft: Int?
        var pukUsesLeft: Int?
        /// Faults that struck, of both faces.
        var faultsStruck: Int
    }

    /// The line, without its end.
    func line() -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return (try? encoder.encode(self)) ?? Data(#"{"error":"answer cannot be written","ok":false}"#.utf8)
    }

    /// Reads a line.
    init(line: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(ControlAnswer.self, from: line)
    }

    init(ok: Bool, error: String? = nil, cards: [CardStatus]? = nil, statistics: Statistics? = nil) {
        self.ok = ok
        self.error = error
        self.cards = cards
        self.statistics = statistics
    }
}
