// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a XAdES signature is made over.
public enum XAdESContent: Sendable {
    /// An XML document, which the signature becomes part of: it goes last into the document's element.
    case enveloped(XMLDocument)
    /// Any bytes, which verifiers find under this reference.
    case detached([UInt8], uri: XMLReference)

    /// The media type where none is told.
    public var defaultMimeType: String {
        switch self {
        case .enveloped: "application/xml"
        case .detached: "application/octet-stream"
        }
    }
}

/// An XML document that nobody has signed yet.
public struct XMLDocument: Sendable {
    /// The most bytes of a document.
    public static let mostBytes = 1 << 24

    /// The document as it was given.
    public let bytes: [UInt8]
    let outline: XMLOutline

    /// Reads a document.
    public init(_ bytes: [UInt8]) throws(XMLSigningError) {
        guard bytes.count <= XMLDocument.mostBytes else { throw .refused(.size) }
        self.bytes = bytes
        outline = try XMLOutline(bytes)
        let elements = try ParsedXML(bytes).root.withDescendants()
        // A second signature would break the first, and leave it to verifiers which one they look at.
        guard !elements.contains(where: { $0.isNamed("Signature", in: XMLNamespace.signature) }) else {
            throw .refused(.signature)
        }
    }
}

/// A URI reference to something outside of the signature.
public struct XMLReference: Hashable, Sendable {
    /// The reference.
    public let text: String

    /// From its text (RFC 3986 §2), at most 1024 characters.
    public init(_ text: String) throws(XMLSigningError) {
        let others = Array("-._~:/?#[]@!$&'()*+,;=%".utf8)
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: others.contains(byte)
            }
        }
        // Without a scheme or a path it would be the signature's own document.
        guard isPlain, (1...1024).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "#") else {
            throw .refused(.uri)
        }
        self.text = text
    }
}
