// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess

/// Which reader has which slot, and what was last seen in each.
struct SlotTable {
    /// As many as pcscd serves.
    static let most = 16

    private(set) var slots: [Slot?] = Array(repeating: nil, count: SlotTable.most)
    /// What the service told last, by slot; nil while the reader is unplugged.
    private(set) var seen: [ReaderState?] = Array(repeating: nil, count: SlotTable.most)
    /// What callers of C_WaitForSlotEvent have been told.
    private var told: [Told?] = Array(repeating: nil, count: SlotTable.most)
    private(set) var recoveries = 0
    /// The last question that was answered.
    private var answered: UInt = 0

    private struct Told: Equatable {
        let reader: String
        let presence: CardPresence?
    }

    /// Takes in what the service tells.
    ///
    /// A reader keeps its slot for the life of the process, also while it is unplugged; a seventeenth takes the slot
    /// of one that is. The answer to an older question than the last one that was answered is dropped: a card that
    /// came between the two would seem to have left.
    mutating func update(_ readers: [ReaderState], recoveries: Int, question: UInt) {
        guard question > answered else { return }
        answered = question
        self.recoveries = recoveries
        seen = Array(repeating: nil, count: SlotTable.most)
        for reader in readers {
            if let index = slots.firstIndex(where: { $0?.reader == reader.name }) { seen[index] = reader }
        }
        for reader in readers where !seen.contains(where: { $0?.name == reader.name }) {
            guard let index = slots.firstIndex(where: { $0 == nil }) ?? seen.firstIndex(where: { $0 == nil }) else {
                break
            }
            slots[index]?.retire()
            slots[index] = Slot(SlotID(index), reader: reader.name)
            seen[index] = reader
        }
    }

    /// The stay of the card in a slot.
    func presence(_ index: Int) -> CardPresence? {
        seen[index].flatMap { CardPresence($0, recoveries: recoveries) }
    }

    /// Whether something happened that was not told yet.
    var hasEvent: Bool {
        var copy = self
        return copy.nextEvent() != nil
    }

    /// The next slot in which something happened that was not told yet.
    mutating func nextEvent() -> SlotID? {
        for index in slots.indices {
            let now = seen[index].map { Told(reader: $0.name, presence: presence(index)) }
            guard now != told[index] else { continue }
            told[index] = now
            return SlotID(index)
        }
        return nil
    }

    /// Counts everything as told.
    mutating func tellAll() {
        while nextEvent() != nil {}
    }
}
