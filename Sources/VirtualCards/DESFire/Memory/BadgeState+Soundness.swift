// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension BadgeState {
    /// Whether a badge of this profile could be in this state: states come from files, and files from anywhere.
    func isSound(for profile: BadgeProfile) -> Bool {
        let identifiers = applications.map(\.identifier)
        return uid.count == 7 && Set(keys.keys) == Set([0] + BadgeState.extraKeys)
            && keys.values.allSatisfy(\.isSound) && keys.allSatisfy { $0.key == 0 || $0.value.kind == .aes }
            && configuration.isSound && failures >= 0
            && Set(identifiers).count == identifiers.count
            && applications.allSatisfy { $0.isSound && ($0.slot == nil || slots[$0.slot ?? 0] != nil) }
            && blocks * MemoryBlocks.size <= profile.capacity
    }
}

extension BadgeKey {
    var isSound: Bool { bytes.count == kind.keyCount }
}

extension BadgeConfiguration {
    var isSound: Bool {
        (ats.isEmpty || AnswerToSelect(bytes: ats).isSound) && capabilities.count == 10 && initialKey.isSound
            && initialKey.kind == .tripleDES && installationName.count <= 16
    }
}

extension BadgeApplication {
    var isSound: Bool {
        let numbers = files.map(\.number)
        let all = sets.compactMap { $0 }
        return (1...0xFF_FFFF).contains(identifier) && (1...16).contains(sets.count) && sets[0] != nil
            && (1...14).contains(keys.count) && [0x10, 0x18].contains(longestKey) && isoName.count <= 16
            && all.allSatisfy { set in
                set.keys.count == keys.count && set.keys.allSatisfy { $0.isSound && $0.kind == set.keys[0].kind }
            }
            && Set(numbers).count == numbers.count && files.allSatisfy { $0.isSound(keys.count) }
    }
}

extension BadgeFile {
    func isSound(_ keyCount: Int) -> Bool {
        let digits = rights.flatMap { [$0.read, $0.write, $0.readWrite, $0.change] }
        guard number <= 0x1F, (1...8).contains(rights.count),
            digits.allSatisfy({ $0 <= 0xF && ($0 >= 0xE || Int($0) < keyCount) })
        else { return false }
        switch content {
        case .standard(let bytes):
            return !bytes.isEmpty && (mirror.map { $0.isSound(bytes.count, keyCount) } ?? true)
        case .backup(let bytes): return !bytes.isEmpty && mirror == nil
        case .value(let value):
            return value.lower <= value.upper && (value.lower...value.upper).contains(value.value)
                && value.limitedCredit >= 0 && mirror == nil
        case .records(let file):
            let room = file.isCyclic ? file.most - 1 : file.most
            return file.size > 0 && room >= 1 && file.size <= 0xFF_FFFF && file.most <= 0xFF_FFFF
                && file.records.count <= room && file.records.allSatisfy { $0.count == file.size } && mirror == nil
        case .transactionCode(let file):
            return file.key.isSound && file.key.kind == .aes && file.value.count == 8 && file.reader.count == 16
                && mirror == nil
        }
    }
}

extension DynamicMirror {
    /// Places within the file, and keys that exist.
    func isSound(_ count: Int, _ keyCount: Int) -> Bool {
        let known = [metaRead, fileRead, counterRead].allSatisfy { $0 <= 0xF && ($0 >= 0xE || Int($0) < keyCount) }
        let offsets = [uidOffset, counterOffset, metaOffset, inputOffset, cipherOffset, codeOffset].compactMap { $0 }
        guard known, offsets.allSatisfy({ (0...count).contains($0) }), counter <= 0xFF_FFFF,
            (0...count).contains(cipherCount ?? 0), (cipherCount ?? 0).isMultiple(of: 32)
        else { return false }
        return places(resilient: true).allSatisfy { $0.upperBound <= count + 16 }
            && (inputOffset ?? 0) <= (codeOffset ?? count)
            && (cipherOffset ?? 0) + (cipherCount ?? 0) <= count
    }
}
