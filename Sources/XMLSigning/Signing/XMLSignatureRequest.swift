// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import CertificateTrust

/// A signed document but for the value that only the key can give.
public struct XMLSignatureRequest: Sendable {
    /// What the key signs: SignedInfo in its canonical form, to be hashed with SHA-256.
    public let signedInfo: [UInt8]

    private let signer: XMLSigner
    private let frame: SignatureFrame
    private let head: [UInt8]
    private let tail: [UInt8]
    /// Identifiers of ours, which nothing else in the document may bear.
    private let identifiers: [String]

    init(
        _ signer: XMLSigner, _ frame: SignatureFrame, identifier: String?, _ references: [SignatureText.Reference],
        properties: (SignatureText.Identifiers, text: String)? = nil, keyInfo: String
    ) throws(XMLSigningError) {
        self.signer = signer
        self.frame = frame
        var references = references
        identifiers = references.compactMap(\.identifier) + [identifier, properties?.0.properties].compactMap { $0 }
        if let (identifiers, text) = properties {
            let parts = SignatureText.signature(nil, signedInfo: "", keyInfo: "", object: text)
            let canonical = try XMLSignatureRequest.canonical("SignedProperties", XMLNamespace.xades, parts)
            references.append(
                SignatureText.Reference(
                    type: XMLAlgorithm.signedProperties, uri: "#" + identifiers.properties,
                    transforms: [XMLAlgorithm.exclusive], digest: DigestAlgorithm.sha256.digest(canonical)))
        }
        let parts = SignatureText.signature(
            identifier, signedInfo: SignatureText.signedInfo(references), keyInfo: keyInfo,
            object: properties?.text ?? "")
        signedInfo = try XMLSignatureRequest.canonical("SignedInfo", XMLNamespace.signature, parts)
        head = Array(parts.head.utf8)
        tail = Array(parts.tail.utf8)
    }

    /// The signed document; the caller's own bytes in it are as they were.
    ///
    /// The value is verified, since key and certificate may come from different cards, and the document is read again.
    public func document(with value: [UInt8]) throws(XMLSigningError) -> [UInt8] {
        let digest = HashFunction.sha256.digest(signedInfo)
        guard signer.publicKey.verifies(value, digest: digest, .sha256, .pkcs1) else { throw .signatureWrong }
        return try checked(value)
    }

    /// How long the signed document will be, whatever the value.
    public var documentCount: Int {
        frame.before.count + head.count + (signer.publicKey.count + 2) / 3 * 4 + tail.count + frame.after.count
    }

    /// The document with any value, once it is proven to hold what was prepared, where it belongs and nowhere else.
    package func checked(_ value: [UInt8]) throws(XMLSigningError) -> [UInt8] {
        let bytes = frame.before + head + Array(Base64.text(value).utf8) + tail + frame.after
        let document = try ParsedXML(bytes)
        let elements = try document.root.withDescendants()
        let signatures = elements.filter { $0.isNamed("Signature", in: XMLNamespace.signature) }
        guard signatures.count == 1, isPlaced(try document.root),
            let info = signatures[0].children("SignedInfo", in: XMLNamespace.signature).first,
            try document.canonical(info) == signedInfo,
            try frame.digested(document, signatures[0]) == frame.digest
        else { throw .inconsistent }
        let known = elements.flatMap(\.identifiers)
        guard identifiers.allSatisfy({ own in known.filter { $0.isSameText(as: own) }.count == 1 }) else {
            throw .refused(.duplicateIdentifier)
        }
        return bytes
    }

    private func isPlaced(_ root: XMLElement) -> Bool {
        let place: XMLElement? =
            switch frame.scope {
            case .root: root.children.dropFirst().first
            case .document: root.children.last
            case .elsewhere: root
            }
        return place?.isNamed("Signature", in: XMLNamespace.signature) == true
    }

    private static func canonical(
        _ name: String, _ namespace: String, _ parts: (head: String, tail: String)
    ) throws(XMLSigningError) -> [UInt8] {
        let parsed = try ParsedXML(Array((parts.head + parts.tail).utf8))
        guard let element = try parsed.root.withDescendants().first(where: { $0.isNamed(name, in: namespace) }) else {
            throw .inconsistent
        }
        return try parsed.canonical(element)
    }
}
