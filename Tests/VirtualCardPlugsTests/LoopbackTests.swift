// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import SecretMemory
import Testing
import VirtualCardPlugs

@Suite("Loopback readers")
struct LoopbackTests {
    let service = LoopbackReaderService(readers: ["One", "Two"])
    let face = TinyFace()

    private func connected() throws -> any CardConnection {
        try service.insert(face, into: "One")
        return try service.connect(to: "One")
    }

    @Test func tellsWhatIsInEveryReader() throws {
        try service.insert(face, into: "Two")
        let states = try service.readers()
        #expect(states.map(\.name) == ["One", "Two"])
        #expect(states.map(\.card) == [.empty, .present])
        #expect(states[1].atr == face.atr)
    }

    @Test func showsCardWithUnreadableATRAsMute() throws {
        try service.insert(TinyFace(atr: [0x00]), into: "One")
        #expect(try service.readers()[0].card == .mute)
        #expect(throws: CardError.transport(.unresponsive)) { try service.connect(to: "One") }
    }

    @Test func countsEveryInsertionAndRemoval() throws {
        try service.insert(face, into: "One")
        try service.remove(from: "One")
        #expect(try service.readers()[0].eventCount == 2)
        try service.insert(face, into: "One")
        try service.swap(TinyFace(), in: "One")
        #expect(try service.readers()[0].eventCount == 5)
    }

    @Test func refusesUnknownAndEmptyReaders() throws {
        #expect(throws: CardError.transport(.noReader)) { try service.connect(to: "Three") }
        #expect(throws: CardError.transport(.noCard)) { try service.connect(to: "One") }
        #expect(throws: CardError.transport(.noReader)) { try service.insert(face, into: "Three") }
    }

    @Test func powersWithFirstConnectionAndUnpowersWithLast() throws {
        let first = try connected()
        let second = try service.connect(to: "One")
        #expect(face.powerCycles == 1)
        _ = try first.send(TinyFace.verify)
        #expect(try second.send(TinyFace.read) == TinyFace.fullAnswer)
        first.disconnect(.leave)
        #expect(face.isPowered)
        second.disconnect(.leave)
        #expect(!face.isPowered)
        let third = try service.connect(to: "One")
        #expect(try third.send(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func unpowersWhenLastConnectionIsLetGo() throws {
        do { _ = try connected() }
        #expect(!face.isPowered)
    }

    @Test func keepsPINVerifiedInReaderThatKeepsPower() throws {
        service.addReader("Slow", keepsPower: true)
        try service.insert(face, into: "Slow")
        let first = try service.connect(to: "Slow")
        _ = try first.send(TinyFace.verify)
        first.disconnect(.leave)
        let second = try service.connect(to: "Slow")
        #expect(try second.send(TinyFace.read) == TinyFace.fullAnswer)
        second.disconnect(.reset)
        #expect(try service.connect(to: "Slow").send(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func saysThatCardWasResetByAnotherAtNextBegin() throws {
        let connection = try connected()
        #expect(try connection.begin(patience: .zero) == .undisturbed)
        _ = try connection.send(TinyFace.verify)
        connection.end(.leave)
        try service.disturb("One")
        #expect(throws: CardError.transport(.cardReset)) { try connection.send(TinyFace.read) }
        #expect(try connection.begin(patience: .zero) == .afterReset)
        #expect(try connection.send(TinyFace.read) == TinyFace.pinNeeded)
        connection.end(.leave)
        #expect(try connection.begin(patience: .zero) == .undisturbed)
    }

    @Test func ownResetIsNewsToOthersOnly() throws {
        let ours = try connected()
        let theirs = try service.connect(to: "One")
        _ = try ours.begin(patience: .zero)
        _ = try ours.send(TinyFace.verify)
        ours.end(.reset)
        #expect(try ours.begin(patience: .zero) == .undisturbed)
        #expect(try ours.send(TinyFace.read) == TinyFace.pinNeeded)
        ours.end(.leave)
        #expect(try theirs.begin(patience: .zero) == .afterReset)
    }

    @Test func transactionKeepsOthersOutAndNamesHolder() throws {
        try service.insert(face, into: "One")
        let ours = try service.connect(to: "One")
        let theirs = try service.connect(to: "One", as: "firefox")
        _ = try theirs.begin(patience: .zero)
        let busy = CardError.transport(.busy(holder: "firefox"))
        #expect(throws: busy) { try ours.begin(patience: .milliseconds(20)) }
        #expect(throws: busy) { try ours.send(TinyFace.read) }
        #expect(throws: busy) { try service.disturb("One") }
        theirs.end(.leave)
        #expect(try ours.begin(patience: .zero) == .undisturbed)
    }

    @Test func nestedTransactionEndsWithItsOutermost() throws {
        let ours = try connected()
        let theirs = try service.connect(to: "One")
        _ = try ours.begin(patience: .zero)
        _ = try ours.begin(patience: .zero)
        ours.end(.leave)
        #expect(throws: CardError.transport(.busy(holder: nil))) { try theirs.begin(patience: .zero) }
        ours.end(.leave)
        #expect(try theirs.begin(patience: .zero) == .undisturbed)
    }

    @Test func transactionOfConnectionThatEndsIsOver() throws {
        let ours = try connected()
        let theirs = try service.connect(to: "One")
        _ = try theirs.begin(patience: .zero)
        theirs.disconnect(.leave)
        #expect(try ours.begin(patience: .zero) == .undisturbed)
    }

    @Test func transactionValueGivesCardBackAndResets() throws {
        let connection = try connected()
        do {
            var transaction = try CardTransaction(connection)
            transaction.resetAtEnd()
            _ = try connection.send(TinyFace.verify)
        }
        #expect(try connection.send(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func removalKillsConnectionForGood() throws {
        let connection = try connected()
        _ = try connection.begin(patience: .zero)
        try service.remove(from: "One")
        let removed = CardError.transport(.cardRemoved)
        #expect(throws: removed) { try connection.send(TinyFace.read) }
        try service.insert(face, into: "One")
        #expect(throws: removed) { try connection.send(TinyFace.read) }
        #expect(throws: removed) { try connection.begin(patience: .zero) }
    }

    @Test func swappedCardNeverHearsOldConnection() throws {
        let connection = try connected()
        let other = TinyFace()
        try service.swap(other, in: "One")
        #expect(throws: CardError.transport(.cardRemoved)) { try connection.send(TinyFace.verify) }
        #expect(other.commands.isEmpty)
        #expect(!face.isPowered)
    }

    @Test func answerOfCardRemovedMeanwhileIsLost() throws {
        let connection = try connected()
        let service = service
        // removeReader powers the card off itself: not from inside its own command, hence the other thread.
        face.duringCommand = {
            let isOut = Signal()
            startThread {
                isOut.set()
                service.removeReader("One")
            }
            isOut.wait()
            while (try? service.readers().count) == 2 { yieldThread() }
        }
        #expect(throws: CardError.transport(.cardRemoved)) { try connection.send(TinyFace.read) }
    }

    @Test func deadServiceIsUnavailableAndItsConnectionsStayDead() throws {
        let connection = try connected()
        service.stop()
        let unavailable = CardError.transport(.serviceUnavailable)
        #expect(throws: unavailable) { try service.readers() }
        #expect(throws: unavailable) { try service.changes(since: [], patience: .zero) }
        #expect(throws: unavailable) { try service.connect(to: "One") }
        #expect(throws: unavailable) { try connection.send(TinyFace.read) }
        service.start()
        #expect(throws: CardError.transport(.cardRemoved)) { try connection.send(TinyFace.read) }
        #expect(try service.connect(to: "One").send(TinyFace.verify) == [0x90, 0x00])
    }
}
