// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import ISO7816

/// The command `caducee reader list`.
public enum ReaderList {
    /// Lists all readers, or those whose name begins as asked, by name.
    ///
    /// A machine without readers is a failure (exit 10), one without cards is not.
    public static func run(_ context: CommandContext) throws -> Report {
        let all = try context.openReaders().readers().sorted { ($0.name, $0.eventCount) < ($1.name, $1.eventCount) }
        let states = context.readerName.map { prefix in all.filter { $0.name.hasPrefix(prefix) } } ?? all
        guard !states.isEmpty else {
            let failure =
                context.readerName.map { Failure(.noReader, .noReaderNamed($0)) }
                ?? Failure(TransportFault.noReader)
            return Report(data: ["readers": []], failure: failure)
        }
        return Report(
            lines: states.flatMap { lines(for: $0, context) },
            data: ["readers": .array(states.map { $0.json })]
        )
    }

    private static func lines(for state: ReaderState, _ context: CommandContext) -> [String] {
        var lines = [state.name, "  " + context.text(ReaderMessage.presence(state.card, state.known))]
        if let atr = state.atr { lines.append("  ATR " + atr.hexadecimal) }
        return lines
    }
}

extension ReaderState {
    /// What the answer to reset says.
    var known: KnownCard? { atr.flatMap { KnownCard(atr: $0) } }

    /// For programs.
    var json: JSONValue {
        [
            "name": .string(name),
            "state": .string(card.rawValue),
            "atr": JSONValue(atr?.hexadecimal),
            "card": JSONValue(known?.rawValue),
        ]
    }
}
