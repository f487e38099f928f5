// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ISO7816
import Testing
import VirtualCardPlugs

@Suite("Faults")
struct FaultTests {
    let inner = TinyFace()
    let face: FaultyFace

    init() {
        face = FaultyFace(inner)
        face.powerOn()
        _ = inner.respond(to: TinyFace.verify)
    }

    private func read() -> FaceReaction.Event { face.react(to: TinyFace.read).event }

    @Test func strikesOnceAtItsCommand() {
        face.plan.add(.status(.noPreciseDiagnosis), at: .before(command: 2))
        #expect(read() == .answered(TinyFace.fullAnswer))
        #expect(read() == .answered([0x6F, 0x00]))
        #expect(read() == .answered(TinyFace.fullAnswer))
        #expect(face.plan.commands == 3)
        #expect(face.plan.struck == [FaultInjection(.status(.noPreciseDiagnosis), at: .before(command: 2))])
        #expect(face.plan.waiting.isEmpty)
    }

    @Test func commandRefusedByFaultIsNotCarriedOut() {
        let before = inner.commands.count
        face.plan.addForNextCommand(.status(.incorrectData))
        #expect(read() == .answered([0x6A, 0x80]))
        #expect(inner.commands.count == before)
    }

    @Test func answerReplacedByFaultIsCarriedOut() {
        let before = inner.commands.count
        face.plan.add(.status(.endOfFileReached), at: .after(command: 1, bytes: 0))
        #expect(read() == .answered(TinyFace.content + [0x62, 0x82]))
        #expect(inner.commands.count == before + 1)
    }

    @Test(arguments: 0...9) func truncatesAtEveryByte(count: Int) {
        face.plan.add(.truncate, at: .after(command: 1, bytes: count))
        #expect(read() == .answered(Array(TinyFace.fullAnswer.prefix(count))))
    }

    @Test(arguments: 1...30) func countsBytesOverAllAnswers(byte: Int) {
        face.plan.add(.truncate, at: .answerByte(byte))
        let lengths = (0..<3).map { _ in
            if case .answered(let bytes) = read() { bytes.count } else { -1 }
        }
        // Each answer has ten bytes; the fault's byte is the first that does not leave.
        var expected = [10, 10, 10]
        expected[(byte - 1) / 10] = (byte - 1) % 10
        #expect(lengths == expected)
        #expect(face.plan.answerBytes == 30)
    }

    @Test func oversizeKeepsStatusWord() {
        face.plan.add(.oversize(by: 300), at: .after(command: 1, bytes: 0))
        guard case .answered(let bytes) = read() else { return #expect(Bool(false)) }
        #expect(bytes.count == 310)
        #expect(bytes.suffix(2) == [0x90, 0x00])
        #expect(bytes.starts(with: TinyFace.content))
    }

    @Test func silentResetLosesPINWithoutAWord() {
        face.plan.addForNextCommand(.reset)
        #expect(read() == .answered(TinyFace.pinNeeded))
    }

    @Test func resetAfterAnswerLeavesAnswerWhole() {
        face.plan.add(.reset, at: .after(command: 1, bytes: 0))
        #expect(read() == .answered(TinyFace.fullAnswer))
        #expect(read() == .answered(TinyFace.pinNeeded))
    }

    @Test func announcedResetHasNoAnswer() {
        face.plan.addForNextCommand(.announcedReset)
        #expect(read() == .resetByReader)
        #expect(read() == .answered(TinyFace.pinNeeded))
    }

    @Test func removalTakesPowerAway() {
        face.plan.addForNextCommand(.remove)
        #expect(read() == .removed)
        #expect(!inner.isPowered)
    }

    @Test func removalInsideAnswerComesAfterTheWork() {
        let before = inner.commands.count
        face.plan.add(.remove, at: .after(command: 1, bytes: 3))
        #expect(read() == .removed)
        #expect(inner.commands.count == before + 1)
    }

    @Test func endlessDataEndsWithReset() {
        face.plan.addForNextCommand(.endlessData)
        for _ in 0..<5 {
            guard case .answered(let bytes) = read() else { return #expect(Bool(false)) }
            #expect(bytes.suffix(2) == [0x61, 0xFF])
        }
        face.reset()
        #expect(read() == .answered(TinyFace.pinNeeded))
    }

    @Test func silenceLastsForOneCommand() {
        face.plan.addForNextCommand(.silence)
        #expect(read() == .silent)
        #expect(read() == .answered(TinyFace.fullAnswer))
    }

    @Test func foreignCommandsComeBetween() {
        let select: [UInt8] = [0x00, 0xA4, 0x00, 0x00]
        let wrongPIN: [UInt8] = [0x00, 0x20, 0x00, 0x01, 0x01, 0x30]
        face.plan.addForNextCommand(.foreign([select, wrongPIN]))
        #expect(read() == .answered(TinyFace.pinNeeded))
        #expect(inner.commands.suffix(3) == [select, wrongPIN, TinyFace.read])
        #expect(face.plan.commands == 1)
    }

    @Test func severalFaultsAtOneCommandAddUp() {
        face.plan.add(.delay(.milliseconds(3)), at: .before(command: 1))
        face.plan.add(.delay(.milliseconds(4)), at: .after(command: 1, bytes: 0))
        face.plan.add(.reset, at: .before(command: 1))
        face.plan.latency = .milliseconds(10)
        let reaction = face.react(to: TinyFace.read)
        #expect(reaction == FaceReaction(.answered(TinyFace.pinNeeded), delay: .milliseconds(17)))
    }

    @Test func clearForgetsAll() {
        face.plan.add(.silence, at: .before(command: 1))
        face.plan.latency = .seconds(5)
        face.plan.clear()
        #expect(face.react(to: TinyFace.read) == FaceReaction(.answered(TinyFace.fullAnswer)))
    }

    @Test func whoeverKnowsOnlyAnswersGetsNoDiagnosis() {
        face.plan.addForNextCommand(.silence)
        #expect(face.respond(to: TinyFace.read) == [0x6F, 0x00])
    }
}
