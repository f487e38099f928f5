// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CardToken
import HealthCard
import ISO7816
import SecretMemory
import Testing
import VirtualCardPlugs
import VirtualCards

@testable import CPSFacade

/// The card for the script of an update server.
@Suite struct UpdateTests {
    static let challenges = [
        ("cps3-medecin", "0084000008"), ("cps4-medecin", "0184000008"), ("cps4-t0", "0184000008"),
    ]

    private func command(_ hexadecimal: String) throws -> WipingBytes {
        WipingBytes(try #require([UInt8](hexadecimal: hexadecimal)))
    }

    @Test(arguments: challenges) func exchangesRawInEitherProtocol(profile: String, challenge: String) throws {
        let practice = try Practice(profile)
        let update = try practice.card.update()
        let answer = try update.transmit(command(challenge))
        #expect(answer.count == 10)
        #expect(Array(answer.suffix(2)) == [0x90, 0x00])
        try update.keepAlive()
        #expect(try update.transmit(command(challenge)) != answer)
        update.end()
        #expect(refusal { _ = try update.transmit(command(challenge)) }?.detail == .noUpdate)
        #expect(refusal { try update.keepAlive() }?.detail == .noUpdate)
        #expect(try practice.card.contents().summary.pin?.triesLeft == 3)
        _ = try practice.card.sign([1], with: Practice.pin, options: Practice.options())
    }

    @Test func sendsNothingThatChangesTheCard() throws {
        let practice = try Practice("cps4-medecin")
        let update = try practice.card.update()
        let before = practice.bench.card.snapshot
        let harmful = [
            "012000010431323334", "01240101" + "0435363738", "012C0381", "01D6000001FF", "00E20000", "80F0000000",
            "01220041B8", "90CA0000", "84D80000", "012A9E9A01AA", "0120FF01",
        ]
        for text in harmful {
            let failure = refusal { _ = try update.transmit(command(text)) }
            #expect(failure?.code == .refusedByPolicy, "\(text)")
            #expect(failure?.detail == .commandNotAllowed)
        }
        for text in ["", "01", "0184", "01840000080102"] {
            #expect(refusal { _ = try update.transmit(command(text)) }?.code == .inputInvalid)
        }
        #expect(update.isOpen)
        update.end()
        #expect(practice.used == [0, 0])
        #expect(practice.bench.card.snapshot.pin.left == before.pin.left)
        #expect(practice.bench.holds("1234"))
    }

    @Test func sendsACommandOnceThoughItsAnswerIsAskedForTwice() throws {
        let practice = try Practice("cps4-medecin")
        let update = try practice.card.update()
        let challenge = try command("0184000008")
        let answer = try update.answer(to: challenge)
        #expect(try update.answer(to: challenge) == answer)
        update.delivered(challenge)
        #expect(try update.answer(to: challenge) != answer)
    }

    @Test func keepsTheCardToItself() throws {
        let practice = try Practice("cps4-medecin")
        let update = try practice.card.update()
        #expect(refusal { _ = try practice.card.contents() }?.detail == .updateOpen)
        #expect(refusal { try practice.card.verifyPIN(Practice.pin) }?.detail == .updateOpen)
        #expect(refusal { _ = try practice.card.session(Practice.pin) }?.detail == .updateOpen)
        #expect(refusal { _ = try practice.card.update() }?.detail == .updateOpen)
        #expect(practice.used == [0, 0])
        update.end()
        let session = try practice.card.session(Practice.pin)
        #expect(refusal { _ = try practice.card.update() }?.detail == .sessionOpen)
        session.close()
    }

    @Test func endsWhenItIsLetGoOf() throws {
        let practice = try Practice("cps4-medecin")
        do {
            let update = try practice.card.update()
            try update.keepAlive()
        }
        _ = try practice.card.contents()
    }

    @Test func endsAfterFiveIdleMinutes() throws {
        let practice = try Practice("cps4-medecin")
        let clock = SessionTests.Clock()
        let update = try practice.card.update(uptime: { clock.now })
        clock.now = .seconds(240)
        #expect(update.endWhenIdle() == .seconds(60))
        try update.keepAlive()
        clock.now = .seconds(540)
        #expect(update.endWhenIdle() == .zero)
        clock.now = .seconds(541)
        #expect(update.endWhenIdle() == nil)
        #expect(update.isOpen == false)
        _ = try practice.card.contents()
        let other = try practice.card.update(uptime: { clock.now })
        clock.now = .seconds(1000)
        // Also when nothing but the next call notices.
        #expect(refusal { _ = try other.transmit(command("0184000008")) }?.detail == .noUpdate)
        _ = try practice.card.contents()
    }

    @Test func endsWithTheCard() throws {
        let practice = try Practice("cps4-medecin")
        let asked = try practice.card.update()
        try practice.bench.service.remove(from: TestBench.reader)
        #expect(refusal { try asked.keepAlive() }?.code == .cardRemoved)
        #expect(asked.isOpen == false)
        let other = try Practice("cps4-medecin")
        let sent = try other.card.update()
        try other.bench.service.remove(from: TestBench.reader)
        #expect(refusal { _ = try sent.transmit(command("0184000008")) }?.code == .cardRemoved)
        #expect(sent.isOpen == false)
    }
}
