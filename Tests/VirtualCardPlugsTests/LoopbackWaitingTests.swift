// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import Testing
import VirtualCardPlugs

@Suite("Waiting on loopback readers")
struct LoopbackWaitingTests {
    let service = LoopbackReaderService(readers: ["One"])

    @Test func differenceIsToldAtOnce() throws {
        let known = try service.readers()
        try service.insert(TinyFace(), into: "One")
        let states = try service.changes(since: known, patience: .seconds(60))
        #expect(states.map(\.card) == [.present])
    }

    @Test func nothingNewAfterPatience() throws {
        let known = try service.readers()
        #expect(try service.changes(since: known, patience: .milliseconds(5)) == known)
    }

    @Test func insertionWakesWaiter() throws {
        let known = try service.readers()
        let service = service
        startThread { try? service.insert(TinyFace(), into: "One") }
        let states = try service.changes(since: known, patience: .seconds(60))
        #expect(states.first?.card == .present)
    }

    @Test func newReaderIsAChange() throws {
        let known = try service.readers()
        service.addReader("Two")
        #expect(try service.changes(since: known, patience: .seconds(60)).count == 2)
        service.removeReader("One")
        #expect(try service.readers().map(\.name) == ["Two"])
    }

    @Test func endOfTransactionWakesWhoWaits() throws {
        let face = TinyFace()
        try service.insert(face, into: "One")
        let service = service
        let isHeld = Signal()
        let mayEnd = Signal()
        startThread {
            guard let theirs = try? service.connect(to: "One") else { return }
            _ = try? theirs.begin(patience: .zero)
            isHeld.set()
            mayEnd.wait()
            theirs.end(.reset)
            // The connection lives until here, or its end would take the power away.
            theirs.disconnect(.leave)
        }
        isHeld.wait()
        let ours = try service.connect(to: "One")
        mayEnd.set()
        #expect(try ours.begin(patience: .seconds(60)) == .afterReset)
    }

    @Test func transactionsOfManyThreadsNeverMix() throws {
        let face = TinyFace()
        try service.insert(face, into: "One")
        let service = service
        let keeper = try service.connect(to: "One")
        let finished = Counter()
        for number in UInt8(1)...4 {
            startThread {
                defer { finished.increment() }
                guard let connection = try? service.connect(to: "One") else { return }
                for _ in 0..<50 {
                    guard (try? connection.begin(patience: .seconds(60))) != nil else { return }
                    for step in UInt8(0)..<3 { _ = try? connection.send([0x00, 0xA4, number, step]) }
                    connection.end(.leave)
                }
            }
        }
        finished.wait(for: 4)
        keeper.disconnect(.leave)
        #expect(face.commands.count == 4 * 50 * 3)
        for start in stride(from: 0, to: face.commands.count, by: 3) {
            let group = face.commands[start..<start + 3]
            #expect(Set(group.map { $0[2] }).count == 1)
            #expect(group.map { $0[3] } == [0, 1, 2])
        }
    }
}
