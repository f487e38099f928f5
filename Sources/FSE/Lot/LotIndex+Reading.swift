// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import FSEDocuments

extension LotIndex {
    /// Decodes lot.json; counts, bounds and totals are for the verifier to judge against the files.
    public init(_ bytes: [UInt8]) throws(DocumentError) {
        let tree: JSONValue
        do { tree = try JSONParser.parse(bytes) } catch { throw DocumentError(error) }
        var fields = try FieldReader(tree, at: .root)
        guard try fields.text("schema", 1...64).isSameText(as: Self.schema) else {
            throw fields.fault(.schema, "schema")
        }
        guard try fields.bool("accredited") == false else { throw fields.fault(.accreditation, "accredited") }
        let issuer = try fields.object("issuer") { fields throws(DocumentError) in
            (
                identifier: try fields.nationalIdentifier(), structure: try fields.text("structure", 1...32),
                sector: try fields.text("sector", 1...8)
            )
        }
        let number = try fields.integer("lot", 1...999_999_999)
        let first = try fields.integer("first", FSEDocument.numbers)
        let last = try fields.integer("last", FSEDocument.numbers)
        let count = try fields.integer("count", 1...Self.maximumCount)
        let previous = try Self.link(&fields)
        let sums = try fields.object("totals", Sums.init(reading:))
        let items = try fields.list("files", 1...Self.maximumCount, Item.init(reading:))
        try fields.finish()
        guard items.count == count else { throw fields.fault(.range, "count") }
        guard items.map(\.number).min() == first else { throw fields.fault(.range, "first") }
        guard items.map(\.number).max() == last else { throw fields.fault(.range, "last") }
        self.init(
            issuer: issuer.identifier, structure: issuer.structure, sector: issuer.sector, number: number,
            previous: previous, items: items, sums: sums)
    }

    private static func link(_ fields: inout FieldReader) throws(DocumentError) -> LotRecord.Link? {
        if case .null = try fields.required("previous") { return nil }
        return try fields.object("previous") { fields throws(DocumentError) in
            LotRecord.Link(lot: try fields.integer("lot", 1...999_999_999), digest: try fields.digest("sha256"))
        }
    }
}

extension LotIndex.Sums {
    init(reading fields: inout FieldReader) throws(DocumentError) {
        let bounds = 0...Int(JCS.maximumInteger)
        self.init()
        documents = try fields.integer("documents", 0...LotIndex.maximumCount)
        acts = try fields.integer("acts", bounds)
        compulsory = try fields.integer("compulsory", bounds)
        complementary = try fields.integer("complementary", bounds)
        patient = try fields.integer("patient", bounds)
    }
}

extension LotIndex.Item {
    init(reading fields: inout FieldReader) throws(DocumentError) {
        self.init(
            number: try fields.integer("number", FSEDocument.numbers),
            payload: try LotIndex.File(reading: &fields),
            signature: try fields.object("signature", LotIndex.File.init(reading:)))
    }
}

extension LotIndex.File {
    init(reading fields: inout FieldReader) throws(DocumentError) {
        let name = try fields.text("name", 1...ZIPFormat.maximumNameLength)
        guard ZIPFormat.isSafe(name) else { throw fields.fault(.format, "name") }
        self.init(
            name: name, digest: try fields.digest("sha256"),
            size: try fields.integer("size", 0...ZIPFormat.maximumEntrySize))
    }
}

extension FieldReader {
    /// A SHA-256 in lower-case hexadecimal.
    mutating func digest(_ name: String) throws(DocumentError) -> [UInt8] {
        guard let bytes = Hexadecimal.decoded(try text(name, 64...64)), bytes.count == 32 else {
            throw fault(.format, name)
        }
        return bytes
    }
}
