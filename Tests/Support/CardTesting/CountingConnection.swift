// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
public import ISO7816
public import SecretMemory

/// Passes everything on, and keeps what crossed the boundary where PC/SC would stand.
public final class CountingConnection: CardConnection {
    private let inner: any CardConnection
    /// Commands in the order they were sent, in hexadecimal; PIN data masked.
    public private(set) var commands: [String] = []
    /// Bytes sent and received, status words included.
    public private(set) var bytes = (sent: 0, received: 0)

    /// Around a connection.
    public init(_ inner: any CardConnection) {
        self.inner = inner
    }

    /// Starts counting again and returns what was counted.
    @discardableResult
    public func restart() -> [String] {
        defer {
            commands = []
            bytes = (0, 0)
        }
        return commands
    }

    /// The inner connection's reader.
    public var reader: String { inner.reader }
    /// The inner connection's answer to reset.
    public var atr: ATR { inner.atr }
    /// The inner connection's protocol.
    public var transmission: TransmissionProtocol { inner.transmission }
    /// Passed on.
    public func begin(patience: Duration) throws(CardError) -> TransactionStart { try inner.begin(patience: patience) }
    /// Passed on.
    public func end(_ disposition: CardDisposition) { inner.end(disposition) }
    /// Passed on.
    public func disconnect(_ disposition: CardDisposition) { inner.disconnect(disposition) }

    /// Passed on and counted.
    public func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        let isSecret = command.count > 5 && [0x20, 0x24, 0x2C].contains(command[1])
        commands.append(isSecret ? command.prefix(5).hexadecimal + "**" : command.hexadecimal)
        let answer = try inner.exchange(command)
        bytes.sent += command.count
        bytes.received += answer.count
        return answer
    }
}
