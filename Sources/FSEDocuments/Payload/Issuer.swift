// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The person who bills: the holder of the card that signs.
public struct Issuer: Hashable, Sendable {
    /// Somebody named in a replacement.
    public struct Person: Hashable, Sendable {
        /// National identifier.
        public let identifier: String
        /// Name as it is written on the FSE.
        public let name: String
    }

    /// National identifier: a type digit (TRE_G08) and the number, `8` + RPPS as a rule.
    public let identifier: String
    /// The issuer's name; it must be there in a replacement.
    public let name: String?
    /// Structure identifier as the card's activity writes it: a type digit (TRE_G07) and the number.
    public let structure: String
    /// Sector of activity (TRE_R02), such as SA07.
    public let sector: String
    /// The person replaced, when the issuer replaces somebody.
    public let replaced: Person?

    init(_ fields: inout FieldReader) throws(DocumentError) {
        identifier = try fields.nationalIdentifier()
        name = try fields.optionalText("name", 1...80)
        structure = try fields.code("structure", 2...32) { $0.isDigit || $0.isCapital }
        guard structure.utf8.first?.isDigit == true else { throw fields.fault(.format, "structure") }
        sector = try fields.code("sector", 4...4) { $0.isDigit || $0.isCapital }
        guard sector.hasPrefix("SA"), sector.utf8.dropFirst(2).allSatisfy(\.isDigit) else {
            throw fields.fault(.format, "sector")
        }
        replaced = try fields.optionalObject("replaced") { fields throws(DocumentError) in
            Person(identifier: try fields.nationalIdentifier(), name: try fields.text("name", 1...80))
        }
        guard let replaced else { return }
        // A replacement names both persons in the signed bytes.
        guard name != nil else { throw fields.fault(.missing, "name") }
        guard !replaced.identifier.isSameText(as: identifier) else {
            throw DocumentError(.replacement, at: fields.pointer.member("replaced").member("identifier"))
        }
    }
}

/// Who prescribed the acts.
public struct Prescriber: Hashable, Sendable {
    /// National identifier.
    public let identifier: String
    /// Day of the prescription.
    public let date: CivilDate

    init(_ fields: inout FieldReader) throws(DocumentError) {
        identifier = try fields.nationalIdentifier()
        date = try fields.date("date")
    }
}

extension FieldReader {
    /// The field `identifier`: type digit, then number or register number.
    package mutating func nationalIdentifier() throws(DocumentError) -> String {
        let text = try code("identifier", 2...40) { $0.isDigit || $0.isCapital || $0 == UInt8(ascii: "/") }
        guard text.utf8.first?.isDigit == true else { throw fault(.format, "identifier") }
        return text
    }
}
