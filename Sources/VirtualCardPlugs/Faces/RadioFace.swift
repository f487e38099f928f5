// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import VirtualCards

/// A contactless face that is as slow as the air: each exchange takes what its bytes take at a bit rate.
public final class RadioFace: ReactingFace {
    private let door: AnyReactingFace
    private var face: any VirtualCardFace { door.face }
    private let timing: RadioTiming

    /// Over a face.
    public init(_ face: any VirtualCardFace, _ timing: RadioTiming) {
        door = AnyReactingFace(face)
        self.timing = timing
    }

    /// The answer to reset.
    public var atr: [UInt8] { face.atr }
    /// The protocol that a reader will choose.
    public var transmission: TransmissionProtocol { face.transmission }

    /// Power comes.
    public func powerOn() { face.powerOn() }
    /// Power goes.
    public func powerOff() { face.powerOff() }
    /// Reset.
    public func reset() { face.reset() }

    /// One command, with the time that it takes.
    public func react(to command: [UInt8]) -> FaceReaction {
        var reaction = door.react(to: command)
        guard case .answered(let answer) = reaction.event else { return reaction }
        reaction.delay += timing.time(of: [RadioTiming.Exchange(command: command.count, answer: answer.count)])
        return reaction
    }
}
