// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import PCSCTransport

@Suite struct LateCallTests {
    /// What a call did, seen from both threads.
    private final class Record: Sendable {
        let mayAnswer = Atomic<Bool>(false)
        let discarded = Atomic<Int>(0)
    }

    private func blocked(_ record: Record) throws -> LateCall<Int> {
        try #require(
            LateCall<Int> {
                while !record.mayAnswer.load(ordering: .acquiring) { usleep(1000) }
                return 7
            } discard: {
                record.discarded.add($0, ordering: .releasing)
            })
    }

    private func settle(_ call: LateCall<Int>) {
        for _ in 0..<5000 where call.isRunning { usleep(1000) }
    }

    @Test func givesTheAnswerInTime() throws {
        let record = Record()
        record.mayAnswer.store(true, ordering: .releasing)
        let call = try blocked(record)
        #expect(call.wait(until: .now + .seconds(10)) == 7)
        #expect(record.discarded.load(ordering: .acquiring) == 0)
    }

    @Test func undoesAnAnswerForWhichNobodyWaits() throws {
        let record = Record()
        let call = try blocked(record)
        #expect(call.wait(until: .now) == nil)
        record.mayAnswer.store(true, ordering: .releasing)
        settle(call)
        for _ in 0..<5000 where record.discarded.load(ordering: .acquiring) == 0 { usleep(1000) }
        #expect(record.discarded.load(ordering: .acquiring) == 7)
        #expect(!call.rejoin())
    }

    @Test func letsGoOfWhatItHoldsBeforeItAnswers() throws {
        weak var seen: Record?
        let call: LateCall<Record>
        do {
            let held = Record()
            seen = held
            let made = LateCall<Record> {
                held
            } discard: { _ in
            }
            call = try #require(made)
        }
        #expect(call.wait(until: .now + .seconds(10)) != nil)
        // The thread may still be on its way out; neither it nor the call may keep anything alive.
        #expect(seen == nil)
        #expect(!call.isRunning)
    }

    @Test func givesALateAnswerToWhoeverComesBack() throws {
        let record = Record()
        let call = try blocked(record)
        #expect(call.wait(until: .now) == nil)
        #expect(call.rejoin())
        record.mayAnswer.store(true, ordering: .releasing)
        #expect(call.wait(until: .now + .seconds(10)) == 7)
        #expect(record.discarded.load(ordering: .acquiring) == 0)
        #expect(!call.rejoin())
    }
}

@Suite struct UnixSocketsTests {
    @Test(arguments: [0, 7] as [UInt8])
    func takesPeersThatStillExist(peer: UInt8) {
        // nlmsghdr, unix_diag_msg, then UNIX_DIAG_NAME "A" and UNIX_DIAG_PEER (sock_diag(7)).
        let head: [UInt8] = [48, 0, 0, 0, 20, 0, 0, 0] + [UInt8](repeating: 0, count: 24)
        let attributes: [UInt8] = [5, 0, 0, 0, 0x41, 0, 0, 0, 8, 0, 2, 0, peer, 0, 0, 0]
        var found: Set<UInt32> = []
        #expect(UnixSockets.read((head + attributes)[...], [0x41], into: &found))
        #expect(found == (peer == 0 ? [] : [UInt32(peer)]))
    }

    @Test func survivesAnyAnswer() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...96, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Most of them with a plausible head, so that the inner loops are reached.
            if bytes.count >= 20, Bool.random(using: &random) {
                bytes[0...7] = [UInt8(bytes.count), 0, 0, 0, 20, 0, 0, 0]
            }
            var found: Set<UInt32> = []
            _ = UnixSockets.read(bytes[...], [0x41], into: &found)
            #expect(found.count <= bytes.count)
        }
    }
}
