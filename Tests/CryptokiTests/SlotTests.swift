// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import Cryptoki
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// A reader keeps its slot; sixteen readers have one.
@Suite struct SlotTests {
    @Test func servesSixteenReaders() {
        let service = LoopbackReaderService(readers: (0..<17).map { "READER \($0)" })
        let library = Library(ModuleSettings(), readers: service)
        defer { library.close() }
        #expect(library.slotList(withCard: false) == Array(0..<16))
        #expect(library.slotList(withCard: true) == [])
        #expect(code { try library.slotInformation(15) } == .ok)
        for none in [16, 17, UInt.max] { #expect(code { try library.slotInformation(none) } == .slotIDInvalid) }
    }

    @Test func keepsTheSlotOfAnUnpluggedReader() throws {
        let service = LoopbackReaderService(readers: ["A", "B", "C"])
        let library = Library(ModuleSettings(), readers: service)
        defer { library.close() }
        service.removeReader("B")
        #expect(library.slotList(withCard: false) == [0, 2])
        #expect(code { try library.slotInformation(1) } == .slotIDInvalid)
        #expect(code { try library.openSession(1, isReadWrite: false) } == .slotIDInvalid)
        service.addReader("D")
        #expect(library.slotList(withCard: false) == [0, 2, 3])
        service.addReader("B")
        #expect(library.slotList(withCard: false) == [0, 1, 2, 3])
        #expect(try library.slotInformation(1).description == Array("B".utf8))
        #expect(try library.slotInformation(3).description == Array("D".utf8))
    }

    @Test func givesASeventeenthReaderTheSlotOfAnUnpluggedOne() throws {
        let service = LoopbackReaderService(readers: (0..<16).map { "READER \($0)" })
        let library = Library(ModuleSettings(), readers: service)
        defer { library.close() }
        service.removeReader("READER 7")
        service.addReader("NEW")
        #expect(library.slotList(withCard: false) == Array(0..<16))
        #expect(try library.slotInformation(7).description == Array("NEW".utf8))
    }

    @Test(arguments: [
        (String(repeating: "x", count: 64), String(repeating: "x", count: 64)),
        (
            String(repeating: "a", count: 30) + "MIDDLE" + String(repeating: "b", count: 31),
            String(repeating: "a", count: 30) + "..." + String(repeating: "b", count: 31)
        ),
    ])
    func shortensLongNames(name: String, shown: String) throws {
        let library = Library(ModuleSettings(), readers: LoopbackReaderService(readers: [name]))
        defer { library.close() }
        let description = try library.slotInformation(0).description
        #expect(String(decoding: description, as: UTF8.self) == shown)
        #expect(description.count <= 64)
    }

    @Test func tellsWhetherACardIsThere() throws {
        let bench = try CryptokiBench("cps4-medecin")
        let always = UInt(CKF_REMOVABLE_DEVICE) | UInt(CKF_HW_SLOT)
        #expect(try bench.library.slotInformation(0).flags == always | UInt(CKF_TOKEN_PRESENT))
        try bench.service.remove(from: CryptokiBench.reader)
        #expect(try bench.library.slotInformation(0).flags == always)
        #expect(bench.library.slotList(withCard: true) == [])
        #expect(bench.library.slotList(withCard: false) == [0])
        #expect(code { try bench.library.tokenInformation(0) } == .tokenNotPresent)
        #expect(code { try bench.library.mechanisms(0) } == .tokenNotPresent)
        #expect(code { try bench.library.openSession(0, isReadWrite: true) } == .tokenNotPresent)
    }

    @Test func showsOnlyReadersOfTheSettings() {
        var settings = ModuleSettings()
        settings.readers = ["KEEP"]
        let library = Library(settings, readers: LoopbackReaderService(readers: ["DROP 0", "KEEP 0", "KEEP 1"]))
        defer { library.close() }
        #expect(library.slotList(withCard: false) == [0, 1])
    }

    @Test(arguments: [
        ([UInt8](), ReturnCode.tokenNotRecognized), ([0x3B, 0x00], .tokenNotRecognized),
        ([0x3B, 0x8F, 0x80], .tokenNotRecognized),
    ])
    func refusesCardsOfOthers(atr: [UInt8], wanted: ReturnCode) throws {
        let service = LoopbackReaderService(readers: [CryptokiBench.reader])
        let face = StrangeFace(atr: atr)
        try service.insert(face, into: CryptokiBench.reader)
        let exchanges = ExchangeLog()
        let library = Library(ModuleSettings(), readers: service) { LoggedConnection($0, exchanges) }
        defer { library.close() }
        #expect(library.slotList(withCard: true) == [0])
        #expect(code { try library.tokenInformation(0) } == wanted)
        // What is none of ours is not spoken to again during its stay.
        exchanges.restart()
        #expect(code { try library.openSession(0, isReadWrite: true) } == wanted)
        #expect(exchanges.commands == [])
    }
}
