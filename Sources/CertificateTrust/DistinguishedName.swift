// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// The name of a subject or an issuer.
///
/// A health professional's name holds one relative name with several attributes (common name, surname and given name
/// side by side): attributes are looked up wherever they stand, and ``description`` shows how they are grouped.
public struct DistinguishedName: Hashable, Sendable {
    /// One attribute of a name.
    public struct Attribute: Hashable, Sendable {
        /// Its type in dotted decimal.
        public let type: String
        /// Its value as text.
        public let value: String
        /// Which relative name it belongs to, counted from 0 in the order of the DER.
        public let relativeName: Int
    }

    /// The Name as encoded in the certificate.
    public let der: [UInt8]
    /// Attributes in the order of the DER.
    public let attributes: [Attribute]

    init(_ name: OpaquePointer?) throws(CertificateError) {
        guard let encoded = unsafe Borrowed.der({ unsafe i2d_X509_NAME(name, $0) }) else {
            throw .malformed("name")
        }
        der = encoded
        var attributes: [Attribute] = []
        for index in 0..<max(0, unsafe X509_NAME_entry_count(name)) {
            let entry = unsafe X509_NAME_get_entry(name, index)
            guard let type = unsafe Borrowed.oid(X509_NAME_ENTRY_get_object(entry)),
                let value = unsafe Borrowed.text(X509_NAME_ENTRY_get_data(entry))
            else { throw .malformed("name") }
            let relativeName = Int(unsafe X509_NAME_ENTRY_set(entry))
            attributes.append(Attribute(type: type, value: value, relativeName: relativeName))
        }
        self.attributes = attributes
    }

    /// All values of one attribute type, in the order of the DER.
    public func values(of type: String) -> [String] {
        attributes.filter { $0.type == type }.map(\.value)
    }

    /// CN: the national identifier of a professional, the name of an authority.
    public var commonName: String? { values(of: "2.5.4.3").first }
    /// SN: the surname in exercise.
    public var surname: String? { values(of: "2.5.4.4").first }
    /// GN.
    public var givenName: String? { values(of: "2.5.4.42").first }
    /// The label of the profession.
    public var title: String? { values(of: "2.5.4.12").first }
    /// O.
    public var organization: String? { values(of: "2.5.4.10").first }
    /// OU, as many as there are.
    public var organizationalUnits: [String] { values(of: "2.5.4.11") }
    /// L.
    public var locality: String? { values(of: "2.5.4.7").first }
    /// C.
    public var country: String? { values(of: "2.5.4.6").first }
}

extension DistinguishedName: CustomStringConvertible {
    /// The name as RFC 4514 writes it: last relative name first, `+` inside one, characters that do not show escaped.
    public var description: String {
        var groups: [[String]] = []
        var last: Int?
        for attribute in attributes {
            let text = (Self.shortNames[attribute.type] ?? attribute.type) + "=" + Self.escaped(attribute.value)
            if attribute.relativeName == last, !groups.isEmpty {
                groups[groups.count - 1].append(text)
            } else {
                groups.append([text])
            }
            last = attribute.relativeName
        }
        return groups.reversed().map { $0.joined(separator: "+") }.joined(separator: ",")
    }

    private static let shortNames = [
        "2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.10": "O", "2.5.4.11": "OU",
        "2.5.4.12": "title", "2.5.4.42": "GN",
    ]

    /// Control characters, and those that turn the direction of the text around them.
    private static let invisible: Set<Unicode.GeneralCategory> = [
        .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned,
    ]

    private static func escaped(_ value: String) -> String {
        var result = ""
        for (index, scalar) in value.unicodeScalars.enumerated() {
            let atEdge = index == 0 || index == value.unicodeScalars.count - 1
            if invisible.contains(scalar.properties.generalCategory) {
                // RFC 4514 §2.4: a backslash and the two digits of each UTF-8 octet.
                for byte in String(scalar).utf8 { result += "\\" + Borrowed.hexadecimal(byte) }
            } else if ",+\"\\<>;".unicodeScalars.contains(scalar) || (atEdge && scalar == " ")
                || (index == 0 && scalar == "#")
            {
                result += "\\" + String(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
