// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

/// The free business data of a card: what can be shown without a PIN.
///
/// The layout of these files is published only in part; what is not known is kept as it was read.
public struct HolderData: Hashable, Sendable {
    /// CPS_NAME_PS as printed on the card; nil when the file holds none in the known form.
    public let name: String?
    /// CPS_ID_CARD: end of validity, YYYYMMDD.
    public let validity: String?
    /// CPS_LANG_PS: language codes of two letters that the file shows.
    public let languages: [String]
    /// CPS_INFO_PS: speciality code, such as SM54, when its last characters form one.
    public let speciality: String?
    /// Whole contents by label.
    public let raw: [String: [UInt8]]

    init(raw: [String: [UInt8]]) {
        self.raw = raw
        func field(_ label: String, _ template: UInt32, _ tag: UInt32) -> BERTLV? {
            guard let content = raw[label], let outer = try? BERTLV.sequence(content).first(template) else {
                return nil
            }
            return (try? outer.children())?.first(tag)
        }
        name = field("CPS_NAME_PS", 0xE4, 0x84)?.text
        validity = field("CPS_ID_CARD", 0xE3, 0x84).flatMap { $0.value.count == 4 ? $0.value.hexadecimal : nil }
        languages = HolderData.languages(raw["CPS_LANG_PS"] ?? [])
        speciality = HolderData.speciality(raw["CPS_INFO_PS"] ?? [])
    }

    /// The template is unknown: any two lower-case letters that stand as a whole value are a language code.
    private static func languages(_ content: [UInt8]) -> [String] {
        guard let outer = try? BERTLV.sequence(content).first, let fields = try? outer.children() else { return [] }
        return fields.compactMap { field in
            let isCode = field.value.count == 2 && field.value.allSatisfy { (0x61...0x7A).contains($0) }
            return isCode ? field.text : nil
        }
    }

    /// Existing clients take the last four characters of the value: two letters and two digits.
    private static func speciality(_ content: [UInt8]) -> String? {
        let code = Array(content.reversed().drop { $0 == 0 }.prefix(4).reversed())
        guard code.count == 4, code.prefix(2).allSatisfy({ (0x41...0x5A).contains($0) }),
            code.suffix(2).allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return String(decoding: code, as: UTF8.self)
    }
}

/// One practice situation (activité) of the holder: `EE { 80 mode ; 84 name ; 85 identifier ; 86 sector }`.
public struct Activity: Hashable, Sendable {
    /// 1 to 16, as in the label; numbers may have holes.
    public let number: Int
    /// Practice mode, two digits of table G17; nil when unreadable.
    public let mode: String?
    /// Structure name; nil when absent.
    public let structureName: String?
    /// Structure identifier: one character of type (G07), then the number; nil when absent.
    public let structureIdentifier: String?
    /// Sector of table R02; nil when absent.
    public let sector: String?
    /// The whole file.
    public let raw: [UInt8]

    init(number: Int, parsing content: [UInt8]) {
        self.number = number
        raw = content
        let fields = (try? BERTLV.sequence(content).first(0xEE)?.children()) ?? []
        mode = fields.first(0x80).flatMap { field in
            guard field.value.count == 1, let byte = field.value.first else { return nil }
            return byte < 10 ? "0\(byte)" : String(byte)
        }
        structureName = fields.first(0x84)?.text
        structureIdentifier = fields.first(0x85)?.text
        sector = fields.first(0x86)?.text
    }
}
