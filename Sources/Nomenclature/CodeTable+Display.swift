// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension CodeTable {
    /// What people read for a code: its label, or « code non répertorié (SM99) »; never a guess, never empty.
    public func display(for code: String) -> String {
        label(for: code)?.display ?? Self.unlisted(code)
    }

    /// The families of know-how that share the codes found on cards: specialities, competences, capacities, and so on.
    public static let knowHow: [CodeTable] = [.r38, .r39, .r40, .r42, .r43, .r44, .r45, .r97, .r359, .g13, .r394]

    /// The tables from which the directory takes professions; cards use the first alone.
    public static let professions: [CodeTable] = [.g15, .r95, .r94, .r291]

    /// The first entry of a code in several tables.
    public static func label(for code: String, in tables: [CodeTable]) -> CodeLabel? {
        for table in tables {
            if let found = table.label(for: code) { return found }
        }
        return nil
    }

    /// The words for a code that no table knows.
    ///
    /// The code may come from a card that means harm: characters that steer a terminal are left out, and a long code
    /// is cut.
    static func unlisted(_ code: String) -> String {
        let limit = 32
        var shown = ""
        for scalar in code.unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                shown.unicodeScalars.append("\u{FFFD}")
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
        if code.unicodeScalars.count > limit { shown += "…" }
        return shown.isEmpty ? "code absent" : "code non répertorié (\(shown))"
    }
}
