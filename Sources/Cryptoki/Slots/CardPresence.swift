// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess

/// Names one stay of one card in a reader: another card, or the same one put in again, has another name.
struct CardPresence: Hashable, Sendable {
    /// Insertions and removals that the service has counted.
    let eventCount: Int
    /// How often the service was found again: it begins to count anew each time.
    let recoveries: Int

    /// Of what is in the reader now; nil when it is empty.
    init?(_ state: ReaderState, recoveries: Int) {
        guard state.card != .empty else { return nil }
        eventCount = state.eventCount
        self.recoveries = recoveries
    }
}
