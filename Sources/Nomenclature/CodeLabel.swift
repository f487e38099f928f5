// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A code and what it stands for.
public struct CodeLabel: Sendable, Hashable {
    /// The table, such as `R38`.
    public let table: String
    /// The code, such as `SM54`, spelled as in the source.
    public let code: String
    /// The official label, family mark included, for records and machine output: « Médecine générale (SM) ».
    public let label: String
    /// Whether the source has withdrawn the code: keep it for reading old cards, never offer it for entry.
    public let isDeprecated: Bool
}

extension CodeLabel {
    /// The label for people: without the mark of its family, and with the usual word where the official one misleads.
    public var display: String {
        if let usual = Self.usual["\(table) \(code)"] { return usual }
        for mark in Self.familyMarks where label.hasSuffix(mark) {
            return String(label.dropLast(mark.count))
        }
        return label
    }

    /// The label in running text, after a comma: its first letter lowered unless it begins an abbreviation.
    var inSentence: String {
        let text = display
        guard let first = text.first, let second = text.dropFirst().first, !second.isUppercase else { return text }
        // The source writes capitals without accents, which a small letter must have.
        if text.hasPrefix("Etablissement") { return "é" + text.dropFirst() }
        return first.lowercased() + text.dropFirst()
    }

    /// Marks of the families of know-how, which mean nothing to people.
    private static let familyMarks = [
        " (SM)", " (SCD)", " (SI)", " (SP)", " (C)", " (CEX)", " (CAPA)", " (DNQ)", " (DEC)", " (FQ)", " (PAC)",
    ]

    /// What people read instead of the official label, by table and code.
    private static let usual = [
        // Three codes, given at different times, mean general medicine.
        "R38 SM26": "Médecine générale",
        "R38 SM53": "Médecine générale",
        "R38 SM54": "Médecine générale",
        "R38 SI01": "Infirmier en pratique avancée – pathologies chroniques stabilisées",
        "R38 SI02": "Infirmier en pratique avancée – oncologie et hémato-oncologie",
        "R38 SI03": "Infirmier en pratique avancée – maladie rénale chronique",
        "R38 SI04": "Infirmier en pratique avancée – santé mentale",
        "R38 SI05": "Infirmier en pratique avancée – urgences",
        // The civility « Mademoiselle » ended in 2016.
        "G03 23": "Madame",
        "R81 MLLE": "Madame",
        "R23 L": "Libéral",
        "G17 00": "Libéral",
        // The source misspells it.
        "G100 08": "Gastro-Entérologie et Hépatologie",
        "G101 1": "Secteur 1",
        "G101 2": "Secteur 1 avec droit permanent à dépassement",
        "G101 3": "Secteur 2",
    ]
}
