// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FSEDocuments

/// The manifest of an ASiC-E container with CAdES (ETSI EN 319 162-1 §A.4): which files the lot's signature covers.
public struct ASiCManifest: Hashable, Sendable {
    /// One covered file.
    public struct Reference: Hashable, Sendable {
        /// Name in the container.
        public let name: String
        /// Its media type.
        public let mimeType: String
        /// SHA-256 of its bytes.
        public let digest: [UInt8]

        /// A reference.
        public init(name: String, mimeType: String, digest: [UInt8]) {
            self.name = name
            self.mimeType = mimeType
            self.digest = digest
        }
    }

    /// Where it is in the container.
    public static let path = "META-INF/ASiCManifest001.xml"
    /// Where its signature is in the container.
    public static let signaturePath = "META-INF/signature001.p7s"

    /// The covered files, in order.
    public let references: [Reference]

    /// A manifest.
    public init(references: [Reference]) {
        self.references = references
    }

    static let head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" \
        xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
          <asic:SigReference URI="\(signaturePath)" MimeType="\(MediaType.signature)"/>

        """
    static let referenceStart = "  <asic:DataObjectReference URI=\""
    static let mimeTypeStart = "\" MimeType=\""
    static let digestStart = """
        ">
            <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
            <ds:DigestValue>
        """
    static let referenceEnd = """
        </ds:DigestValue>
          </asic:DataObjectReference>

        """
    static let tail = "</asic:ASiCManifest>\n"

    /// The XML, always the same for the same references.
    public func encoded() -> [UInt8] {
        var text = Self.head
        for reference in references {
            text += Self.referenceStart + Self.escaped(reference.name)
            text += Self.mimeTypeStart + Self.escaped(reference.mimeType)
            text += Self.digestStart + Base64.encoded(reference.digest) + Self.referenceEnd
        }
        return Array((text + Self.tail).utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
