// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Just enough DER to take a signature apart and put it together again, written apart from the code under test.
struct DERNode: Equatable {
    var tag: UInt8
    var content: [UInt8]
    var children: [DERNode]

    struct Unreadable: Error {}

    /// Reads one element; constructed ones are taken apart to the leaves.
    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        self = try DERNode.next(&rest)
        guard rest.isEmpty else { throw Unreadable() }
    }

    private init(tag: UInt8, content: [UInt8], children: [DERNode]) {
        (self.tag, self.content, self.children) = (tag, content, children)
    }

    var encoded: [UInt8] {
        let body = tag & 0x20 == 0 ? content : children.flatMap(\.encoded)
        let length: [UInt8] =
            switch body.count {
            case ..<0x80: [UInt8(body.count)]
            case ..<0x100: [0x81, UInt8(body.count)]
            default: [0x82, UInt8(body.count >> 8), UInt8(body.count & 0xFF)]
            }
        return [tag] + length + body
    }

    /// Encodings of the members of a constructed element.
    static func children(of bytes: [UInt8], tag: UInt8) throws -> [[UInt8]] {
        let node = try DERNode(bytes)
        guard node.tag == tag else { throw Unreadable() }
        return node.children.map(\.encoded)
    }

    private static func next(_ rest: inout ArraySlice<UInt8>) throws -> DERNode {
        guard let tag = rest.popFirst(), let first = rest.popFirst() else { throw Unreadable() }
        var count = Int(first)
        if first >= 0x80 {
            count = 0
            for _ in 0..<Int(first & 0x7F) {
                guard let byte = rest.popFirst() else { throw Unreadable() }
                count = count << 8 | Int(byte)
            }
        }
        guard count <= rest.count else { throw Unreadable() }
        let content = rest.prefix(count)
        rest = rest.dropFirst(count)
        guard tag & 0x20 != 0 else { return DERNode(tag: tag, content: Array(content), children: []) }
        var children: [DERNode] = []
        var inner = content
        while !inner.isEmpty { children.append(try next(&inner)) }
        return DERNode(tag: tag, content: [], children: children)
    }

    static func base64(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map(Array.init) }

    static func hexadecimal(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
