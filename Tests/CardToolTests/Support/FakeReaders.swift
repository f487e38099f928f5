// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import SecretMemory

/// Readers that follow a script: each look shows the next step, or fails with it.
final class FakeReaders: CardReaderService {
    private var steps: [Result<[ReaderState], CardError>]
    /// What the card answers, by command; anything else gets 6D00.
    var answers: [String: String] = [:]
    /// Whether each wait hides a restart of the service.
    var recoversWhileWaiting = false
    /// How taking the card fails.
    var beginFault: CardError?
    /// How often it says that it was found again.
    var recoveries = 0
    /// The commands that reached the card.
    var sent: [String] = []
    /// How transactions ended.
    var ends: [CardDisposition] = []

    init(_ states: [ReaderState]...) {
        steps = states.map { .success($0) }
    }

    init(steps: [Result<[ReaderState], CardError>]) {
        self.steps = steps
    }

    func readers() throws(CardError) -> [ReaderState] {
        guard let step = steps.first else { return [] }
        if steps.count > 1 { steps.removeFirst() }
        return try step.get()
    }

    func changes(since known: [ReaderState], patience: Duration) throws(CardError) -> [ReaderState] {
        recoveries += recoversWhileWaiting ? 1 : 0
        return try readers()
    }

    func connect(to reader: String) throws(CardError) -> any CardConnection {
        try FakeConnection(reader, self)
    }
}

final class FakeConnection: CardConnection {
    let reader: String
    let atr: ATR
    let transmission = TransmissionProtocol.t1
    private let service: FakeReaders

    init(_ reader: String, _ service: FakeReaders) throws(CardError) {
        self.reader = reader
        self.service = service
        atr = try ATR(parsing: cps3)
    }

    func begin(patience: Duration) throws(CardError) -> TransactionStart {
        if let fault = service.beginFault { throw fault }
        return .undisturbed
    }

    func end(_ disposition: CardDisposition) { service.ends.append(disposition) }
    func disconnect(_ disposition: CardDisposition) {}

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        service.sent.append(command.hexadecimal)
        return WipingBytes([UInt8](hexadecimal: service.answers[command.hexadecimal] ?? "6D00") ?? [])
    }
}

/// Answers to reset of a CPS3 and of a CPS4 with both protocols, by their contacts.
let cps3: [UInt8] = [
    0x3B, 0xAC, 0x00, 0x40, 0x2A, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x00, 0x03, 0x10, 0x00, 0x90, 0x00,
]
let cps4: [UInt8] = [
    0x3B, 0x9B, 0x18, 0x80, 0x01, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x04, 0x01, 0x00, 0x00, 0x90, 0x44,
]

extension ReaderState {
    static func empty(_ name: String) -> ReaderState { ReaderState(name: name, card: .empty) }
    static func holding(_ name: String, _ atr: [UInt8] = cps3, events: Int = 1) -> ReaderState {
        ReaderState(name: name, card: .present, atr: atr, eventCount: events)
    }
}
