// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import CardToken
internal import ISO7816
internal import PCSCTransport

/// The readers in which an application finds cards.
public struct CPSReaders {
    private let service: any CardReaderService

    /// The readers that pcscd serves.
    public init() {
        service = PCSCReaderService()
    }

    /// Readers served by something else, such as a loopback.
    public init(_ service: any CardReaderService) {
        self.service = service
    }

    /// Names of all readers, with a card in them or not.
    public func names() throws(CPSFailure) -> [String] {
        try ask { () throws(CardError) in try service.readers().map(\.name) }
    }

    /// Opens the card in the named reader, or in the only one that holds a card.
    ///
    /// - Throws: `usage` when no name is given and several readers hold cards.
    public func open(_ reader: String? = nil) throws(CPSFailure) -> CPSCard {
        let states = try ask { () throws(CardError) in try service.readers() }
        let chosen = try choose(reader, among: states)
        let connection = try ask { () throws(CardError) in try service.connect(to: chosen.name) }
        do {
            return CPSCard(try HealthCardToken(connection), CardPresence(service, chosen))
        } catch {
            throw CPSFailure(error)
        }
    }

    private func ask<R>(_ question: () throws(CardError) -> R) throws(CPSFailure) -> R {
        do {
            return try question()
        } catch {
            throw CPSFailure(error)
        }
    }

    private func choose(_ reader: String?, among states: [ReaderState]) throws(CPSFailure) -> ReaderState {
        if let reader {
            guard let state = states.first(where: { $0.name == reader }) else { throw CPSFailure(code: .noReader) }
            guard state.card != .empty else { throw CPSFailure(code: .noCard) }
            return state
        }
        guard !states.isEmpty else { throw CPSFailure(code: .noReader) }
        let holding = states.filter { $0.card != .empty }
        guard let first = holding.first else { throw CPSFailure(code: .noCard) }
        guard holding.count == 1 else { throw CPSFailure(code: .usage, detail: .severalCards) }
        return first
    }
}
