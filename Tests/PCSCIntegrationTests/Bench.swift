// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import Foundation
import ISO7816
import PCSCTransport
import SecretMemory
import Testing

/// All tests against the private pcscd; one after the other, because they share it.
@Suite(.serialized, .enabled(if: PrivateService.isWanted, "pcscd or vpcd's driver is not installed"))
struct PCSCIntegrationTests {}

/// A test's card in its reader, and the service that sees it.
struct Bench {
    let service: PrivateService
    let card: TinyCard
    let reader: String
    let port: UInt16
    let readers = PCSCReaderService(connectPatience: .seconds(2))

    /// Puts a card in; the reader is seen with it when this returns.
    init(_ slot: Int = 0, atr: [UInt8] = TinyCard.cps4) throws {
        service = try PrivateService.shared.get()
        reader = service.readers[slot]
        port = service.ports[slot]
        card = TinyCard(atr: atr)
        try wait(for: .empty)
        #expect(card.insert(at: port))
        try wait(for: .present)
    }

    /// Waits for the reader to show a state, at most ten seconds.
    func wait(for presence: ReaderState.Presence) throws {
        var known: [ReaderState] = []
        for _ in 0..<40 {
            known = try readers.changes(since: known, patience: .milliseconds(250))
            if known.first(where: { $0.name == reader })?.card == presence { return }
        }
        Issue.record("\(reader) never became \(presence.rawValue)")
    }

    func connect() throws(CardError) -> any CardConnection {
        try readers.connect(to: reader)
    }

    /// Takes the card out and waits until that is seen.
    func clear() {
        card.remove()
        try? wait(for: .empty)
    }
}

extension CardConnection {
    /// The number of commands that the card counts since its last reset, this one included.
    func count() throws(CardError) -> UInt8 {
        try exchange([0x00, 0x84, 0x00, 0x00, 0x01]).first ?? 0
    }

    /// Whether the card holds a verified PIN.
    func isVerified() throws(CardError) -> Bool {
        // T=1 form of a VERIFY without data; four bytes and no Le.
        try Array(exchange([0x00, 0x20, 0x00, 0x01])) == [0x90, 0x00]
    }

    func verify() throws(CardError) {
        _ = try exchange([0x00, 0x20, 0x00, 0x01, 0x04, 0x31, 0x32, 0x33, 0x34])
    }
}
