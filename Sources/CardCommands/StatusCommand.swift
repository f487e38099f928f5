// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import CardToken
public import CardToolSupport
internal import HealthCard
internal import ISO7816

/// The command `caducee status`: every reader, every card, how its PIN stands.
public enum StatusCommand {
    /// Looks at each reader; a card that cannot be used is told beside the others, it does not stop the command.
    public static func run(_ context: CommandContext) throws -> Report {
        let service = try context.openReaders()
        let states = try service.readers().filter { state in
            context.readerName.map { state.name.hasPrefix($0) } ?? true
        }
        guard !states.isEmpty else { throw Failure(.noReader, .noReader, hint: .plugReader) }
        var lines: [String] = []
        var readers: [JSONValue] = []
        for state in states {
            var entry: JSONValue = ["reader": .string(state.name), "presence": .string(state.card.rawValue)]
            guard state.card == .present else {
                lines.append("\(state.name) : \(context.text(FailureMessage.noCard))")
                readers.append(entry)
                continue
            }
            do {
                let connection = try service.connect(to: state.name)
                defer { connection.disconnect(.leave) }
                let token = try telling { () throws(TokenError) in try HealthCardToken(connection) }
                let summary = try telling { () throws(TokenError) in try token.summary() }
                let identity = summary.identity
                let card = "\(identity.generation.rawValue.uppercased()) \(identity.serial.digits)"
                let pin = summary.pin.map { ", " + context.text(CardMessage.pinState($0)) } ?? ""
                lines.append("\(state.name) : \(card)\(pin)")
                entry = entry.adding([
                    "generation": .string(identity.generation.rawValue),
                    "interface": .string(identity.interface.rawValue),
                    "serial": .string(identity.serial.digits),
                    "pin": summary.pin?.json ?? .null,
                    "puk": summary.puk?.json ?? .null,
                ])
            } catch {
                let failure = Failure(any: error)
                lines.append("\(state.name) : \(failure.message.text(in: context.language))")
                entry = entry.adding(["error": .string(failure.code.rawValue)])
            }
            readers.append(entry)
        }
        return Report(lines: lines, data: ["readers": .array(readers)])
    }
}
