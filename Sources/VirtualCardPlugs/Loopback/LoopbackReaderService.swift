// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
public import ISO7816
public import VirtualCards

/// Readers inside this process: what pcscd does with a card, without pcscd.
///
/// Behaves like pcsc-lite where a client can tell: the first connection powers the card and the last one's end
/// takes the power away; a reset by another makes every exchange fail until the next `begin`, which mends the
/// connection and says so; a card that leaves kills its connections for good. Any thread may use it.
public final class LoopbackReaderService: CardReaderService, Sendable {
    let readersBox: Monitor<LoopbackReaders>

    /// With empty readers of these names.
    public init(readers names: [String] = []) {
        readersBox = Monitor(LoopbackReaders())
        for name in names { addReader(name) }
    }

    /// All readers, in the order in which they were plugged in.
    public func readers() throws(CardError) -> [ReaderState] {
        try readersBox.withLock { (readers) throws(CardError) -> [ReaderState] in
            guard readers.isRunning else { throw .transport(.serviceUnavailable) }
            return readers.states
        }
    }

    /// Waits until something differs from `known`, at most `patience`.
    public func changes(since known: [ReaderState], patience: Duration) throws(CardError) -> [ReaderState] {
        let changed = try readersBox.wait(patience) { (readers) throws(CardError) -> [ReaderState]? in
            guard readers.isRunning else { throw .transport(.serviceUnavailable) }
            return readers.states == known ? nil : readers.states
        }
        return changed ?? known
    }

    /// Connects as a process without a name.
    public func connect(to reader: String) throws(CardError) -> any CardConnection {
        try connect(to: reader, as: nil)
    }

    /// Connects as a process of that name, which others are told while it holds the card.
    public func connect(to reader: String, as process: String?) throws(CardError) -> LoopbackConnection {
        try readersBox.withLock { (readers) throws(CardError) -> LoopbackConnection in
            let index = try readers.index(of: reader)
            let user = readers.newIdentifier()
            guard var card = readers.slots[index].card else { throw .transport(.noCard) }
            guard let atr = try? ATR(parsing: card.atr) else { throw .transport(.unresponsive) }
            if !card.isPowered {
                card.face.powerOn()
                card.isPowered = true
            }
            card.users.insert(user)
            readers.slots[index].card = card
            return LoopbackConnection(
                self, user: user, process: process, insertion: card.insertion, resets: card.resets, reader: reader,
                atr: atr, transmission: card.face.transmission)
        }
    }
}

extension LoopbackReaderService {
    /// Plugs a reader in, empty; nothing happens when one of that name is there.
    ///
    /// With `keepsPower`, the card stays powered after its last connection ends, as real readers do for a moment: a
    /// PIN that was left verified can then be found by the next one.
    public func addReader(_ name: String, keepsPower: Bool = false) {
        readersBox.withLock { readers in
            guard !readers.slots.contains(where: { $0.name == name }) else { return }
            readers.slots.append(LoopbackSlot(name: name, keepsPower: keepsPower))
        }
    }

    /// Unplugs a reader, with the card in it.
    public func removeReader(_ name: String) {
        let face = readersBox.withLock { readers in
            let face = readers.slots.first { $0.name == name }?.card?.face
            readers.slots.removeAll { $0.name == name }
            return face
        }
        face?.powerOff()
    }

    /// Puts a card into a reader; what was in it is taken out, as by ``swap(_:in:)``.
    public func insert(_ face: any VirtualCardFace, into reader: String) throws(CardError) {
        try insert(SerializedFace(face), into: reader)
    }

    /// Puts a card into a reader whose other face, or whose owner, shares its lock.
    public func insert(_ face: SerializedFace, into reader: String) throws(CardError) {
        try put(face, into: reader)
    }

    /// Takes the card out; nothing happens when there is none.
    public func remove(from reader: String) throws(CardError) {
        try put(nil, into: reader)
    }

    /// Takes a card out and puts another in, faster than anybody looks.
    public func swap(_ face: any VirtualCardFace, in reader: String) throws(CardError) {
        try put(SerializedFace(face), into: reader)
    }

    /// Resets the card as another process does.
    ///
    /// - Throws: `busy` while a transaction protects the card, as pcsc-lite refuses then.
    public func disturb(_ reader: String) throws(CardError) {
        try readersBox.withLock { (readers) throws(CardError) in
            let index = try readers.index(of: reader)
            guard readers.slots[index].card != nil else { throw .transport(.noCard) }
            if let holder = readers.slots[index].card?.holder { throw .transport(.busy(holder: holder.name)) }
            readers.slots[index].card?.reset()
        }
    }

    /// The service dies: every call fails, every connection is dead for good.
    public func stop() {
        let faces = readersBox.withLock { readers in
            readers.isRunning = false
            return readers.slots.compactMap(\.card?.face)
        }
        for face in faces { face.powerOff() }
    }

    /// The service comes back: same readers, same cards, new insertions.
    public func start() {
        readersBox.withLock { readers in
            guard !readers.isRunning else { return }
            readers.isRunning = true
            for index in readers.slots.indices {
                let face = readers.slots[index].card?.face
                let insertion = readers.newIdentifier()
                _ = readers.slots[index].put(face, insertion: insertion)
            }
        }
    }

    private func put(_ face: SerializedFace?, into reader: String) throws(CardError) {
        let old = try readersBox.withLock { (readers) throws(CardError) -> SerializedFace? in
            let index = try readers.index(of: reader)
            let insertion = readers.newIdentifier()
            return readers.slots[index].put(face, insertion: insertion)
        }
        // Outside the lock: a card that is at work finishes its command first.
        old?.powerOff()
    }
}
