// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Where the tags of a document are, told without a parser: a signature is put between the caller's own bytes.
///
/// It also keeps from the parser what makes parsers slow: a document type, many attributes of one element (they are
/// compared with one another), many namespaces in force (each prefix is looked for among them), deep nesting. It may
/// be wrong about documents that are not well formed; the parser looks at them next and refuses them.
struct XMLOutline: Sendable {
    /// From `<` to `>` of the root's start tag.
    private(set) var rootTag = 0..<0
    /// The root's name as it is written.
    private(set) var rootName: ArraySlice<UInt8> = []
    /// Where the root's end tag begins; nil for an empty-element tag.
    private(set) var rootEnd: Int?
    /// Just behind the first child element of the root.
    private(set) var firstChildEnd: Int?

    /// Namespaces that each open element declares.
    private var declared: [Int] = []
    private var nodes = 0
    private static let deepest = 64
    private static let mostNodes = 1 << 18
    private static let mostAttributes = 128
    private static let mostNamespaces = 256

    init(_ bytes: [UInt8]) throws(XMLSigningError) {
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else { throw .refused(.encoding) }
        // A byte order mark may stand before everything (XML 1.0 §4.3.3).
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        try XMLOutline.checkDeclaration(bytes[position...])
        while position < bytes.count {
            position = bytes[position] == UInt8(ascii: "<") ? try pass(bytes, position) : position + 1
        }
        guard declared.isEmpty, !rootTag.isEmpty else { throw .refused(.notWellFormed) }
    }

    /// Goes past one piece of markup.
    private mutating func pass(_ bytes: [UInt8], _ start: Int) throws(XMLSigningError) -> Int {
        nodes += 1
        guard nodes <= XMLOutline.mostNodes else { throw .refused(.nodes) }
        let rest = bytes[start...]
        if rest.starts(with: "<?".utf8) { return try XMLOutline.end("?>", rest, 2) }
        if rest.starts(with: "<!--".utf8) { return try XMLOutline.end("-->", rest, 4) }
        if rest.starts(with: "<![CDATA[".utf8) { return try XMLOutline.end("]]>", rest, 9) }
        if rest.starts(with: "<!".utf8) { throw .refused(.documentType) }
        if rest.starts(with: "</".utf8) {
            let end = try XMLOutline.end(">", rest, 2)
            try leave(start, end)
            return end
        }
        return try passStartTag(bytes, start)
    }

    private mutating func passStartTag(_ bytes: [UInt8], _ start: Int) throws(XMLSigningError) -> Int {
        var quote: UInt8?
        var (attributes, namespaces) = (0, 0)
        for position in start + 1..<bytes.count {
            let byte = bytes[position]
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "="): attributes += 1
            case UInt8(ascii: "x") where bytes[position...].starts(with: "xmlns".utf8): namespaces += 1
            case UInt8(ascii: "<"): throw .refused(.notWellFormed)
            case UInt8(ascii: ">"):
                guard attributes <= XMLOutline.mostAttributes else { throw .refused(.attributes) }
                nodes += attributes
                try enter(bytes, start..<position + 1, namespaces)
                return position + 1
            default: break
            }
        }
        throw .refused(.notWellFormed)
    }

    private mutating func enter(_ bytes: [UInt8], _ tag: Range<Int>, _ namespaces: Int) throws(XMLSigningError) {
        let isEmpty = bytes[tag.upperBound - 2] == UInt8(ascii: "/")
        guard declared.reduce(namespaces, +) <= XMLOutline.mostNamespaces else { throw .refused(.namespace) }
        if declared.isEmpty {
            guard rootTag.isEmpty else { throw .refused(.notWellFormed) }
            rootTag = tag
            rootName = bytes[tag.lowerBound + 1..<tag.upperBound].prefix { byte in
                ![0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "/"), UInt8(ascii: ">")].contains(byte)
            }
        }
        guard !isEmpty else {
            if declared.count == 1, firstChildEnd == nil { firstChildEnd = tag.upperBound }
            return
        }
        declared.append(namespaces)
        guard declared.count <= XMLOutline.deepest else { throw .refused(.depth) }
    }

    private mutating func leave(_ start: Int, _ end: Int) throws(XMLSigningError) {
        guard declared.popLast() != nil else { throw .refused(.notWellFormed) }
        if declared.isEmpty { rootEnd = start }
        if declared.count == 1, firstChildEnd == nil { firstChildEnd = end }
    }

    /// Just behind the next occurrence of `mark`.
    private static func end(
        _ mark: StaticString, _ bytes: ArraySlice<UInt8>, _ skipped: Int
    ) throws(XMLSigningError) -> Int {
        let mark = Array(mark.description.utf8)
        var position = bytes.startIndex + skipped
        while position + mark.count <= bytes.endIndex {
            if bytes[position] == mark[0], bytes[position...].starts(with: mark) { return position + mark.count }
            position += 1
        }
        throw .refused(.notWellFormed)
    }

    /// The parser is told to take everything for UTF-8: a declaration must not say something else.
    private static func checkDeclaration(_ bytes: ArraySlice<UInt8>) throws(XMLSigningError) {
        guard bytes.starts(with: "<?xml".utf8) else { return }
        let declaration = bytes[..<(try end("?>", bytes, 2))].map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        guard (try? end("encoding", declaration[...], 0)) != nil else { return }
        for quote in ["\"", "'"] {
            for name in ["utf-8", "us-ascii"] {
                let quoted = Array((quote + name + quote).utf8)
                if declaration.indices.contains(where: { declaration[$0...].starts(with: quoted) }) { return }
            }
        }
        throw .refused(.encoding)
    }
}
