// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import ISO7816
import Testing
import VirtualCardPlugs

@Suite("vpcd client")
final class VPCDClientTests {
    let vpcd: FakeVPCD
    let inner = TinyFace()
    let face: FaultyFace
    let log = Log()
    let client: VPCDClient
    private let quick = VPCDClient.Times(
        answer: .milliseconds(200), absence: .milliseconds(20), longestPause: .milliseconds(20))

    init() throws {
        vpcd = try #require(FakeVPCD())
        face = FaultyFace(inner)
        let log = log
        client = VPCDClient(SerializedFace(face), port: vpcd.port, times: quick) { log.add($0) }
    }

    deinit { client.stop() }

    private func insertPowered() {
        client.insert()
        #expect(vpcd.accept())
        vpcd.message([0x01])
    }

    @Test func answersATRAndCommandsOnly() {
        client.insert()
        #expect(vpcd.accept())
        vpcd.message([0x00])
        vpcd.message([0x01])
        vpcd.message([0x02])
        vpcd.message([0x03])
        vpcd.message([])
        #expect(vpcd.exchange([0x04]) == inner.atr)
        #expect(vpcd.exchange(TinyFace.verify) == [0x90, 0x00])
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.fullAnswer)
        // One byte can be a whole command of a card without contacts.
        #expect(vpcd.exchange([0x60]) == [0x6F, 0x00])
    }

    @Test(arguments: [[UInt8]]([[0x00], [0x02], [0x01]])) func everyControlByteDropsThePIN(control: [UInt8]) {
        insertPowered()
        #expect(vpcd.exchange(TinyFace.verify) == [0x90, 0x00])
        vpcd.message(control)
        vpcd.message([0x01])
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func understandsMessagesInAnyPieces() {
        insertPowered()
        for byte in [0x00, UInt8(TinyFace.verify.count)] + TinyFace.verify { vpcd.send([byte]) }
        #expect(vpcd.answer() == [0x90, 0x00])
        vpcd.send([0x00, 0x05] + TinyFace.read + [0x00, 0x01, 0x04])
        #expect(vpcd.answer() == TinyFace.fullAnswer)
        #expect(vpcd.answer() == inner.atr)
    }

    @Test func carriesLongestCommand() {
        insertPowered()
        let command: [UInt8] = [0x00, 0xA4, 0x00, 0x00] + [UInt8](repeating: 0x55, count: 65_531)
        #expect(vpcd.exchange(command) == [0x90, 0x00])
        #expect(inner.commands.last == command)
    }

    @Test func cutsAnswerThatNoMessageHolds() {
        face.plan.add(.oversize(by: 100_000), at: .after(command: 1, bytes: 0))
        insertPowered()
        #expect(vpcd.exchange(TinyFace.read)?.count == 65_535)
    }

    @Test func removalClosesAndInsertionComesBack() {
        insertPowered()
        client.remove()
        #expect(!client.isConnected)
        #expect(vpcd.exchange([0x04]) == nil)
        #expect(!inner.isPowered)
        insertPowered()
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func comesBackWhenPcscdRestarts() throws {
        insertPowered()
        let port = vpcd.port
        vpcd.stop()
        let restarted = try #require(FakeVPCD(port: port))
        #expect(restarted.accept())
        #expect(restarted.exchange([0x04]) == inner.atr)
        #expect(client.waitUntilConnected(patience: .seconds(10)))
        client.stop()
    }

    @Test func waitsForPcscdThatComesLater() throws {
        let port = vpcd.port
        vpcd.stop()
        client.insert()
        #expect(!client.waitUntilConnected(patience: .milliseconds(50)))
        let late = try #require(FakeVPCD(port: port))
        #expect(late.accept())
        #expect(late.exchange([0x04]) == inner.atr)
        client.stop()
    }

    @Test func swappedCardIsAnotherCard() {
        insertPowered()
        let other = TinyFace(atr: [0x3B, 0x00])
        client.swap(SerializedFace(other))
        #expect(vpcd.accept())
        #expect(vpcd.exchange([0x04]) == other.atr)
        vpcd.message([0x01])
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.pinNeeded)
        #expect(inner.commands.isEmpty)
    }

    @Test func swapBeforeTheFirstMessageIsNotLost() {
        let other = TinyFace(atr: [0x3B, 0x00])
        client.insert()
        client.swap(SerializedFace(other))
        // The first connection may already have been made, by the old card; it ends.
        var answer: [UInt8]?
        while answer == nil, vpcd.accept() { answer = vpcd.exchange([0x04]) }
        #expect(answer == other.atr)
    }

    @Test func commandWithoutPowerMakesCardLeaveForAMoment() {
        client.insert()
        #expect(vpcd.accept())
        #expect(vpcd.exchange(TinyFace.read) == nil)
        #expect(inner.commands.isEmpty)
        insertPowered()
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func silenceIsAnsweredFor() {
        face.plan.addForNextCommand(.silence)
        insertPowered()
        #expect(vpcd.exchange(TinyFace.verify) == [0x6F, 0x00])
        #expect(vpcd.exchange(TinyFace.verify) == [0x90, 0x00])
        #expect(log.lines.count == 1)
    }

    @Test func stuckCardIsAnsweredForAndItsLateAnswerDropped() {
        let isStuck = Signal()
        inner.duringCommand = { isStuck.wait() }
        insertPowered()
        #expect(vpcd.exchange(TinyFace.verify) == [0x6F, 0x00])
        #expect(log.lines.contains { $0.contains("stuck") })
        isStuck.set()
        #expect(vpcd.exchange([0x04]) == inner.atr)
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.fullAnswer)
    }

    @Test func cardThatStaysStuckIsTakenOut() {
        let isStuck = Signal()
        inner.duringCommand = { isStuck.wait() }
        insertPowered()
        #expect(vpcd.exchange(TinyFace.verify) == [0x6F, 0x00])
        #expect(vpcd.exchange([0x04]) == nil)
        isStuck.set()
        inner.duringCommand = nil
        insertPowered()
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func removalByFaultStaysOutUntilInserted() {
        face.plan.add(.remove, at: .after(command: 1, bytes: 1))
        insertPowered()
        #expect(vpcd.exchange(TinyFace.verify) == nil)
        insertPowered()
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func announcedResetComesBackByItself() {
        face.plan.addForNextCommand(.announcedReset)
        insertPowered()
        #expect(vpcd.exchange(TinyFace.verify) == nil)
        #expect(vpcd.accept())
        vpcd.message([0x01])
        #expect(vpcd.exchange(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func stopEndsALongDelay() {
        face.plan.latency = .seconds(3600)
        insertPowered()
        vpcd.message(TinyFace.read)
        while face.plan.commands == 0 { yieldThread() }
        client.stop()
        #expect(!client.isConnected)
    }
}
