// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A SAML 2.0 assertion that is a VIHF (vecteur d'identification et d'habilitation formelles) once it is signed.
///
/// Only what binds it to a card is looked at; whether the services take it is theirs to say.
public struct VIHFAssertion: Sendable {
    /// The most bytes of an assertion.
    public static let mostBytes = 1 << 18

    /// The assertion as it was given.
    public let bytes: [UInt8]
    /// The value of its ID, which the signature refers to.
    let identifier: String
    let outline: XMLOutline
    private let issuer: String
    private let nameIdentifier: String
    private let structure: String

    /// Reads an assertion that nobody has signed yet.
    public init(_ bytes: [UInt8]) throws(XMLSigningError) {
        guard bytes.count <= VIHFAssertion.mostBytes else { throw .refused(.size) }
        self.bytes = bytes
        outline = try XMLOutline(bytes)
        let root = try ParsedXML(bytes).root
        guard root.isNamed("Assertion", in: XMLNamespace.assertion) else { throw .refused(.assertion) }
        let elements = root.withDescendants()
        guard !elements.contains(where: { $0.isNamed("Signature", in: XMLNamespace.signature) }) else {
            throw .refused(.signature)
        }
        guard root.attribute("Version")?.isSameText(as: "2.0") == true else { throw .refused(.assertionVersion) }
        identifier = try VIHFAssertion.identifier(root, elements)
        // SAML core §2.3.3: the issuer comes first, and the signature goes behind it (§5.4.1 by its schema).
        let issuers = root.children("Issuer", in: XMLNamespace.assertion)
        guard issuers.count == 1, root.children.first?.isNamed("Issuer", in: XMLNamespace.assertion) == true,
            let issuer = issuers.first?.text
        else { throw .refused(.issuer) }
        self.issuer = issuer
        let subjects = root.children("Subject", in: XMLNamespace.assertion)
        let names = subjects.flatMap { $0.children("NameID", in: XMLNamespace.assertion) }
        guard subjects.count == 1, names.count == 1, let name = names.first?.text else {
            throw .refused(.nameIdentifier)
        }
        nameIdentifier = name
        structure = try VIHFAssertion.structure(root, elements)
    }

    /// Refuses an assertion of another holder: issuer and subject are the national identifier, bare or as the common
    /// name of a distinguished name.
    public func check(holder: String) throws(XMLSigningError) {
        guard VIHFAssertion.names(issuer, holder) else { throw .refused(.issuer) }
        guard VIHFAssertion.names(nameIdentifier, holder) else { throw .refused(.nameIdentifier) }
    }

    /// Refuses an assertion of none of these structures, each as field 85 of an activity has it.
    public func check(structures: [String]) throws(XMLSigningError) {
        guard structures.contains(where: { $0.isSameText(as: structure) }) else { throw .refused(.structure) }
    }

    private static func names(_ text: String, _ holder: String) -> Bool {
        guard !holder.isEmpty else { return false }
        if text.isSameText(as: holder) { return true }
        let names = CommonNames.all(in: text)
        return names.count == 1 && names[0].isSameText(as: holder)
    }

    /// The ID, which no other element may bear under any spelling of that word: verifiers differ in which they believe.
    private static func identifier(_ root: XMLElement, _ elements: [XMLElement]) throws(XMLSigningError) -> String {
        guard let identifier = root.attribute("ID"), isReferable(identifier) else {
            throw .refused(.assertionIdentifier)
        }
        let bearers = elements.flatMap(\.identifiers).filter { $0.isSameText(as: identifier) }
        guard bearers.count == 1 else { throw .refused(.duplicateIdentifier) }
        return identifier
    }

    /// What `#` may be put before.
    ///
    /// A digit in front is no xs:ID, but many programs put a bare UUID there.
    private static func isReferable(_ identifier: String) -> Bool {
        (1...256).contains(identifier.utf8.count)
            && identifier.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func structure(_ root: XMLElement, _ elements: [XMLElement]) throws(XMLSigningError) -> String {
        func isStructure(_ element: XMLElement) -> Bool {
            element.isNamed("Attribute", in: XMLNamespace.assertion)
                && element.attribute("Name")?.isSameText(as: "Identifiant_Structure") == true
        }
        let stated = root.children("AttributeStatement", in: XMLNamespace.assertion)
            .flatMap(\.children).filter(isStructure)
        // A second one anywhere, in an Advice say, would leave the choice to whoever reads it.
        guard stated.count == 1, elements.filter(isStructure).count == 1 else { throw .refused(.structure) }
        let values = stated[0].children("AttributeValue", in: XMLNamespace.assertion)
        guard values.count == 1, let text = values[0].text, !text.isEmpty else { throw .refused(.structure) }
        return text
    }
}
