// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

/// What CreateApplication says, ordinary or delegated.
struct CreationPlan {
    var application: BadgeApplication
    /// Before a key is known: how many, and of which kind.
    var keyCount: Int
    var keyKind: BadgeKeyKind

    /// Reads from KS1 on: KS1, KS2, [KS3, [set version, sets, longest key, settings]], [ISO identifier, [DF name]].
    init(
        _ identifier: UInt32, _ reader: inout ParameterReader, _ generation: BadgeProfile.Generation, rest: Int
    ) throws(BadgeStatus) {
        let policy = KeyPolicy(byte: try reader.byte())
        let second = try reader.byte()
        guard let kind = BadgeKeyKind(rawValue: second & 0xC0), (1...14).contains(second & 0x0F) else {
            throw .parameterError
        }
        (keyKind, keyCount) = (kind, Int(second & 0x0F))
        application = BadgeApplication(
            identifier: identifier, policy: policy, hasISOFiles: second & 0x20 != 0, sets: [])
        application.longestKey = kind == .tripleDES ? 0x18 : 0x10
        if second & 0x10 != 0 { try CreationPlan.readSets(&application, keyKind, &reader, generation) }
        guard application.longestKey >= UInt8(kind.keyCount == 24 ? 0x18 : 0x10) else { throw .parameterError }
        guard policy.changeKey >= 0x0E || Int(policy.changeKey) < keyCount else { throw .parameterError }
        let left = reader.left - rest
        guard left > 0 else { return }
        // A name needs an identifier before it.
        guard left >= 2, left <= 18 else { throw .lengthError }
        application.isoIdentifier = UInt16(try reader.number(2))
        application.isoName = Array(try reader.take(left - 2))
    }

    /// How long the parameters of a delegated application are without names, as far as they can be seen.
    static func fixedCount(_ bytes: WipingBytes) -> Int {
        // Identifier, slot, version, quota, KS1, KS2; KS2 bit 4 promises KS3, and its first bit four bytes more.
        guard bytes.count > 10, bytes[9] & 0x10 != 0 else { return 10 }
        return bytes[10] & 1 == 0 ? 11 : 15
    }

    private static func readSets(
        _ application: inout BadgeApplication, _ kind: BadgeKeyKind, _ reader: inout ParameterReader,
        _ generation: BadgeProfile.Generation
    ) throws(BadgeStatus) {
        guard generation >= .ev2 else { throw .parameterError }
        let third = try reader.byte()
        // b1 and b2, keys and capabilities of the application's own: not on this card.
        guard third & 0xFE == 0 else { throw .parameterError }
        guard third == 1 else { return }
        let version = try reader.byte()
        let count = Int(try reader.byte())
        application.longestKey = try reader.byte()
        application.rollKey = try reader.byte() & 0x0F
        guard (2...16).contains(count), [0x10, 0x18].contains(application.longestKey) else { throw .parameterError }
        application.hasSets = true
        application.sets =
            [BadgeKeySet(version: version, keys: [], isFinal: true)] + Array(repeating: nil, count: count - 1)
    }

    /// With one key in every place.
    func application(with key: BadgeKey) -> BadgeApplication {
        var made = application
        let first = BadgeKeySet(
            version: made.sets.first.flatMap { $0 }?.version ?? 0, keys: Array(repeating: key, count: keyCount),
            isFinal: true)
        made.sets = [first] + made.sets.dropFirst()
        return made
    }
}
