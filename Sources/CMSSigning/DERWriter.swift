// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// DER in pieces: each function gives the encoding of one element.
enum DERWriter {
    static func constructed(_ identifier: ASN1Identifier, _ members: [[UInt8]]) -> [UInt8] {
        var serializer = DER.Serializer()
        serializer.appendConstructedNode(identifier: identifier) { content in
            for member in members { content.serializeRawBytes(member) }
        }
        return serializer.serializedBytes
    }

    static func primitive(_ identifier: ASN1Identifier, _ content: some Sequence<UInt8>) -> [UInt8] {
        var serializer = DER.Serializer()
        serializer.appendPrimitiveNode(identifier: identifier) { $0.append(contentsOf: content) }
        return serializer.serializedBytes
    }

    static func sequence(_ members: [UInt8]...) -> [UInt8] { constructed(.sequence, members) }

    /// X.690 §11.6: members of a SET OF in ascending order of their encodings.
    static func setOf(_ members: [[UInt8]], identifier: ASN1Identifier) -> [UInt8] {
        constructed(identifier, members.sorted { $0.lexicographicallyPrecedes($1) })
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

    static func context(_ number: UInt, _ members: [UInt8]...) -> [UInt8] {
        constructed(ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific), members)
    }

    static let null: [UInt8] = [0x05, 0x00]

    /// The same content under another one-byte tag.
    static func retagged(_ element: [UInt8], as tag: UInt8) -> [UInt8] { [tag] + element.dropFirst() }
}
