// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import ISO7816

/// All readers of a loopback service, behind its one lock.
struct LoopbackReaders {
    var isRunning = true
    var slots: [LoopbackSlot] = []
    private var lastIdentifier = 0

    /// A number never given before: for connections and for insertions.
    mutating func newIdentifier() -> Int {
        lastIdentifier += 1
        return lastIdentifier
    }

    func index(of name: String) throws(CardError) -> Int {
        guard isRunning else { throw .transport(.serviceUnavailable) }
        guard let index = slots.firstIndex(where: { $0.name == name }) else { throw .transport(.noReader) }
        return index
    }

    var states: [ReaderState] { slots.map(\.state) }
}

/// One reader of a loopback service.
struct LoopbackSlot {
    let name: String
    let keepsPower: Bool
    var card: Card?
    var eventCount = 0

    struct Card {
        /// Tells this insertion from every other, also of the same card.
        let insertion: Int
        let face: SerializedFace
        let atr: [UInt8]
        /// Grows with every reset.
        var resets = 0
        var isPowered = false
        /// The connections that are open.
        var users: Set<Int> = []
        /// Who holds the transaction, and how often it was begun.
        var holder: (user: Int, name: String?, depth: Int)?
        /// Who has a command on its way: no transaction of another begins meanwhile.
        var exchanging: Int?

        /// Whether a connection may use the card now.
        func isFree(for user: Int) -> Bool {
            (holder == nil || holder?.user == user) && (exchanging == nil || exchanging == user)
        }

        mutating func reset() {
            face.reset()
            resets += 1
        }
    }

    /// Card in; whatever was there is out.
    mutating func put(_ face: SerializedFace?, insertion: Int) -> SerializedFace? {
        let old = card?.face
        if old != nil { eventCount += 1 }
        card = face.map { Card(insertion: insertion, face: $0, atr: $0.atr) }
        if face != nil { eventCount += 1 }
        return old
    }

    var state: ReaderState {
        guard let card else { return ReaderState(name: name, card: .empty, eventCount: eventCount) }
        let isReadable = (try? ATR(parsing: card.atr)) != nil
        return ReaderState(
            name: name, card: isReadable ? .present : .mute, atr: card.atr.isEmpty ? nil : card.atr,
            eventCount: eventCount)
    }
}
