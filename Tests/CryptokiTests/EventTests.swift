// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardAccess
import CardTesting
import Cryptoki
import ISO7816
import ModuleSettings
import Testing
import VirtualCardPlugs
import VirtualCards

/// Events of slots, in the order of their numbers, each told once.
@Suite struct EventTests {
    @Test func tellsEachEventOnce() throws {
        let bench = try CryptokiBench("cps4-medecin")
        func event() -> ReturnCode { first(bench.library, waiting: false) }
        // What was there at the start is known.
        #expect(event() == .noEvent)
        try bench.service.remove(from: CryptokiBench.reader)
        #expect(event() == .ok)
        #expect(event() == .noEvent)
        try bench.service.insert(bench.card.contact, into: CryptokiBench.reader)
        #expect(event() == .ok)
        #expect(event() == .noEvent)
        // Faster than anybody looks.
        try bench.service.swap(CryptokiBench.card("cps3-pharmacien").contact, in: CryptokiBench.reader)
        #expect(event() == .ok)
        #expect(event() == .noEvent)
        bench.service.removeReader(CryptokiBench.reader)
        #expect(event() == .ok)
        #expect(event() == .noEvent)
    }

    @Test func tellsEventsOfSeveralSlots() throws {
        let service = LoopbackReaderService(readers: ["A", "B", "C"])
        let library = Library(ModuleSettings(), readers: service)
        defer { library.close() }
        let (first, second) = (try CryptokiBench.card("cps3-medecin"), try CryptokiBench.card("cps4-medecin"))
        try service.insert(second.contact, into: "C")
        try service.insert(first.contact, into: "B")
        #expect(try library.slotEvent(waiting: false) == 1)
        #expect(try library.slotEvent(waiting: false) == 2)
        #expect(code { try library.slotEvent(waiting: false) } == .noEvent)
        service.addReader("D")
        #expect(try library.slotEvent(waiting: false) == 3)
    }

    @Test func wakesWhenACardComes() throws {
        let service = LoopbackReaderService(readers: [CryptokiBench.reader])
        let library = Library(ModuleSettings(), readers: service)
        defer { library.close() }
        let waiting = Background { first(library, waiting: true) }
        pause(milliseconds: 100)
        #expect(!waiting.isOver)
        try service.insert(CryptokiBench.card("cps4-medecin").contact, into: CryptokiBench.reader)
        #expect(waiting.value() == .ok)
    }

    @Test func wakesWhenTheLibraryCloses() throws {
        let library = Library(ModuleSettings(), readers: LoopbackReaderService(readers: [CryptokiBench.reader]))
        let waiting = (0..<3).map { _ in Background { code { try library.slotEvent(waiting: true) } } }
        pause(milliseconds: 100)
        library.close()
        for wait in waiting { #expect(wait.value() == .notInitialized) }
        #expect(code { try library.slotEvent(waiting: false) } == .notInitialized)
    }

    @Test func doesNotWaitInCompatMode() throws {
        let bench = try CryptokiBench("cps4-medecin", .compat)
        #expect(code { try bench.library.slotEvent(waiting: true) } == .functionNotSupported)
        #expect(code { try bench.library.slotEvent(waiting: false) } == .noEvent)
    }

    @Test func waitsThroughADeadService() throws {
        let service = LoopbackReaderService(readers: [CryptokiBench.reader])
        let library = Library(ModuleSettings(), readers: service)
        defer { library.close() }
        service.stop()
        // The reader is gone with the service, and that is told.
        #expect(try library.slotEvent(waiting: true) == 0)
        let waiting = Background { first(library, waiting: true) }
        pause(milliseconds: 100)
        #expect(!waiting.isOver)
        service.start()
        #expect(waiting.value() == .ok)
        #expect(library.slotList(withCard: false) == [0])
    }
}

/// How a question for an event ends, which can only be one of the first slot.
private func first(_ library: Library, waiting: Bool) -> ReturnCode {
    code {
        let slot = try library.slotEvent(waiting: waiting)
        #expect(slot == 0)
    }
}
