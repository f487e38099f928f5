// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CertificateTrust

/// The parts of an XML signature as text; their canonical form is made by libxml2, not here.
enum SignatureText {
    /// A reference of SignedInfo.
    struct Reference {
        var identifier: String?
        var type: String?
        var uri: String
        var transforms: [String]
        var digest: [UInt8]
    }

    static func signedInfo(_ references: [Reference]) -> String {
        "<ds:SignedInfo>" + algorithm("CanonicalizationMethod", XMLAlgorithm.exclusive)
            + algorithm("SignatureMethod", XMLAlgorithm.rsaSHA256) + references.map(reference).joined()
            + "</ds:SignedInfo>"
    }

    private static func reference(_ reference: Reference) -> String {
        let transforms = reference.transforms.map { algorithm("Transform", $0) }.joined()
        return "<ds:Reference" + attribute("Id", reference.identifier) + attribute("Type", reference.type)
            + attribute("URI", reference.uri) + ">"
            + (transforms.isEmpty ? "" : "<ds:Transforms>" + transforms + "</ds:Transforms>")
            + digest(reference.digest) + "</ds:Reference>"
    }

    static func keyInfo(_ certificates: [X509Certificate]) -> String {
        let texts = certificates.map { "<ds:X509Certificate>" + Base64.text($0.der) + "</ds:X509Certificate>" }
        return "<ds:KeyInfo><ds:X509Data>" + texts.joined() + "</ds:X509Data></ds:KeyInfo>"
    }

    /// The identifiers of one XAdES signature.
    struct Identifiers {
        let signature: String
        var reference: String { signature + "-reference" }
        var properties: String { signature + "-properties" }
    }

    /// The qualifying properties of XAdES baseline B-B (EN 319 132-1 §5.2, §6.3).
    static func properties(
        _ identifiers: Identifiers, _ certificate: X509Certificate, mimeType: String, time: String
    ) -> String {
        let name =
            "<xades:CertDigest>" + digest(certificate.fingerprint) + "</xades:CertDigest><xades:IssuerSerialV2>"
            + Base64.text(IssuerSerial.der(of: certificate)) + "</xades:IssuerSerialV2>"
        return "<ds:Object><xades:QualifyingProperties" + attribute("xmlns:xades", XMLNamespace.xades)
            + attribute("Target", "#" + identifiers.signature) + "><xades:SignedProperties"
            + attribute("Id", identifiers.properties) + "><xades:SignedSignatureProperties><xades:SigningTime>" + time
            + "</xades:SigningTime><xades:SigningCertificateV2><xades:Cert>" + name
            + "</xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>"
            + "<xades:SignedDataObjectProperties><xades:DataObjectFormat"
            + attribute("ObjectReference", "#" + identifiers.reference) + "><xades:MimeType>" + escaped(mimeType)
            + "</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>"
            + "</xades:SignedProperties></xades:QualifyingProperties></ds:Object>"
    }

    /// What stands before and behind the signature value.
    static func signature(
        _ identifier: String?, signedInfo: String, keyInfo: String, object: String
    ) -> (head: String, tail: String) {
        (
            "<ds:Signature" + attribute("xmlns:ds", XMLNamespace.signature) + attribute("Id", identifier) + ">"
                + signedInfo + "<ds:SignatureValue>",
            "</ds:SignatureValue>" + keyInfo + object + "</ds:Signature>"
        )
    }

    private static func digest(_ value: [UInt8]) -> String {
        algorithm("DigestMethod", XMLAlgorithm.sha256) + "<ds:DigestValue>" + Base64.text(value) + "</ds:DigestValue>"
    }

    private static func algorithm(_ name: String, _ value: String) -> String {
        "<ds:" + name + attribute("Algorithm", value) + "></ds:" + name + ">"
    }

    private static func attribute(_ name: String, _ value: String?) -> String {
        value.map { " " + name + "=\"" + escaped($0) + "\"" } ?? ""
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
