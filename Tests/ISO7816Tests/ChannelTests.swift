// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import SecretMemory
import Testing

/// Answers from a list, and keeps what it was sent.
private final class ScriptedLink: CardLink {
    let transmission: TransmissionProtocol
    var answers: [String]
    var sent: [String] = []

    init(_ transmission: TransmissionProtocol, _ answers: [String]) {
        self.transmission = transmission
        self.answers = answers
    }

    func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
        sent.append(command.hexadecimal)
        // The last answer repeats: a card that never ends.
        let answer = answers.count > 1 ? answers.removeFirst() : answers[0]
        guard let bytes = [UInt8](hexadecimal: answer) else { throw .malformed("script") }
        return WipingBytes(bytes)
    }
}

@Suite struct ResponseChainingTests {
    @Test func fetchesWhatIsAnnounced() throws {
        let link = ScriptedLink(.t0, ["6102", "01 6101", "02 9000"])
        let answer = try link.channel().transmit(CommandAPDU(0, 0xA4, 9, 4, [0x3F, 0], expecting: 256))
        #expect(Array(answer.body) == [1, 2])
        #expect(link.sent == ["00A40904023F00", "00C0000002", "00C0000001"])
    }

    @Test func fetchesWithTheClassOfTheVolet() throws {
        let link = ScriptedLink(.t0, ["9F01", "AA 9000"])
        _ = try link.channel().transmit(CommandAPDU(0xA0, 0xA4, 0, 0, [0x3F, 0], expecting: 256))
        #expect(link.sent.last == "A0C0000001")
    }

    @Test func leavesUnwantedDataUnfetched() throws {
        let link = ScriptedLink(.t0, ["6127"])
        let answer = try link.channel().transmit(CommandAPDU(0, 0xA4, 9, 4, [0x3F, 0]))
        #expect(answer.status.isSuccess)
        #expect(link.sent.count == 1)
    }

    @Test func repeatsOnceWithTheExactLength() throws {
        let link = ScriptedLink(.t0, ["6C0C"])
        let answer = try link.channel().transmit(CommandAPDU(0, 0xB0, 0, 0, expecting: 256))
        #expect(answer.status.rawValue == 0x6C0C)
        #expect(link.sent == ["00B0000000", "00B000000C"])
    }

    @Test(arguments: ["AA6110", "6110", "6100"]) func endsWithACardThatNeverDoes(answer: String) {
        let link = ScriptedLink(.t0, [answer])
        #expect(throws: CardError.self) {
            try link.channel().transmit(CommandAPDU(0, 0xB0, 0, 0, expecting: 256))
        }
        #expect(link.sent.count <= 301)
    }

    @Test(arguments: ["", "90"]) func refusesAnswersWithoutStatus(answer: String) {
        let link = ScriptedLink(.t1, [answer])
        #expect(throws: CardError.malformed("answer shorter than a status word")) {
            try link.channel().transmit(CommandAPDU(0, 0xB0, 0, 0, expecting: 256))
        }
    }
}

@Suite struct CommandChainingTests {
    @Test func cutsLongDataAndAwaitsTheLastAnswer() throws {
        let link = ScriptedLink(.t1, ["9000", "AABB9000"])
        let body = WipingBytes(repeatElement(7, count: 256))
        let answer = try link.channel().transmit(CommandAPDU(1, 0x2A, 0x80, 0x86, body, expecting: 256))
        #expect(answer.body.count == 2)
        #expect(link.sent[0].hasPrefix("112A8086FF"))
        #expect(link.sent[1] == "012A8086010700")
    }

    @Test func stopsAtTheFirstRefusal() throws {
        let link = ScriptedLink(.t1, ["6982"])
        let body = WipingBytes(repeatElement(7, count: 600))
        let answer = try link.channel().transmit(CommandAPDU(0, 0x2A, 0x80, 0x86, body, expecting: 256))
        #expect(answer.status == .securityStatusNotSatisfied)
        #expect(link.sent.count == 1)
    }
}

@Suite struct ReadBinaryTests {
    @Test func readsADERObjectAndNotItsPadding() throws {
        let link = ScriptedLink(.t1, ["30 03 01 02 03 00 00 00 9000"])
        #expect(try link.channel().readBinary(.derObject) == [0x30, 3, 1, 2, 3])
        #expect(link.sent.count == 1)
    }

    @Test func refusesACardThatGivesMoreThanAccepted() {
        let full = String(repeating: "AA", count: 256) + "9000"
        let link = ScriptedLink(.t1, [full])
        #expect(throws: CardError.self) { try link.channel().readBinary(.untilEnd, limit: 1000) }
        #expect(link.sent.count < 10)
    }

    @Test func refusesAFileShorterThanItsSize() {
        let link = ScriptedLink(.t1, ["AABB9000", "9000"])
        #expect(throws: CardError.self) { try link.channel().readBinary(.size(10)) }
    }

    @Test(arguments: ["3080 9000", "30 9000", "3084FFFFFFFF 9000", "9000"])
    func refusesDERWithoutUsableLength(answer: String) {
        let link = ScriptedLink(.t1, [answer])
        #expect(throws: CardError.self) { try link.channel().readBinary(.derObject) }
    }
}
