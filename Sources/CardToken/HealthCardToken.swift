// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
public import HealthCard
public import ISO7816

/// One card in one reader, as products use it: every call is one transaction, mended and repeated where that is safe.
///
/// Blocking, one owner. A verified PIN never outlives the call, or the signing session, that it was given to: the
/// card is reset at the end, since no card has a command to log out and only a reset is sure.
public final class HealthCardToken {
    let connection: any CardConnection
    let patience: Duration
    /// The card that was found; never another one for the life of this value.
    let card: ProfessionalCard
    /// Whether the last transaction ended with a reset of ours, which the connection does not tell again.
    private var wasReset = false
    /// Resets of the card that transactions have found so far, our own among them: each drops a verified PIN.
    public private(set) var resetsSeen = 0

    /// Recognises the card at the end of a connection.
    ///
    /// - Parameters:
    ///   - patience: how long to wait for other processes before `busy`.
    ///   - store: where contents of public files are kept from one run to the next.
    /// - Throws: ``TokenError/card(_:)`` with `unsupportedCard` for a card that is none of ours.
    public convenience init(
        _ connection: any CardConnection, patience: Duration = .seconds(5), store: (any PublicFileStore)? = nil
    ) throws(TokenError) {
        self.init(connection, patience, try HealthCardToken.recognised(connection, patience, store) { $0 })
    }

    private init(_ connection: any CardConnection, _ patience: Duration, _ card: ProfessionalCard) {
        self.connection = connection
        self.patience = patience
        self.card = card
    }

    /// Recognises the card and does the first work with it, in one transaction: what recognition has selected need not
    /// be selected again.
    public static func recognising<R>(
        _ connection: any CardConnection, patience: Duration, _ work: (ProfessionalCard) throws(CardError) -> R
    ) throws(TokenError) -> (token: HealthCardToken, result: R) {
        let (card, result) = try recognised(connection, patience, nil) { (card) throws(CardError) in
            (card, try work(card))
        }
        return (HealthCardToken(connection, patience, card), result)
    }

    private static func recognised<R>(
        _ connection: any CardConnection, _ patience: Duration, _ store: (any PublicFileStore)?,
        _ work: (ProfessionalCard) throws(CardError) -> R
    ) throws(TokenError) -> R {
        let channel = connection.channel()
        return try mending { () throws(CardError) in
            let transaction = try CardTransaction(connection, patience: patience)
            defer { withExtendedLifetime(transaction.start) {} }
            return try work(ProfessionalCard.recognise(connection.atr, over: channel, store: store))
        }
    }

    /// Which card it is.
    public var identity: CardIdentity { card.identity }
    /// The reader's name.
    public var reader: String { connection.reader }

    /// One transaction.
    ///
    /// Reads are repeated once when another process reset the card in the middle.
    func exclusively<R>(
        resetting: Bool = false, repeatable: Bool = true, _ body: (ProfessionalCard) throws(CardError) -> R
    ) throws(TokenError) -> R {
        func once() throws(CardError) -> R {
            var transaction = try CardTransaction(connection, patience: patience)
            begin(&transaction, resetting: resetting)
            // Work that ends with a reset presents a PIN and confirms the card itself.
            if !resetting, transaction.start == .afterReset { try card.confirmIdentity() }
            return try body(card)
        }
        if repeatable { return try HealthCardToken.mending(once) }
        do {
            return try once()
        } catch {
            throw .card(error)
        }
    }

    /// Tells the card how this transaction found it, and decides how it will leave it.
    func begin(_ transaction: inout CardTransaction, resetting: Bool) {
        if resetting { transaction.resetAtEnd() }
        defer { wasReset = resetting }
        // What the card was told last still holds.
        guard transaction.start != .continued else { return }
        let isAfterReset = wasReset || transaction.start == .afterReset
        if isAfterReset { resetsSeen += 1 }
        card.beginTransaction(afterReset: isAfterReset)
    }

    /// One transaction that needs no PIN; repeated once when another process reset the card in the middle.
    public func perform<R>(_ work: (ProfessionalCard) throws(CardError) -> R) throws(TokenError) -> R {
        try exclusively(work)
    }

    /// Whether the card answered so short a time ago that it need not be asked whether it is still there.
    public var hasJustAnswered: Bool { connection.hasJustAnswered }

    /// Resets the card, if it can be had in time.
    func reset(patience: Duration) throws(TokenError) {
        do {
            var transaction = try CardTransaction(connection, patience: patience)
            begin(&transaction, resetting: true)
        } catch {
            throw .card(error)
        }
    }

    /// Takes nothing for selected any more, after the card was spoken to past us.
    func forgetContext(afterReset: Bool) {
        wasReset = wasReset || afterReset
        card.forgetContext()
    }

    /// Lets go of the card for good.
    public func disconnect(_ disposition: CardDisposition) {
        connection.disconnect(disposition)
    }

    /// Repeats once after a reset by another process.
    private static func mending<R>(_ step: () throws(CardError) -> R) throws(TokenError) -> R {
        do {
            do {
                return try step()
            } catch CardError.transport(.cardReset) {
                return try step()
            }
        } catch {
            throw .card(error)
        }
    }
}

extension HealthCardToken {
    /// Serial, label, PIN limits and both counters; spends no try.
    public func summary() throws(TokenError) -> CardSummary {
        try exclusively { (card) throws(CardError) in try card.summary() }
    }

    /// How a PIN stands; spends no try.
    public func pinState(_ role: PINRole) throws(TokenError) -> PINState {
        try exclusively { (card) throws(CardError) in try card.pinState(role) }
    }

    /// What can be shown without a PIN: identification, holder, certificates.
    ///
    /// - Parameter progress: told before each part, since a slow card takes seconds for them.
    public func contents(_ progress: (ReadingStep) -> Void = { _ in }) throws(TokenError) -> CardContents {
        try exclusively { (card) throws(CardError) in
            progress(.identification)
            let summary = try card.summary()
            let update = try card.updateState()
            progress(.holder)
            let holder = try card.holder()
            progress(.certificates)
            return CardContents(
                summary: summary, update: update, holder: holder, certificates: try card.certificates())
        }
    }

    /// All certificates.
    public func certificates() throws(TokenError) -> [CardCertificate] {
        try exclusively { (card) throws(CardError) in try card.certificates() }
    }

    /// The certificate of one key.
    public func certificate(_ role: KeyRole) throws(TokenError) -> CardCertificate {
        try exclusively { (card) throws(CardError) in try card.certificate(role) }
    }

    /// The data objects of the card, private ones included.
    public func objects() throws(TokenError) -> [CardDataObject] {
        try exclusively { (card) throws(CardError) in try card.objects() }
    }

    /// The content of a data object that needs no PIN.
    public func read(_ label: String) throws(TokenError) -> [UInt8] {
        let object = try object(label)
        return try exclusively { (card) throws(CardError) in try card.read(object) }
    }

    /// Random bytes of the card, eight at a time.
    public func challenge() throws(TokenError) -> [UInt8] {
        try exclusively { (card) throws(CardError) in try card.challenge() }
    }

    func object(_ label: String) throws(TokenError) -> CardDataObject {
        guard let object = try objects().first(where: { $0.label == label }) else { throw .noSuchObject(label) }
        return object
    }
}

/// The parts of ``HealthCardToken/contents(_:)``, in their order.
public enum ReadingStep: Int, Hashable, Sendable, CaseIterable {
    case identification, holder, certificates
}

/// What a card shows without a PIN.
public struct CardContents: Hashable, Sendable {
    /// Identification.
    public let summary: CardSummary
    /// Whether an update was cut short.
    public let update: UpdateState
    /// Business data.
    public let holder: HolderData
    /// Certificates.
    public let certificates: [CardCertificate]
}

extension HealthCardToken {
    /// A signature with the technical key of a contactless CPS3, which no PIN guards.
    public func signWithoutPIN(_ input: SignatureInput, _ scheme: SignatureScheme) throws(TokenError) -> [UInt8] {
        try exclusively { (card) throws(CardError) in try card.sign(input, scheme, with: .technical) }
    }
}
