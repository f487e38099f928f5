// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Namespaces, and the algorithms that are named like them.
enum XMLNamespace {
    static let signature = "http://www.w3.org/2000/09/xmldsig#"
    static let assertion = "urn:oasis:names:tc:SAML:2.0:assertion"
    /// XAdES 1.3.2, whose elements EN 319 132-1 keeps.
    static let xades = "http://uri.etsi.org/01903/v1.3.2#"
}

/// Algorithms of XML Signature.
enum XMLAlgorithm {
    static let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    static let enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
    static let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256"
    static let rsaSHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    static let signedProperties = "http://uri.etsi.org/01903#SignedProperties"
}
