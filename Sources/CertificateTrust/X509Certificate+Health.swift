// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension X509Certificate {
    /// Content of an extension, by its type in dotted decimal; nil when it is absent.
    public func `extension`(oid: String) -> [UInt8]? {
        extensions.first { $0.type == oid }?.value
    }

    /// Code of the profession (nomenclature G15), as certificates of health professionals carry it.
    public var profession: Int? { self.extension(oid: "1.2.250.1.71.1.2.7").flatMap(Self.integer) }

    /// Code of the speciality or know-how (nomenclature R01).
    public var speciality: String? { self.extension(oid: "1.2.250.1.71.4.2.5").flatMap(Self.text) }

    /// Class of the card.
    ///
    /// Its type is not published: a text is given as it is, an INTEGER in decimal.
    public var cardClass: String? {
        self.extension(oid: "1.2.250.1.71.1.2.5").flatMap { value in
            Self.text(value) ?? Self.integer(value).map(String.init)
        }
    }

    private static func integer(_ der: [UInt8]) -> Int? {
        guard let element = DERElement(der), element.tag == 0x02, element.count == der.count,
            let first = element.content.first, element.content.count <= 4
        else { return nil }
        let sign = first & 0x80 == 0 ? 0 : -1
        return element.content.reduce(sign) { $0 << 8 | Int($1) }
    }

    private static func text(_ der: [UInt8]) -> String? {
        // UTF8String, PrintableString or IA5String.
        guard let element = DERElement(der), [0x0C, 0x13, 0x16].contains(element.tag), element.count == der.count else {
            return nil
        }
        return String(validating: element.content, as: UTF8.self)
    }
}
