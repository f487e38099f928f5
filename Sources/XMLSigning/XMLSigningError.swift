// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why an XML signature cannot be made.
public enum XMLSigningError: Error, Hashable, Sendable {
    /// What is wrong with what was to be signed.
    case refused(XMLFault)
    /// The signer's key is not RSA, or too short.
    case unsupportedKey
    /// A signing time before 1950 or after 9999.
    case signingTime(Int64)
    /// The signature value is not one by the certificate's key.
    case signatureWrong
    /// The signed document, read again, does not hold what was signed; a defect, and nothing is given out.
    case inconsistent
}

/// What is wrong with a document; the name says where, never what stands there.
public enum XMLFault: String, Hashable, Sendable, CaseIterable {
    /// It is no well-formed XML 1.0.
    case notWellFormed = "XML"
    /// It is not in UTF-8, or declares something else.
    case encoding
    /// It has a document type declaration.
    case documentType = "DOCTYPE"
    /// It has too many bytes, levels, nodes or attributes for what is signed here.
    case size, depth, nodes, attributes
    /// A prefix without a namespace, a namespace that is relative or long, or too many of them in one place.
    case namespace = "xmlns"
    /// It holds a signature already.
    case signature = "Signature"
    /// Two elements bear the identifier that the signature would name.
    case duplicateIdentifier = "ID"
    /// The media type holds what no media type does.
    case mimeType = "MimeType"
    /// The reference is no URI reference, or one into the signature itself.
    case uri = "URI"
    /// It is no SAML 2.0 assertion.
    case assertion = "Assertion"
    case assertionVersion = "Assertion/@Version"
    case assertionIdentifier = "Assertion/@ID"
    /// The issuer is absent, not in its place, or somebody else than the holder.
    case issuer = "Assertion/Issuer"
    /// The subject is absent, or somebody else than the holder.
    case nameIdentifier = "Assertion/Subject/NameID"
    /// The structure is absent, said twice, or that of no activity of the holder.
    case structure = "Assertion/AttributeStatement/Attribute[@Name='Identifiant_Structure']"
}
