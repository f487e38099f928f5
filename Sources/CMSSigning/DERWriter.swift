// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// DER in pieces: each function gives the encoding of one element.
enum DERWriter {
    static func constructed(_ tag: DERTag, _ members: [[UInt8]]) -> [UInt8] {
        primitive(tag, members.joined())
    }

    static func primitive(_ tag: DERTag, _ content: some Sequence<UInt8>) -> [UInt8] {
        let content = Array(content)
        return [tag.byte] + length(content.count) + content
    }

    /// X.690 §8.1.3 and §10.1: one byte below 128, else the fewest bytes behind their count.
    private static func length(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(truncatingIfNeeded: count)] }
        var digits: [UInt8] = []
        var rest = count
        while rest > 0 {
            digits.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        }
        return [0x80 | UInt8(truncatingIfNeeded: digits.count)] + digits
    }

    static func sequence(_ members: [UInt8]...) -> [UInt8] { constructed(.sequence, members) }

    /// X.690 §11.6: members of a SET OF in ascending order of their encodings.
    static func setOf(_ members: [[UInt8]], tag: DERTag) -> [UInt8] {
        constructed(tag, members.sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// X.690 §8.19: the first two arcs share a number, each number is written in base 128.
    static func objectIdentifier(_ arcs: [UInt]) -> [UInt8] {
        guard arcs.count >= 2 else { return [] }
        let numbers = [arcs[0] * 40 + arcs[1]] + arcs[2...]
        return primitive(.objectIdentifier, numbers.flatMap(base128))
    }

    private static func base128(_ number: UInt) -> [UInt8] {
        var digits = [UInt8(truncatingIfNeeded: number & 0x7F)]
        var rest = number >> 7
        while rest > 0 {
            digits.insert(0x80 | UInt8(truncatingIfNeeded: rest & 0x7F), at: 0)
            rest >>= 7
        }
        return digits
    }

    static func context(_ number: UInt8, _ members: [UInt8]...) -> [UInt8] {
        constructed(.context(number), members)
    }

    static let null: [UInt8] = [0x05, 0x00]

    /// The same content under another one-byte tag.
    static func retagged(_ element: [UInt8], as tag: UInt8) -> [UInt8] { [tag] + element.dropFirst() }
}
