// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
public import ISO7816
public import SecretMemory

/// A connection to a card in a loopback reader.
public final class LoopbackConnection: CardConnection {
    /// The reader's name.
    public let reader: String
    /// The card's answer to reset.
    public let atr: ATR
    /// The protocol that reader and card agreed on.
    public let transmission: TransmissionProtocol
    private let service: LoopbackReaderService
    private let user: Int
    private let process: String?
    private let insertion: Int
    /// The card's resets that this connection knows of.
    private var resets: Int
    private var isOpen = true

    init(
        _ service: LoopbackReaderService, user: Int, process: String?, insertion: Int, resets: Int, reader: String,
        atr: ATR, transmission: TransmissionProtocol
    ) {
        self.service = service
        self.user = user
        self.process = process
        self.insertion = insertion
        self.resets = resets
        self.reader = reader
        self.atr = atr
        self.transmission = transmission
    }

    deinit { disconnect(.leave) }

    /// Takes the card for ourselves; may be nested, and ends with as many calls of ``end(_:)``.
    public func begin(patience: Duration) throws(CardError) -> TransactionStart {
        let found = try service.readersBox.wait(patience) { (readers) throws(CardError) -> Int? in
            try with(&readers) { card in
                guard card.isFree(for: user) else { return nil }
                let depth = card.holder?.depth ?? 0
                card.holder = (user, process, depth + 1)
                return card.resets
            }
        }
        guard let found else { throw .transport(.busy(holder: try currentHolder())) }
        defer { resets = found }
        return found == resets ? .undisturbed : .afterReset
    }

    /// Gives the card back.
    public func end(_ disposition: CardDisposition) {
        _ = try? service.readersBox.withLock { (readers) throws(CardError) in
            try with(&readers) { card in
                guard let holder = card.holder, holder.user == user else { return }
                card.holder = holder.depth > 1 ? (user, process, holder.depth - 1) : nil
                if disposition == .reset { resetByUs(&card) }
            }
        }
    }

    /// Closes the connection; further use throws `cardRemoved`.
    public func disconnect(_ disposition: CardDisposition) {
        guard isOpen else { return }
        _ = try? service.readersBox.withLock { (readers) throws(CardError) in
            let keepsPower = readers.slots.first { $0.name == reader }?.keepsPower ?? false
            try with(&readers) { card in
                card.users.remove(user)
                if card.holder?.user == user { card.holder = nil }
                if disposition == .reset { resetByUs(&card) }
                guard card.users.isEmpty, !keepsPower else { return }
                card.face.powerOff()
                card.isPowered = false
            }
        }
        isOpen = false
    }

    /// One exchange.
    ///
    /// - Throws: `cardReset` after a foreign reset until the next ``begin(patience:)``; `busy` while another holds the
    ///   card; `cardRemoved` when it left, also in the middle, or is another one now.
    public func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        let face = try claim()
        let reaction = face.react(to: Array(command))
        if reaction.delay > .zero { Monitor(()).pause(reaction.delay) }
        return try service.readersBox.withLock { (readers) throws(CardError) -> WipingBytes in
            try with(&readers) { (card) throws(CardError) in card.exchanging = nil }
            switch reaction.event {
            case .answered(let bytes):
                guard bytes.count <= LoopbackConnection.longestAnswer else {
                    throw .transport(.communication(code: LoopbackConnection.insufficientBuffer))
                }
                return WipingBytes(bytes)
            case .silent: throw .transport(.unresponsive)
            case .removed:
                let insertion = readers.newIdentifier()
                let index = try readers.index(of: reader)
                _ = readers.slots[index].put(nil, insertion: insertion)
                throw .transport(.cardRemoved)
            case .resetByReader:
                try with(&readers) { (card) throws(CardError) in card.resets += 1 }
                throw .transport(.cardReset)
            }
        }
    }

    // What SCardTransmit's own buffer holds, and its code for an answer that is longer (MAX_BUFFER_SIZE_EXTENDED).
    private static let longestAnswer = 65_538
    private static let insufficientBuffer: UInt32 = 0x8010_0008
}

extension LoopbackConnection {
    /// Reserves the card for one command.
    private func claim() throws(CardError) -> SerializedFace {
        let known = resets
        // SCardTransmit waits for a command of another, and refuses at once when another holds the transaction.
        let claimed = try service.readersBox.wait(.seconds(60)) { (readers) throws(CardError) -> SerializedFace? in
            try with(&readers) { (card) throws(CardError) -> SerializedFace? in
                if let holder = card.holder, holder.user != user { throw .transport(.busy(holder: holder.name)) }
                guard card.resets == known else { throw .transport(.cardReset) }
                guard card.isFree(for: user) else { return nil }
                card.exchanging = user
                return card.face
            }
        }
        guard let claimed else { throw .transport(.busy(holder: nil)) }
        return claimed
    }

    /// Our card, if it is still the one that we connected to.
    private func with<R>(
        _ readers: inout LoopbackReaders, _ body: (inout LoopbackSlot.Card) throws(CardError) -> R
    ) throws(CardError) -> R {
        guard readers.isRunning else { throw .transport(.serviceUnavailable) }
        guard isOpen, let index = readers.slots.firstIndex(where: { $0.name == reader }),
            var card = readers.slots[index].card, card.insertion == insertion
        else { throw .transport(.cardRemoved) }
        defer { readers.slots[index].card = card }
        return try body(&card)
    }

    private func resetByUs(_ card: inout LoopbackSlot.Card) {
        let knewAll = card.resets == resets
        card.reset()
        // Our own reset is no news to us; a foreign one before it still is.
        if knewAll { resets = card.resets }
    }

    private func currentHolder() throws(CardError) -> String? {
        try service.readersBox.withLock { (readers) throws(CardError) in
            try with(&readers) { card in card.holder?.name }
        }
    }
}
