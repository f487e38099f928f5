// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import VirtualCards

/// What came of one command, when more can come of it than an answer.
public struct FaceReaction: Hashable, Sendable {
    /// What happened.
    public var event: Event
    /// How long the reader waits before it sees it.
    public var delay: Duration

    /// From its parts.
    public init(_ event: Event, delay: Duration = .zero) {
        self.event = event
        self.delay = delay
    }

    /// What a reader can meet.
    public enum Event: Hashable, Sendable {
        /// The card answered with these bytes, whatever they are.
        case answered([UInt8])
        /// The card says nothing any more.
        case silent
        /// The card left before its answer was complete.
        case removed
        /// The reader reset the card, or somebody did, before the answer was complete.
        case resetByReader
    }
}

/// A face to which more can happen than to answer.
public protocol ReactingFace: VirtualCardFace {
    /// One command as bytes, and whatever comes of it.
    func react(to command: [UInt8]) -> FaceReaction
}

/// A face of either kind, asked once which kind it is: the question costs more than a small command.
struct AnyReactingFace {
    let face: any VirtualCardFace
    private let reacting: (any ReactingFace)?

    init(_ face: any VirtualCardFace) {
        self.face = face
        reacting = face as? any ReactingFace
    }

    func react(to command: [UInt8]) -> FaceReaction {
        reacting?.react(to: command) ?? FaceReaction(.answered(face.respond(to: command)))
    }
}

extension ReactingFace {
    /// The answer alone; 6F00 stands for anything that is none.
    public func respond(to command: [UInt8]) -> [UInt8] {
        if case .answered(let bytes) = react(to: command).event { return bytes }
        return [0x6F, 0x00]
    }
}
