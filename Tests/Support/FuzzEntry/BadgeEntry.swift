// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory
public import VirtualCards

/// Sequences of frames to a virtual badge.
///
/// Its random numbers are the same each time: a host's dialogue that was recorded opens its session again.
public enum BadgeEntry {
    /// The kinds that the first byte of an input chooses from.
    public static let kinds = ["ev1", "ev2", "ev3", "lrp"]

    /// A new badge: one application with a file of each kind, all keys alike, the card's master key too.
    public static func badge(_ kind: Int) throws -> VirtualBadge {
        let name = kinds[kind % kinds.count]
        let key = BadgeProfile.Key(.aes, WipingBytes((0..<16).map { UInt8($0 * 17) }))
        var profile = BadgeProfile(
            BadgeProfile.Generation(rawValue: name) ?? .ev3, uid: [4, 1, 2, 3, 4, 5, 6],
            hardware: [4, 1, 1, 1, 0, 0x1A, 5],
            software: [4, 1, 1, 1, 4, 0x1A, 5], production: [1, 2, 3, 4, 5, 6, 7], capacity: 4096)
        profile.isLeakageResilient = name == "lrp"
        profile.keys = [0: key]
        profile.applications = [
            BadgeProfile.Application(
                1, settings: 0x0F, keys: [key, key], isoIdentifier: 0xE110, isoName: [0xD2, 0x76, 0, 0, 0x85, 1, 1],
                files: [
                    BadgeProfile.File(
                        1, isoIdentifier: 0xE103, mode: 0, rights: 0xEEE0,
                        .data([UInt8](repeating: 0x30, count: 128), isBackup: false)),
                    BadgeProfile.File(
                        2, mode: 3, rights: 0x0000, .data([UInt8](repeating: 0, count: 64), isBackup: true)),
                    BadgeProfile.File(3, mode: 1, rights: 0x0E00, .value(5, lower: -10, upper: 100, flags: 3)),
                    BadgeProfile.File(4, mode: 3, rights: 0xE0E0, .records(size: 8, most: 3, isCyclic: true)),
                ])
        ]
        return try VirtualBadge(profile, random: SeededRandom(seed: 1))
    }

    /// Runs one input: a kind, then frames; an empty one is a reset.
    static func run(_ bytes: [UInt8]) throws {
        let badge = try badge(Int(bytes.first ?? 0))
        let face = badge.face
        face.powerOn()
        for command in Records(bytes.dropFirst()) {
            if command.isEmpty {
                face.reset()
                continue
            }
            let answer = face.respond(to: command)
            try require((1...258).contains(answer.count), "a frame is answered by 1 to 258 bytes")
            if answer.count == 1 || answer.count == 2 && answer[0] == 0x91,
                ![0x00, 0x90, 0xAF].contains(answer[answer.count - 1])
            {
                try require(!badge.isAuthenticated, "no session survives a refusal")
            }
        }
        try require(badge.restore(badge.snapshot), "the state stays one that a badge can be in")
    }

    /// The input that says these frames to a badge.
    public static func encode(_ kind: Int, _ commands: [[UInt8]]) -> [UInt8] {
        [UInt8(kind)] + commands.flatMap(Records.encode)
    }
}
