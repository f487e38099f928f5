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
        do {
            return try service.readers().map(\.name)
        } catch {
            throw CPSFailure(error)
        }
    }

    /// Opens the card in the named reader, or in the only one that holds a card.
    ///
    /// - Throws: `usage` when no name is given and several readers hold cards.
    public func open(_ reader: String? = nil) throws(CPSFailure) -> CPSCard {
        do {
            let name = try choose(reader)
            return CPSCard(try HealthCardToken(service.connect(to: name)))
        } catch let failure as CPSFailure {
            throw failure
        } catch let error as TokenError {
            throw CPSFailure(error)
        } catch let error as CardError {
            throw CPSFailure(error)
        } catch {
            throw CPSFailure(code: .internalError)
        }
    }

    private func choose(_ reader: String?) throws -> String {
        let states = try service.readers()
        if let reader {
            guard let state = states.first(where: { $0.name == reader }) else { throw CPSFailure(code: .noReader) }
            guard state.card != .empty else { throw CPSFailure(code: .noCard) }
            return reader
        }
        guard !states.isEmpty else { throw CPSFailure(code: .noReader) }
        let holding = states.filter { $0.card != .empty }
        guard let first = holding.first else { throw CPSFailure(code: .noCard) }
        guard holding.count == 1 else { throw CPSFailure(code: .usage, detail: .severalCards) }
        return first.name
    }
}
