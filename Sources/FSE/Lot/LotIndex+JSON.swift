// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import FSEDocuments

extension LotIndex {
    /// The canonical bytes of lot.json.
    public func encoded() throws(JSONError) -> [UInt8] {
        let numbers = items.map(\.number)
        return try JCS.canonicalBytes(
            of: .object([
                .init("schema", .string(Self.schema)),
                .init("accredited", .bool(false)),
                .init(
                    "issuer",
                    .object([
                        .init("identifier", .string(issuer)),
                        .init("structure", .string(structure)),
                        .init("sector", .string(sector)),
                    ])),
                .init("lot", .integer(number)),
                .init("first", .integer(numbers.min() ?? 0)),
                .init("last", .integer(numbers.max() ?? 0)),
                .init("count", .integer(items.count)),
                .init("previous", previous.map(Self.value) ?? .null),
                .init("totals", Self.value(sums)),
                .init("files", .array(items.map(Self.value))),
            ]))
    }

    private static func value(_ link: LotRecord.Link) -> JSONValue {
        .object([.init("lot", .integer(link.lot)), .init("sha256", .string(Hexadecimal.encoded(link.digest)))])
    }

    private static func value(_ sums: Sums) -> JSONValue {
        .object([
            .init("documents", .integer(sums.documents)),
            .init("acts", .integer(sums.acts)),
            .init("compulsory", .integer(sums.compulsory)),
            .init("complementary", .integer(sums.complementary)),
            .init("patient", .integer(sums.patient)),
        ])
    }

    private static func members(_ file: File) -> [JSONValue.Member] {
        [
            .init("name", .string(file.name)),
            .init("sha256", .string(Hexadecimal.encoded(file.digest))),
            .init("size", .integer(file.size)),
        ]
    }

    private static func value(_ item: Item) -> JSONValue {
        .object(
            members(item.payload) + [
                .init("number", .integer(item.number)),
                .init("signature", .object(members(item.signature))),
            ])
    }
}

/// Lower-case hexadecimal, as sha256sum writes it.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func encoded(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Nil for anything but lower-case digits in pairs.
    static func decoded(_ text: String) -> [UInt8]? {
        let values = text.utf8.compactMap { digits.firstIndex(of: $0).map(UInt8.init) }
        guard values.count == text.utf8.count, values.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
