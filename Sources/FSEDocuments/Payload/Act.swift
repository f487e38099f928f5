// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One billed act.
public struct Act: Hashable, Sendable {
    /// The list that the code is from.
    public enum Table: String, Hashable, Sendable, CaseIterable {
        /// Classification commune des actes médicaux: four letters, three digits.
        case ccam = "CCAM"
        /// Nomenclature générale des actes professionnels: a key letter or letters.
        case ngap = "NGAP"
    }

    /// Most acts on one FSE.
    public static let maximumCount = 99
    /// Highest amount, in cents: 99 999.99 euros.
    public static let maximumAmount = 9_999_999

    /// The list that the code is from.
    public let table: Table
    /// The code.
    ///
    /// Its form is checked, not its presence in the list: lists change with each convention.
    public let code: String
    /// Coefficient in hundredths: 100 is 1.
    public let coefficient: Int
    /// How many times.
    public let quantity: Int
    /// The day.
    public let date: CivilDate
    /// Price of one, in cents.
    public let unitPrice: Int
    /// What is billed, in cents.
    ///
    /// It is not computed: modifiers and associations change it by rules of the convention.
    public let amount: Int

    init(_ fields: inout FieldReader) throws(DocumentError) {
        table = try fields.choice("table", Table.self)
        code = try fields.code("code", 1...7) { $0.isDigit || $0.isCapital }
        coefficient = try fields.integer("coefficient", 1...99_999)
        quantity = try fields.integer("quantity", 1...99)
        date = try fields.date("date")
        unitPrice = try fields.integer("unitPrice", 0...Self.maximumAmount)
        amount = try fields.integer("amount", 0...Self.maximumAmount)
        guard Self.hasForm(of: table, Array(code.utf8)) else { throw fields.fault(.format, "code") }
    }

    private static func hasForm(of table: Table, _ code: [UInt8]) -> Bool {
        switch table {
        case .ccam: code.count == 7 && code.prefix(4).allSatisfy(\.isCapital) && code.dropFirst(4).allSatisfy(\.isDigit)
        case .ngap: code.count <= 5 && code.first?.isCapital == true
        }
    }
}
