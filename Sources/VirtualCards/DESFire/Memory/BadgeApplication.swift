// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Who may do what with keys (KS1).
struct KeyPolicy: Hashable, Sendable, Codable {
    var byte: UInt8

    var isMasterChangeable: Bool { byte & 1 != 0 }
    var isListingFree: Bool { byte & 2 != 0 }
    var isCreationFree: Bool { byte & 4 != 0 }
    var isChangeable: Bool { byte & 8 != 0 }
    /// The key that changes others: 0 the master key, E each key itself, F nobody.
    var changeKey: UInt8 { byte >> 4 }
}

/// Keys that are in force together.
struct BadgeKeySet: Hashable, Sendable, Codable {
    var version: UInt8
    /// One kind for all.
    var keys: [BadgeKey]
    /// Whether it can be rolled to.
    var isFinal: Bool
}

/// An application of a badge.
struct BadgeApplication: Hashable, Sendable, Codable {
    /// 1...FFFFFF.
    var identifier: UInt32
    var policy: KeyPolicy
    /// KS2 bit 5: files may have ISO identifiers.
    var hasISOFiles: Bool
    /// The one in force is the first; nil marks one that was never initialised.
    var sets: [BadgeKeySet?]
    /// Whether the application was created with key sets (KS3 bit 0).
    var hasSets = false
    /// 10 or 18 (hexadecimal): what later sets may use.
    var longestKey: UInt8 = 0x10
    /// The key that rolls.
    var rollKey: UInt8 = 0
    var isoIdentifier: UInt16?
    var isoName: [UInt8] = []
    var files: [BadgeFile] = []
    /// The slot of a delegated application.
    var slot: UInt16?

    var keys: [BadgeKey] { sets.first.flatMap { $0 }?.keys ?? [] }
    var keyKind: BadgeKeyKind { keys.first?.kind ?? .des }
    /// KS2, without the bits that tell what followed at creation.
    var keyByte: UInt8 {
        UInt8(truncatingIfNeeded: keys.count) | keyKind.rawValue | (hasISOFiles ? 0x20 : 0) | (hasSets ? 0x10 : 0)
    }

    func index(ofFile number: UInt8) -> Int? { files.firstIndex { $0.number == number } }
    var transactionFile: Int? { files.firstIndex { $0.transactionCode != nil } }

    /// Blocks of 32 bytes: two for the application, its keys, its files.
    var blocks: Int {
        let size = keys.count * (Int(longestKey) + 1) * max(sets.count, 1)
        return 2 + MemoryBlocks.count(size) + files.reduce(0) { $0 + $1.blocks }
    }
}

/// Memory goes by blocks of 32 bytes.
enum MemoryBlocks {
    static let size = 32
    static func count(_ bytes: Int) -> Int { (bytes + size - 1) / size }
}
