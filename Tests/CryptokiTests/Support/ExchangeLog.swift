// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import SecretMemory
import Synchronization

/// What crossed the boundary where PC/SC would stand, from whatever thread.
final class ExchangeLog: Sendable {
    private let log = Mutex<[String]>([])

    /// Commands since the last ``restart()``, in hexadecimal; PIN data masked.
    var commands: [String] { log.withLock { $0 } }

    /// Starts counting again and returns what was counted.
    @discardableResult
    func restart() -> [String] {
        log.withLock { commands in
            defer { commands = [] }
            return commands
        }
    }

    fileprivate func add(_ command: WipingBytes) {
        let isSecret = command.count > 5 && [0x20, 0x24, 0x2C].contains(command[1])
        log.withLock { $0.append(isSecret ? command.prefix(5).hexadecimal + "**" : command.hexadecimal) }
    }
}

/// Passes everything on, and writes down what it passes.
final class LoggedConnection: CardConnection {
    private let inner: any CardConnection
    private let log: ExchangeLog

    init(_ inner: any CardConnection, _ log: ExchangeLog) {
        self.inner = inner
        self.log = log
    }

    var reader: String { inner.reader }
    var atr: ATR { inner.atr }
    var transmission: TransmissionProtocol { inner.transmission }
    func begin(patience: Duration) throws(CardError) -> TransactionStart { try inner.begin(patience: patience) }
    func end(_ disposition: CardDisposition) { inner.end(disposition) }
    func disconnect(_ disposition: CardDisposition) { inner.disconnect(disposition) }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        log.add(command)
        return try inner.exchange(command)
    }
}
