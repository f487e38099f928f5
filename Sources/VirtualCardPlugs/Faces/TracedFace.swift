// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
public import VirtualCards

/// A face whose conversation is written down as the reader sees it.
public final class TracedFace: ReactingFace {
    private let door: AnyReactingFace
    private var face: any VirtualCardFace { door.face }
    private let trace: TraceWriter
    private let name: String?

    /// Over a face; `name` tells the lines of several faces in one file apart.
    public init(_ face: any VirtualCardFace, to trace: TraceWriter, as name: String? = nil) {
        door = AnyReactingFace(face)
        self.trace = trace
        self.name = name
    }

    /// The answer to reset.
    public var atr: [UInt8] { face.atr }
    /// The protocol that a reader will choose.
    public var transmission: TransmissionProtocol { face.transmission }

    /// Power comes.
    public func powerOn() {
        trace.record(event: "card power on", of: name)
        face.powerOn()
    }

    /// Power goes.
    public func powerOff() {
        trace.record(event: "card power off", of: name)
        face.powerOff()
    }

    /// Reset.
    public func reset() {
        trace.record(event: "card reset", of: name)
        face.reset()
    }

    /// One command, written down with whatever comes of it.
    public func react(to command: [UInt8]) -> FaceReaction {
        let reaction = door.react(to: command)
        switch reaction.event {
        case .answered(let answer): trace.record(command: command, answer: answer, of: name)
        case .silent: trace.record(command: command, answer: [], of: name)
        case .removed, .resetByReader:
            trace.record(command: command, answer: [], of: name)
            trace.record(event: reaction.event == .removed ? "card removed" : "card reset by reader", of: name)
        }
        return reaction
    }
}
