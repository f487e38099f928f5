// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a professional does and where, for one line of text: « Médecin – Médecine générale, cabinet individuel ».
public struct PracticeDescription: Sendable, Hashable {
    /// The profession (G15, or a profession of the directory); empty on the card of a person without one.
    public var profession: String?
    /// The know-how: a speciality (R38) or a code of another family.
    public var knowHow: String?
    /// The subsection of the pharmacists' register (G05), which stands for the speciality of a pharmacist.
    public var pharmacistSection: String?
    /// The role (R85), which stands for profession 99.
    public var role: String?
    /// The sector of activity (R02).
    public var sector: String?

    /// Describes a practice by its codes.
    public init(
        profession: String?, knowHow: String? = nil, pharmacistSection: String? = nil, role: String? = nil,
        sector: String? = nil
    ) {
        self.profession = profession
        self.knowHow = knowHow
        self.pharmacistSection = pharmacistSection
        self.role = role
        self.sector = sector
    }

    /// The line of text, in French; empty when nothing is known.
    public var sentence: String {
        var parts: [String] = []
        if let subject { parts.append(subject) }
        if let field { parts.append(field) }
        let practice = parts.joined(separator: " – ")
        guard let place = sectorText(opening: practice.isEmpty) else { return practice }
        return practice.isEmpty ? place : practice + ", " + place
    }

    /// The profession, or the role of a person known by a role.
    private var subject: String? {
        guard let profession, !profession.isEmpty else { return nil }
        if profession == Self.knownByRole, let role, !role.isEmpty { return CodeTable.r85.display(for: role) }
        return CodeTable.label(for: profession, in: CodeTable.professions)?.display ?? CodeTable.unlisted(profession)
    }

    /// The field of work: for a pharmacist the section, for others the know-how.
    private var field: String? {
        if profession == Self.pharmacist, let pharmacistSection, !pharmacistSection.isEmpty {
            return CodeTable.g05.display(for: pharmacistSection)
        }
        guard let knowHow, !knowHow.isEmpty else { return nil }
        return CodeTable.label(for: knowHow, in: CodeTable.knowHow)?.display ?? CodeTable.unlisted(knowHow)
    }

    private func sectorText(opening: Bool) -> String? {
        guard let sector, !sector.isEmpty else { return nil }
        guard let label = CodeTable.r02.label(for: sector) else { return CodeTable.unlisted(sector) }
        return opening ? label.display : label.inSentence
    }

    /// G15 code of pharmacists.
    private static let pharmacist = "21"
    /// R291 code of people known by their role.
    private static let knownByRole = "99"
}
