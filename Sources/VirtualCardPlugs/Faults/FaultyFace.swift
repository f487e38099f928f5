// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import VirtualCards

/// A face to which the faults of a plan happen.
public final class FaultyFace: ReactingFace {
    private let door: AnyReactingFace
    private var face: any VirtualCardFace { door.face }
    /// What is to happen, and how far it has come.
    public let plan: FaultPlan

    /// Over a face.
    public init(_ face: any VirtualCardFace, plan: FaultPlan = FaultPlan()) {
        door = AnyReactingFace(face)
        self.plan = plan
    }

    /// The answer to reset.
    public var atr: [UInt8] { face.atr }
    /// The protocol that a reader will choose.
    public var transmission: TransmissionProtocol { face.transmission }

    /// Power comes.
    public func powerOn() {
        plan.cardRestarts()
        face.powerOn()
    }

    /// Power goes.
    public func powerOff() { face.powerOff() }

    /// Reset.
    public func reset() {
        plan.cardRestarts()
        face.reset()
    }

    /// One command, with the faults that are due.
    public func react(to command: [UInt8]) -> FaceReaction {
        let arrival = plan.commandArrives()
        var delay = arrival.latency
        // A fault that decides the outcome before the card sees the command still lets the others happen first.
        var outcome: FaceReaction.Event?
        for fault in arrival.faults {
            if case .delay(let time) = fault { delay += time }
            outcome = outcome ?? strikeBefore(fault, command)
        }
        if let outcome { return FaceReaction(outcome, delay: delay) }
        if arrival.isEndless { return FaceReaction(.answered(endlessAnswer), delay: delay) }
        let reaction = door.react(to: command)
        delay += reaction.delay
        guard case .answered(let answer) = reaction.event else { return FaceReaction(reaction.event, delay: delay) }
        var event = reaction.event
        for (fault, sent) in plan.answerLeaves(count: answer.count) {
            if case .delay(let time) = fault { delay += time }
            if case .answered(let current) = event { event = strikeAfter(fault, current, command, sent: sent) }
        }
        return FaceReaction(event, delay: delay)
    }

    /// What happens to a command that the card has not seen; nil when it goes on to the card.
    private func strikeBefore(_ fault: Fault, _ command: [UInt8]) -> FaceReaction.Event? {
        switch fault {
        case .remove:
            face.powerOff()
            return .removed
        case .reset:
            face.reset()
            return nil
        case .announcedReset:
            face.reset()
            return .resetByReader
        case .truncate: return .answered([])
        case .oversize(let extra): return .answered(padding(extra) + [0x90, 0x00])
        case .status(let status): return .answered([status.sw1, status.sw2])
        case .silence: return .silent
        case .duplicate:
            _ = face.respond(to: command)
            return nil
        case .foreign(let commands):
            for command in commands { _ = face.respond(to: command) }
            return nil
        case .endlessData, .delay: return nil
        }
    }

    /// What becomes of an answer that the card has given.
    private func strikeAfter(
        _ fault: Fault, _ answer: [UInt8], _ command: [UInt8], sent: Int
    ) -> FaceReaction.Event {
        switch fault {
        case .remove:
            face.powerOff()
            return .removed
        case .reset:
            face.reset()
            return .answered(answer)
        case .announcedReset:
            face.reset()
            return .resetByReader
        case .truncate: return .answered(Array(answer.prefix(sent)))
        case .oversize(let extra):
            return .answered(Array(answer.dropLast(2)) + padding(extra) + Array(answer.suffix(2)))
        case .status(let status): return .answered(Array(answer.dropLast(2)) + [status.sw1, status.sw2])
        case .silence: return .silent
        case .duplicate: return .answered(face.respond(to: command))
        case .foreign(let commands):
            for command in commands { _ = face.respond(to: command) }
            return .answered(answer)
        case .endlessData: return .answered(endlessAnswer)
        case .delay: return .answered(answer)
        }
    }

    private var endlessAnswer: [UInt8] { [UInt8](repeating: 0xEE, count: 255) + [0x61, 0xFF] }

    private func padding(_ count: Int) -> [UInt8] {
        [UInt8](repeating: 0xEE, count: min(max(count, 0), FaultyFace.mostPadding))
    }

    // More than any reader's buffer takes, and nothing against this machine's memory.
    private static let mostPadding = 1 << 20
}
