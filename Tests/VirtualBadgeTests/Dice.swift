// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

@testable import VirtualCards

extension BadgeModel.Content {
    init?(_ content: BadgeContent) {
        switch content {
        case .standard(let bytes): self = .data(bytes, isBackup: false)
        case .backup(let bytes): self = .data(bytes, isBackup: true)
        case .value(let file):
            self = .value(
                file.value, lower: file.lower, upper: file.upper, credit: file.limitedCredit,
                hasCredit: file.allowsLimitedCredit)
        case .records(let file):
            self = .records(file.records, size: file.size, most: file.most, isCyclic: file.isCyclic)
        case .transactionCode: return nil
        }
    }
}

/// Numbers that repeat themselves from a seed (SplitMix64).
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func below(_ count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(max(count, 1)))
    }
}
