// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The first DER element of some bytes: its tag, where its content lies, where it ends.
struct DERElement {
    let tag: UInt8
    let content: ArraySlice<UInt8>
    /// Bytes of the whole element.
    let count: Int

    /// Reads a header with a one-byte tag and a definite length; nil unless the content is all there.
    init?(_ bytes: [UInt8]) {
        guard let header = DERElement.header(bytes), header.count <= bytes.count else { return nil }
        tag = header.tag
        count = header.count
        content = bytes[header.contentStart..<header.count]
    }

    /// Tag, start of the content and length of the whole, from the first bytes of an element.
    static func header(_ bytes: some Collection<UInt8>) -> (tag: UInt8, contentStart: Int, count: Int)? {
        var rest = bytes.makeIterator()
        // Tags of several bytes end in 1F; none of our structures begins with one.
        guard let tag = rest.next(), tag & 0x1F != 0x1F, let first = rest.next() else { return nil }
        guard first & 0x80 != 0 else { return (tag, 2, 2 + Int(first)) }
        let lengthCount = Int(first & 0x7F)
        guard (1...3).contains(lengthCount) else { return nil }
        var length = 0
        for _ in 0..<lengthCount {
            guard let byte = rest.next() else { return nil }
            length = length << 8 | Int(byte)
        }
        return (tag, 2 + lengthCount, 2 + lengthCount + length)
    }
}
