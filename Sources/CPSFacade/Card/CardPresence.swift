// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import ISO7816

/// A card's stay in its reader, by what the service tells of the reader: no command is sent.
struct CardPresence {
    private let service: any CardReaderService
    private let seen: ReaderState

    init(_ service: any CardReaderService, _ seen: ReaderState) {
        self.service = service
        self.seen = seen
    }

    /// - Throws: `cardRemoved` when the card left, also when it came back.
    func confirm() throws(CardError) {
        guard let now = try service.readers().first(where: { $0.name == seen.name }) else {
            throw .transport(.noReader)
        }
        guard now.card != .empty, now.eventCount == seen.eventCount else { throw .transport(.cardRemoved) }
    }
}
