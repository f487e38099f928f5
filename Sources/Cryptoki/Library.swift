// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import CardToken
internal import HealthCard
internal import HelperThread
internal import ISO7816
public import ModuleSettings
internal import Synchronization

/// The module between C_Initialize and C_Finalize: slots, sessions, objects and operations without the C interface.
///
/// Any thread may call. Each slot has a lock of its own, held while its card works; nothing else is held with it.
public final class Library: Sendable {
    /// The readers of the machine, from any thread.
    public typealias Readers = any CardReaderService & Sendable

    let settings: ModuleSettings
    /// Whether the update extension is in force: raw exchanges, no objects.
    let isForUpdate: Bool
    let readers: Readers
    let table = Guarded(SlotTable())
    let isClosed = Atomic(false)
    private let lastSession = Atomic<UInt>(0)
    private let lastQuestion = Atomic<UInt>(0)
    private let decorate: @Sendable (any CardConnection) -> any CardConnection
    /// Ends a login that nobody uses any more.
    private let idleAlarm = Alarm()

    /// How long a call waits for another process that holds the card, each time it asks: connecting and beginning
    /// together stay under ten seconds.
    public static let patience = Duration.seconds(4)

    /// Looks at the readers once; a service that is down is no error.
    ///
    /// - Parameters:
    ///   - isForUpdate: whether the host asked for the update extension (`cpsUpdate`).
    ///   - decorate: what each connection to a card is wrapped in, such as a trace.
    public init(
        _ settings: ModuleSettings, readers: Readers, isForUpdate: Bool = false,
        decorate: @escaping @Sendable (any CardConnection) -> any CardConnection = { $0 }
    ) {
        self.settings = settings
        self.readers = readers
        self.isForUpdate = isForUpdate
        self.decorate = decorate
        refresh()
        table.withLock { $0.tellAll() }
    }

    /// Ends every session and login, and wakes who waits for events; later calls find nothing.
    public func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        readers.cancel()
        idleAlarm.cancel()
        for slot in table.withLock({ $0.slots }) {
            slot?.end()
        }
    }

    /// Ends every login because the process ends, whose host said nothing; the rest ends by itself.
    public func endWithProcess() {
        for slot in table.withLock({ $0.slots }) { slot?.endWithProcess() }
    }

    /// Asks the service what is in the readers; one that is down has none.
    func refresh() {
        let question = lastQuestion.wrappingAdd(1, ordering: .relaxed).newValue
        let found: [ReaderState]
        do {
            found = try readers.readers()
        } catch .transport(.serviceUnavailable) {
            found = []
        } catch {
            // A lack of our own, such as of threads, says nothing about the cards.
            return
        }
        let recoveries = readers.recoveries
        let shown = found.filter { settings.shows(reader: $0.name) }
        table.withLock { $0.update(shown, recoveries: recoveries, question: question) }
    }

    /// A slot whose reader is plugged, and the stay of the card in it.
    func slot(_ number: SlotID) throws(ReturnCode) -> (slot: Slot, presence: CardPresence?) {
        refresh()
        guard number < UInt(SlotTable.most) else { throw .slotIDInvalid }
        let index = Int(number)
        let (slot, isPlugged, presence) = table.withLock {
            ($0.slots[index], $0.seen[index] != nil, $0.presence(index))
        }
        guard let slot else { throw .slotIDInvalid }
        guard isPlugged else {
            slot.retire()
            throw .slotIDInvalid
        }
        return (slot, presence)
    }

    func newSession(in slot: Slot) -> SessionHandle {
        let serial = lastSession.wrappingAdd(1, ordering: .relaxed).newValue
        return serial << 4 | slot.number
    }

    func slot(ofSession handle: SessionHandle) throws(ReturnCode) -> Slot {
        guard let slot = table.withLock({ $0.slots[Int(handle & 15)] }) else { throw .sessionHandleInvalid }
        return slot
    }

    /// The card in a slot, recognised if nobody did so before during this stay.
    func card(_ slot: Slot, _ presence: CardPresence?, _ content: SlotContent) throws(ReturnCode) -> InsertedCard {
        guard let presence else {
            content.cardLeft()
            throw .tokenNotPresent
        }
        if let known = content.card, known.presence == presence { return known }
        content.cardLeft()
        if let unusable = content.unusable, unusable.presence == presence { throw unusable.code }
        guard !content.isHeldByOthers else { throw .deviceError }
        var looksLikeOurs = false
        do throws(TokenError) {
            let connection = decorate(try Library.connect(readers, slot.reader))
            looksLikeOurs = connection.atr.suggestedCard != nil
            let (token, (summary, update)) = try HealthCardToken.recognising(
                connection, patience: Library.patience
            ) { (card) throws(CardError) in (try card.summary(), try card.updateState()) }
            if isForUpdate, token.identity.generation == .cps3 {
                // The established middleware serves no CPS3 in this mode.
                looksLikeOurs = false
                throw .card(.unsupportedCard("update of a CPS3"))
            }
            content.unusable = nil
            return content.insert { generation in
                InsertedCard(presence, token, summary, update, generation: generation, mode: settings.mode)
            }
        } catch {
            throw content.explain(recognition: error, presence, isFinal: !looksLikeOurs)
        }
    }

    private static func connect(_ readers: Readers, _ name: String) throws(TokenError) -> any CardConnection {
        do {
            return try readers.connect(to: name)
        } catch {
            throw .card(error)
        }
    }

    /// Watches over a login that the settings end when it is idle.
    func watchIdle() {
        idleAlarm.start { [weak self] in self?.endIdleLogins() }
    }

    /// Ends logins that were idle for too long; the next moment to look, if there are others.
    private func endIdleLogins() -> Int64? {
        let limit = settings.idleLimit.nanoseconds
        return table.withLock { $0.slots }.compactMap { $0?.endIdleLogin(limit) }.min()
    }
}
