// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// What a reader shows at one moment.
public struct ReaderState: Hashable, Sendable {
    /// The reader's name as the service gives it.
    public var name: String
    /// Whether a card is in it.
    public var card: Presence
    /// The card's answer to reset, when there is one.
    public var atr: [UInt8]?
    /// Grows with every insertion and removal, so that a card that left and came back is noticed.
    public var eventCount: Int

    /// From its parts.
    public init(name: String, card: Presence, atr: [UInt8]? = nil, eventCount: Int = 0) {
        self.name = name
        self.card = card
        self.atr = atr
        self.eventCount = eventCount
    }

    /// What is in a reader.
    public enum Presence: String, Hashable, Sendable {
        /// Nothing.
        case empty
        /// A card that answers.
        case present
        /// A card that does not answer to reset.
        case mute
    }
}

/// What becomes of the card when a transaction or a connection ends.
public enum CardDisposition: Hashable, Sendable {
    /// It stays as it is.
    case leave
    /// It is reset: every verified PIN is forgotten.
    case reset
}

/// How a transaction found the card.
public enum TransactionStart: Hashable, Sendable {
    /// As this connection left it, as far as resets go: no other process reset it in between.
    case undisturbed
    /// In our last transaction, which had not ended yet for the service: nobody can have sent the card a command.
    case continued
    /// Reset since our last transaction: selections, environments and verified PINs are gone.
    case afterReset
}

/// A connection to one card, shared with other processes; one owner, blocking.
public protocol CardConnection: CardLink {
    /// The reader's name.
    var reader: String { get }
    /// The card's answer to reset.
    var atr: ATR { get }
    /// Takes the card for ourselves, waiting at most `patience` for another process.
    ///
    /// - Throws: ``TransportFault/busy(holder:)`` in time; `cardRemoved` when it left. After a reset by another
    ///   process the connection mends itself and says so.
    func begin(patience: Duration) throws(CardError) -> TransactionStart
    /// Gives the card back.
    func end(_ disposition: CardDisposition)
    /// Closes the connection; further use throws `cardRemoved`.
    func disconnect(_ disposition: CardDisposition)
    /// Whether the card answered so short a time ago that it need not be asked whether it is still there.
    var hasJustAnswered: Bool { get }
}

extension CardConnection {
    /// Where asking costs nothing, an answer of the past proves nothing.
    public var hasJustAnswered: Bool { false }
}

/// The readers of a machine.
public protocol CardReaderService: AnyObject {
    /// All readers and what is in them, at once.
    func readers() throws(CardError) -> [ReaderState]
    /// Waits until something differs from `known`, at most `patience`; returns the state then.
    func changes(since known: [ReaderState], patience: Duration) throws(CardError) -> [ReaderState]
    /// Connects to the card in the named reader.
    func connect(to reader: String) throws(CardError) -> any CardConnection
    /// How often the service was found again after it had gone; what happened in between was not seen.
    var recoveries: Int { get }
    /// Makes a running ``changes(since:patience:)`` of another thread throw `cancelled`, where the service can.
    func cancel()
}

extension CardReaderService {
    /// A service within this process never goes.
    public var recoveries: Int { 0 }
    /// Such a wait ends with its patience.
    public func cancel() {}
}

/// The time during which a card is ours alone; ends when the value is let go of.
public struct CardTransaction: ~Copyable {
    private let connection: any CardConnection
    private var disposition = CardDisposition.leave
    /// How the card was found.
    public let start: TransactionStart

    /// Takes the card; waits at most five seconds for others by default (then ``TransportFault/busy(holder:)``).
    public init(_ connection: any CardConnection, patience: Duration = .seconds(5)) throws(CardError) {
        self.connection = connection
        start = try connection.begin(patience: patience)
    }

    /// Has the card reset when the transaction ends, so that no other process finds a verified PIN.
    public mutating func resetAtEnd() {
        disposition = .reset
    }

    deinit {
        connection.end(disposition)
    }
}
