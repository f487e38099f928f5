// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816
internal import Synchronization
internal import VirtualCards

/// Sequences of commands to a virtual card.
public enum VirtualCardEntry {
    /// The faces that the first byte of an input chooses from.
    static let faces: [(profile: String, contactless: Bool)] = [
        ("transcript-cps3", false), ("transcript-cps3", true), ("transcript-cps4", false),
        ("transcript-cps4-t0", false),
    ]

    /// Runs one input: a face, then commands; an empty one is a reset.
    static func run(_ bytes: [UInt8]) throws {
        let index = Int(bytes.first ?? 0) % faces.count
        try cards.withLock { cards in
            if cards[index] == nil { cards[index] = try FreshCard(faces[index].profile, faces[index].contactless) }
            try cards[index]?.play(Records(bytes.dropFirst()))
        }
    }

    /// The input that says these commands to a face.
    public static func encode(face: UInt8, _ commands: [[UInt8]]) -> [UInt8] {
        [face] + commands.flatMap(Records.encode)
    }

    // Keys take long to load: a card is made once and set back before each input.
    private static let cards = Mutex<[Int: FreshCard]>([:])
}

/// A card that can be set back to its first day.
private final class FreshCard {
    private let card: VirtualCard
    private let face: any VirtualCardFace
    private let origin: CardSnapshot

    init(_ profile: String, _ contactless: Bool) throws {
        card = try VirtualCard(Fixtures.card(profile), random: SeededRandom(seed: 1))
        guard let chosen = contactless ? card.contactless : card.contact else { throw CardError.transport(.noCard) }
        face = chosen
        origin = card.snapshot
    }

    func play(_ commands: Records) throws {
        card.restore(origin)
        face.powerOn()
        for command in commands {
            if command.isEmpty {
                face.reset()
                continue
            }
            let answer = face.respond(to: command)
            try require((2...258).contains(answer.count), "a short APDU is answered by 2 to 258 bytes")
        }
        let snapshot = card.snapshot
        try require((0...15).contains(snapshot.pin.left), "the PIN's counter stays a counter")
        try require((0...15).contains(snapshot.puk.left), "the PUK's counter stays a counter")
    }
}
