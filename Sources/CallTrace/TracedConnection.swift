// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardAccess
public import ISO7816
public import SecretMemory

/// Passes every call on to a connection, and writes commands and answers with secrets masked.
///
/// Bodies of instructions that carry secrets, or that are not known, are `**` times their length, and so is what comes
/// back from them; of what READ BINARY gives, which a PIN may have opened, only length and first four bytes are shown.
public final class TracedConnection: CardConnection {
    private let inner: any CardConnection
    private let trace: CallTrace
    private var mask = APDUMask()

    /// Around a connection.
    public init(_ inner: any CardConnection, trace: CallTrace) {
        self.inner = inner
        self.trace = trace
    }

    /// The inner connection's reader.
    public var reader: String { inner.reader }
    /// The inner connection's answer to reset.
    public var atr: ATR { inner.atr }
    /// The inner connection's protocol.
    public var transmission: TransmissionProtocol { inner.transmission }

    /// Passed on, with a line about how the card was found.
    public func begin(patience: Duration) throws(CardError) -> TransactionStart {
        try said("begin") { () throws(CardError) in
            let start = try inner.begin(patience: patience)
            trace.exchange("card: begin, \(start)")
            return start
        }
    }

    /// The inner connection's.
    public var hasJustAnswered: Bool { inner.hasJustAnswered }

    /// Passed on, with a line.
    public func end(_ disposition: CardDisposition) {
        trace.exchange("card: end, \(disposition)")
        inner.end(disposition)
    }

    /// Passed on, with a line.
    public func disconnect(_ disposition: CardDisposition) {
        trace.exchange("card: disconnect, \(disposition)")
        inner.disconnect(disposition)
    }

    /// Passed on, with a line for the command before and one for the answer after.
    public func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        guard trace.writesExchanges else { return try inner.exchange(command) }
        trace.exchange("> \(mask.command(command))")
        return try said("exchange") { () throws(CardError) in
            let answer = try inner.exchange(command)
            trace.exchange("< \(mask.answer(answer))")
            return answer
        }
    }

    private func said<R>(_ what: String, _ work: () throws(CardError) -> R) throws(CardError) -> R {
        do throws(CardError) {
            return try work()
        } catch {
            // A CardError names things, never contents.
            trace.exchange("card: \(what) failed: \(error)")
            throw error
        }
    }
}

/// Passes every call on to a service, and traces the connections that it makes.
public final class TracedReaderService: CardReaderService {
    private let inner: any CardReaderService
    private let trace: CallTrace

    /// Around a service.
    public init(_ inner: any CardReaderService, trace: CallTrace) {
        self.inner = inner
        self.trace = trace
    }

    /// Passed on.
    public func readers() throws(CardError) -> [ReaderState] { try inner.readers() }

    /// Passed on.
    public func changes(since known: [ReaderState], patience: Duration) throws(CardError) -> [ReaderState] {
        try inner.changes(since: known, patience: patience)
    }

    /// Passed on; what comes back is traced.
    public func connect(to reader: String) throws(CardError) -> any CardConnection {
        let connection = try inner.connect(to: reader)
        trace.exchange(
            "card: connected in \(reader), \(connection.transmission), ATR \(connection.atr.bytes.hexadecimal)")
        return TracedConnection(connection, trace: trace)
    }

    /// Passed on.
    public var recoveries: Int { inner.recoveries }
}
