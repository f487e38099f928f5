// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import ISO7816

/// Which reader a command works with.
public enum ReaderSelection {
    /// The reader whose name begins with `prefix`, else the only one that holds a card.
    ///
    /// A full name beats longer names that begin with it; among several that fit, the only one with a card is meant.
    public static func choose(
        from states: [ReaderState], beginningWith prefix: String?
    ) throws(Failure) -> ReaderState {
        guard !states.isEmpty else { throw Failure(.noReader, .noReader, hint: .plugReader) }
        var fitting = states
        if let prefix {
            fitting = states.filter { $0.name == prefix }
            if fitting.isEmpty { fitting = states.filter { $0.name.hasPrefix(prefix) } }
            guard !fitting.isEmpty else { throw Failure(.noReader, .noReaderNamed(prefix), hint: .listReaders) }
        }
        let holding = fitting.filter { $0.card != .empty }
        guard let chosen = holding.first else {
            let message = prefix == nil ? FailureMessage.noCard : .noCardIn(fitting[0].name)
            throw Failure(.noCard, message, hint: .insertCard)
        }
        guard holding.count == 1 else {
            throw Failure(.ambiguousReader, .ambiguousReader(holding.map(\.name)), hint: .nameReader)
        }
        guard chosen.card != .mute else { throw Failure(TransportFault.unresponsive) }
        return chosen
    }
}

extension CommandContext {
    /// Connects to the card that the command is about.
    public func connect() throws -> any CardConnection {
        let service = try openReaders()
        let chosen = try ReaderSelection.choose(from: service.readers(), beginningWith: readerName)
        return try service.connect(to: chosen.name)
    }
}
