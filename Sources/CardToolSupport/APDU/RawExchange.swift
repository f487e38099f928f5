// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
internal import ISO7816
internal import SecretMemory

/// The command `caducee apdu`.
public struct RawExchange: Sendable {
    /// Tells whether the card's holder is marked TEST; `--unsafe` needs it.
    public typealias TestCardProof = @Sendable (any CardConnection) throws -> Bool

    private let commands: [CommandAPDU]
    private let isUnsafe: Bool
    private let isTestCard: TestCardProof

    /// Reads and judges all commands before any is sent.
    public init(
        hexadecimal arguments: [String], isUnsafe: Bool, isTestCard: @escaping TestCardProof
    ) throws(Failure) {
        var commands: [CommandAPDU] = []
        for (index, text) in RawExchange.joined(arguments).enumerated() {
            guard let bytes = [UInt8](hexadecimal: text) else {
                throw Failure(.usage, .badHexadecimal(index + 1))
            }
            do {
                commands.append(try CommandAPDU(parsing: WipingBytes(bytes)))
            } catch {
                throw Failure(.usage, .badAPDU(index + 1))
            }
        }
        self.commands = commands
        self.isUnsafe = isUnsafe
        self.isTestCard = isTestCard
        guard !isUnsafe else { return }
        var list = AllowList()
        for command in commands where !list.allows(command) {
            throw Failure(.refusedByPolicy, .commandNotAllowed(RawExchange.name(command)))
        }
    }

    /// Sends the commands in one transaction and tells each answer as the card gave it.
    public func run(_ context: CommandContext) throws -> Report {
        let connection = try context.connect()
        defer { connection.disconnect(.leave) }
        if isUnsafe, try !isTestCard(connection) {
            throw Failure(.refusedByPolicy, .unsafeNeedsTestCard)
        }
        var transaction = try CardTransaction(connection)
        // What was sent may have been a PIN: nobody else shall find it verified.
        if isUnsafe { transaction.resetAtEnd() }
        return try exchange(with: connection, during: transaction, context)
    }

    private func exchange(
        with connection: any CardConnection, during _: borrowing CardTransaction, _ context: CommandContext
    ) throws(CardError) -> Report {
        var lines: [String] = []
        var exchanges: [JSONValue] = []
        let channel = LinkChannel(connection)
        for command in commands {
            let answer = try send(command, channel, context.interruption)
            let (sent, body, status) = (
                RawExchange.shown(command), answer.body.hexadecimal, answer.status.description
            )
            lines += ["> \(sent)", body.isEmpty ? "< \(status)" : "< \(body) \(status)"]
            exchanges.append(["command": .string(sent), "response": .string(body), "sw": .string(status)])
        }
        let atr = connection.atr.bytes.hexadecimal
        return Report(
            lines: lines,
            data: ["reader": .string(connection.reader), "atr": .string(atr), "exchanges": .array(exchanges)])
    }

    private func send(
        _ command: CommandAPDU, _ channel: some CardChannel, _ interruption: Interruption
    ) throws(CardError) -> ResponseAPDU {
        guard isUnsafe else { return try channel.transmit(command) }
        return try interruption.changingCard { () throws(CardError) in try channel.transmit(command) }
    }

    /// Each argument is a command; arguments of one byte each are one command typed with spaces.
    private static func joined(_ arguments: [String]) -> [String] {
        arguments.count > 1 && arguments.allSatisfy { $0.count == 2 } ? [arguments.joined()] : arguments
    }

    private static func name(_ command: CommandAPDU) -> String {
        let header = command.header
        return [header.cla, header.ins, header.p1, header.p2].hexadecimal
    }

    /// The command in hexadecimal; the data of VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER are PINs.
    private static func shown(_ command: CommandAPDU) -> String {
        guard [0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D].contains(command.header.ins), !command.body.isEmpty else {
            return (try? command.encoded().hexadecimal) ?? name(command)
        }
        return name(command) + " **"
    }
}
