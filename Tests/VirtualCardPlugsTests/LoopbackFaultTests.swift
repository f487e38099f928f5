// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import Testing
import VirtualCardPlugs

@Suite("Faults in loopback readers")
struct LoopbackFaultTests {
    let service = LoopbackReaderService(readers: ["One"])
    let face = FaultyFace(TinyFace())
    let connection: any CardConnection

    init() throws {
        try service.insert(face, into: "One")
        connection = try service.connect(to: "One")
        _ = try connection.begin(patience: .zero)
        _ = try connection.send(TinyFace.verify)
    }

    @Test(arguments: [FaultPoint.before(command: 2), .after(command: 2, bytes: 5), .answerByte(5)])
    func removalInTheMiddleEmptiesReader(point: FaultPoint) throws {
        face.plan.add(.remove, at: point)
        #expect(throws: CardError.transport(.cardRemoved)) { try connection.send(TinyFace.read) }
        #expect(try service.readers() == [ReaderState(name: "One", card: .empty, eventCount: 2)])
        try service.insert(face, into: "One")
        #expect(try service.connect(to: "One").send(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func announcedResetIsMendedByNextBegin() throws {
        face.plan.addForNextCommand(.announcedReset)
        let reset = CardError.transport(.cardReset)
        #expect(throws: reset) { try connection.send(TinyFace.read) }
        #expect(throws: reset) { try connection.send(TinyFace.read) }
        connection.end(.leave)
        #expect(try connection.begin(patience: .zero) == .afterReset)
        #expect(try connection.send(TinyFace.read) == TinyFace.pinNeeded)
    }

    @Test func ownResetDoesNotHideForeignOne() throws {
        face.plan.addForNextCommand(.announcedReset)
        #expect(throws: CardError.transport(.cardReset)) { try connection.send(TinyFace.read) }
        connection.end(.reset)
        #expect(try connection.begin(patience: .zero) == .afterReset)
    }

    @Test func silentResetIsNotNoticed() throws {
        face.plan.addForNextCommand(.reset)
        #expect(try connection.send(TinyFace.read) == TinyFace.pinNeeded)
        connection.end(.leave)
        #expect(try connection.begin(patience: .zero) == .undisturbed)
    }

    @Test func silenceIsUnresponsive() {
        face.plan.addForNextCommand(.silence)
        #expect(throws: CardError.transport(.unresponsive)) { try connection.send(TinyFace.read) }
    }

    @Test func answerLongerThanAnyBufferIsRefused() {
        face.plan.add(.oversize(by: 65_536), at: .after(command: 2, bytes: 0))
        #expect(throws: CardError.transport(.communication(code: 0x8010_0008))) { try connection.send(TinyFace.read) }
    }

    @Test func endlessDataIsCutByTheHost() {
        face.plan.addForNextCommand(.endlessData)
        #expect(throws: CardError.self) {
            try connection.channel().transmit(CommandAPDU(0x00, 0xB0, 0, 0, expecting: 256))
        }
        #expect(face.plan.commands < 400)
    }
}
