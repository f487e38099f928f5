// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretMemory

extension DynamicMirror {
    var showsUID: Bool { options & 0x80 != 0 }
    var showsCounter: Bool { options & 0x40 != 0 }
    var hasLimit: Bool { options & 0x20 != 0 }
    var enciphersData: Bool { options & 0x10 != 0 }
    var isMetaPlain: Bool { metaRead == 0xE }
    var isMetaSecret: Bool { metaRead < 0xE }
    var hasCode: Bool { fileRead < 0xE }

    /// Options, rights, then each offset that options and rights ask for.
    init(_ reader: inout ParameterReader, counter: UInt32) throws(BadgeStatus) {
        options = try reader.byte()
        let rights = try reader.take(2)
        (metaRead, fileRead, counterRead) = (rights[1] >> 4, rights[1] & 15, rights[0] & 15)
        self.counter = counter
        // Characters are the only form; the bits between are not used.
        guard options & 0x01 != 0, options & 0x0E == 0, fileRead != 0xE, options & 0x10 == 0 || fileRead < 0xE else {
            throw .parameterError
        }
        if isMetaPlain {
            if showsUID { uidOffset = try reader.number(3) }
            if showsCounter { counterOffset = try reader.number(3) }
        }
        if isMetaSecret { metaOffset = try reader.number(3) }
        if hasCode {
            inputOffset = try reader.number(3)
            if enciphersData {
                cipherOffset = try reader.number(3)
                cipherCount = try reader.number(3)
            }
            codeOffset = try reader.number(3)
        }
        if hasLimit { limit = try reader.take(3).number }
    }

    var encoded: WipingBytes {
        let offsets = [
            uidOffset, counterOffset, metaOffset, inputOffset, cipherOffset, cipherCount, codeOffset,
            limit.map { Int($0) },
        ]
        // The unused digit reads as F.
        return WipingBytes(
            [options, 0xF0 | counterRead, metaRead << 4 | fileRead],
            WipingBytes(joining: offsets.compactMap { $0 }.map { WipingBytes(UInt32($0), count: 3) }))
    }

    /// Characters of the enciphered identity: 16 bytes, in the leakage-resilient mode eight random ones before them.
    func metaCount(resilient: Bool) -> Int { resilient ? 48 : 32 }

    /// The places that are written anew.
    func places(resilient: Bool) -> [Range<Int>] {
        var places: [Range<Int>] = []
        if let uidOffset { places.append(uidOffset..<uidOffset + 14) }
        if let counterOffset { places.append(counterOffset..<counterOffset + 6) }
        if let metaOffset { places.append(metaOffset..<metaOffset + metaCount(resilient: resilient)) }
        if let cipherOffset, let cipherCount { places.append(cipherOffset..<cipherOffset + cipherCount) }
        if let codeOffset { places.append(codeOffset..<codeOffset + 16) }
        return places
    }
}
