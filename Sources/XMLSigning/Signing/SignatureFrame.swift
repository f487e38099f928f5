// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust

/// The bytes around a signature, and what of them it digests.
struct SignatureFrame: Sendable {
    /// What the signature is over.
    enum Scope: Sendable {
        /// The document's element, without the signature.
        case root
        /// The whole document, without the signature.
        case document
        /// Something else.
        case elsewhere
    }

    let before: [UInt8]
    let after: [UInt8]
    let scope: Scope
    let digest: [UInt8]

    init(before: some Sequence<UInt8>, after: some Sequence<UInt8>, scope: Scope, digest: [UInt8]) {
        self.before = Array(before)
        self.after = Array(after)
        self.scope = scope
        self.digest = digest
    }

    init(_ content: XAdESContent) throws(XMLSigningError) {
        switch content {
        case .detached(let bytes, _):
            self.init(before: [], after: [], scope: .elsewhere, digest: DigestAlgorithm.sha256.digest(bytes))
        case .enveloped(let document):
            let digest = DigestAlgorithm.sha256.digest(try ParsedXML(document.bytes).canonical())
            let (bytes, outline) = (document.bytes, document.outline)
            if let end = outline.rootEnd {
                self.init(before: bytes[..<end], after: bytes[end...], scope: .document, digest: digest)
                return
            }
            // An empty-element tag opens, and closes behind the signature.
            let tag = outline.rootTag
            self.init(
                before: Array(bytes[..<(tag.upperBound - 2)]) + Array(">".utf8),
                after: Array("</".utf8) + outline.rootName + Array(">".utf8) + bytes[tag.upperBound...],
                scope: .document, digest: digest)
        }
    }

    /// What the references find in a signed document.
    func digested(_ document: ParsedXML, _ signature: XMLElement) throws(XMLSigningError) -> [UInt8] {
        switch scope {
        case .root: DigestAlgorithm.sha256.digest(try document.canonical(document.root, without: signature))
        case .document: DigestAlgorithm.sha256.digest(try document.canonical(without: signature))
        case .elsewhere: digest
        }
    }
}
