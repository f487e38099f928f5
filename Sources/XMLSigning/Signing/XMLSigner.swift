// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CardCrypto
public import CertificateTrust

/// Makes XML signatures (RSA PKCS #1 v1.5 with SHA-256, exclusive canonicalisation) in the name of one certificate.
///
/// The key is elsewhere: a request gives the bytes to sign and takes the value back.
public struct XMLSigner: Sendable {
    /// The certificate that the signatures name.
    public let certificate: X509Certificate

    let publicKey: RSAPublicKey
    private let intermediates: [X509Certificate]

    /// - Parameter intermediates: authorities between the signer and a root, which travel with XAdES signatures.
    public init(certificate: X509Certificate, intermediates: [X509Certificate] = []) throws(XMLSigningError) {
        guard case .rsa(let modulus, let exponent) = certificate.publicKey, modulus.count >= 128,
            let publicKey = try? RSAPublicKey(modulus: modulus, exponent: exponent)
        else { throw .unsupportedKey }
        self.publicKey = publicKey
        self.certificate = certificate
        self.intermediates = intermediates
    }

    /// A VIHF: an enveloped signature behind the issuer (SAML core §5.4), which refers to the assertion by its ID.
    public func prepare(_ assertion: VIHFAssertion) throws(XMLSigningError) -> XMLSignatureRequest {
        let parsed = try ParsedXML(assertion.bytes)
        let digest = DigestAlgorithm.sha256.digest(try parsed.canonical(parsed.root))
        guard let place = assertion.outline.firstChildEnd else { throw .refused(.issuer) }
        let reference = SignatureText.Reference(
            uri: "#" + assertion.identifier, transforms: [XMLAlgorithm.enveloped, XMLAlgorithm.exclusive],
            digest: digest)
        let frame = SignatureFrame(
            before: assertion.bytes[..<place], after: assertion.bytes[place...], scope: .root, digest: digest)
        return try XMLSignatureRequest(
            self, frame, identifier: nil, [reference], keyInfo: SignatureText.keyInfo([certificate]))
    }

    /// A XAdES baseline B-B signature (ETSI EN 319 132-1).
    ///
    /// - Parameters:
    ///   - mimeType: media type of what is signed.
    ///   - signingTime: seconds since 1970 that the signer claims.
    public func prepare(
        _ content: XAdESContent, mimeType: String, signingTime: Int64
    ) throws(XMLSigningError) -> XMLSignatureRequest {
        guard let time = CivilTime(secondsSince1970: signingTime), (1950...9999).contains(time.year) else {
            throw .signingTime(signingTime)
        }
        // RFC 6838 §4.2 and RFC 2045 §5.1: printable ASCII, parameters included.
        guard !mimeType.isEmpty, mimeType.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .refused(.mimeType)
        }
        let frame = try SignatureFrame(content)
        let seed = frame.digest + certificate.fingerprint + Array(time.dateTime.utf8)
        let identifiers = SignatureText.Identifiers(signature: XMLSigner.identifier(seed))
        var reference = SignatureText.Reference(
            identifier: identifiers.reference, uri: "", transforms: [], digest: frame.digest)
        switch content {
        case .enveloped: reference.transforms = [XMLAlgorithm.enveloped, XMLAlgorithm.exclusive]
        case .detached(_, let uri): reference.uri = uri.text
        }
        let properties = SignatureText.properties(
            identifiers, certificate, mimeType: mimeType, time: time.dateTime)
        return try XMLSignatureRequest(
            self, frame, identifier: identifiers.signature, [reference], properties: (identifiers, properties),
            keyInfo: SignatureText.keyInfo([certificate] + intermediates.filter { $0 != certificate }))
    }

    /// The same for the same signature, and most unlikely to be in a document: if it is, nothing is signed.
    private static func identifier(_ seed: [UInt8]) -> String {
        let digits = DigestAlgorithm.sha256.digest(seed).prefix(10).map { byte in
            (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
        }
        return "xades-" + digits.joined()
    }
}
