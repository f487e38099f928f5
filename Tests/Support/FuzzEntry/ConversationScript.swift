// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
public import ISO7816
internal import SecretMemory

/// A card that says what is written, whatever it is asked.
public struct ConversationScript: Sendable {
    /// The protocol that reader and card agreed on.
    public var transmission: TransmissionProtocol
    /// The answer to reset.
    public var atr: [UInt8]
    /// The answers in their order.
    public var answers: [[UInt8]]

    /// From its parts.
    public init(transmission: TransmissionProtocol, atr: [UInt8], answers: [[UInt8]]) {
        self.transmission = transmission
        self.atr = atr
        self.answers = answers
    }

    /// Reads any bytes: protocol in the last bit of the first, then the answer to reset, then the answers.
    public init(decoding bytes: [UInt8]) {
        transmission = (bytes.first ?? 0) & 1 == 0 ? .t0 : .t1
        var records = Records(bytes.dropFirst())
        atr = records.next() ?? []
        answers = Array(records)
    }

    /// Writes what ``init(decoding:)`` reads.
    public var encoded: [UInt8] {
        [transmission == .t0 ? 0 : 1] + Records.encode(atr) + answers.flatMap(Records.encode)
    }
}

/// A connection to a card that follows a script; when the script is over, the card has left.
final class ScriptedConnection: CardConnection {
    let reader = "TEST 0"
    let atr: ATR
    let transmission: TransmissionProtocol
    private let answers: [[UInt8]]
    private(set) var count = 0

    init(_ script: ConversationScript) throws(CardError) {
        atr = try ATR(parsing: script.atr)
        transmission = script.transmission
        answers = script.answers
    }

    var isOver: Bool { count >= answers.count }

    func begin(patience: Duration) throws(CardError) -> TransactionStart { .undisturbed }
    func end(_ disposition: CardDisposition) {}
    func disconnect(_ disposition: CardDisposition) {}

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        guard !isOver else { throw .transport(.cardRemoved) }
        defer { count += 1 }
        return WipingBytes(answers[count])
    }
}

/// Keeps the answers of a real conversation, to make a script of it.
final class RecordingConnection: CardConnection {
    private let inner: any CardConnection
    private(set) var script: ConversationScript

    init(_ inner: any CardConnection) {
        self.inner = inner
        script = ConversationScript(transmission: inner.transmission, atr: inner.atr.bytes, answers: [])
    }

    var reader: String { inner.reader }
    var atr: ATR { inner.atr }
    var transmission: TransmissionProtocol { inner.transmission }
    func begin(patience: Duration) throws(CardError) -> TransactionStart { try inner.begin(patience: patience) }
    func end(_ disposition: CardDisposition) { inner.end(disposition) }
    func disconnect(_ disposition: CardDisposition) { inner.disconnect(disposition) }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        let answer = try inner.exchange(command)
        script.answers.append(Array(answer))
        return answer
    }
}
