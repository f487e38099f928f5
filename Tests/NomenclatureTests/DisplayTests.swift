// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Nomenclature

@Suite("Words for people")
struct DisplayTests {
    @Test(arguments: ["SM26", "SM53", "SM54"])
    func generalMedicineReadsTheSameForItsThreeCodes(code: String) throws {
        #expect(CodeTable.r38.display(for: code) == "Médecine générale")
        #expect(try #require(CodeTable.r38.label(for: code)).label.hasSuffix("(SM)"))
    }

    @Test(
        arguments: zip(
            ["SM04", "SCD01", "SI07", "SM68", "SM06", "SI01"],
            [
                "Cardiologie et Maladies vasculaires", "Orthopédie dento-faciale", "Infirmier(ère) anesthésiste",
                "Chirurgie maxillo-faciale (réforme 2017)", "Chirurgie maxillo-faciale",
                "Infirmier en pratique avancée – pathologies chroniques stabilisées",
            ]
        )
    )
    func dropsTheMarkOfTheFamily(code: String, text: String) {
        #expect(CodeTable.r38.display(for: code) == text)
    }

    @Test func noSpecialityReadsLikeAnotherExceptGeneralMedicine() {
        let shown = CodeTable.r38.entries.map(\.display)
        #expect(Set(shown).count == shown.count - 3)  // Three codes of general medicine, two of oral surgery.
    }

    @Test func marksAreDroppedFromKnowHowOnly() {
        let families = Set(CodeTable.knowHow.map(\.id))
        for table in CodeTable.all where !families.contains(table.id) {
            for entry in table.entries where entry.label.hasSuffix(")") {
                #expect(entry.display.hasSuffix(")"), "\(table.id) \(entry.code)")
            }
        }
    }

    @Test func knowHowCodesAreUniqueAcrossFamilies() {
        let codes = CodeTable.knowHow.flatMap(\.entries).map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.count == 274)
    }

    @Test func namesUnknownCodes() {
        #expect(CodeTable.r38.display(for: "SM99") == "code non répertorié (SM99)")
        #expect(CodeTable.r38.display(for: "") == "code absent")
    }

    @Test func unknownCodesCannotSteerATerminal() {
        let shown = CodeTable.r38.display(for: "\u{1B}[2J\u{202E}" + String(repeating: "X", count: 5_000))
        #expect(!shown.unicodeScalars.contains("\u{1B}"))
        #expect(!shown.unicodeScalars.contains("\u{202E}"))
        #expect(shown.count < 64)
    }

    @Test func showsTodaysCivility() {
        #expect(CodeTable.g03.display(for: "23") == "Madame")
        #expect(CodeTable.r81.display(for: "MLLE") == "Madame")
        #expect(CodeTable.g17.display(for: "00") == "Libéral")
    }

    @Test(
        arguments: [
            (
                PracticeDescription(profession: "10", knowHow: "SM54", sector: "SA07"),
                "Médecin – Médecine générale, cabinet individuel"
            ),
            (PracticeDescription(profession: "60", sector: "SA01"), "Infirmier, établissement public de santé"),
            (
                PracticeDescription(profession: "21", knowHow: "SM54", pharmacistSection: "A", sector: "SA33"),
                "Pharmacien – Pharmacien titulaire d'officine, pharmacie d'officine"
            ),
            (PracticeDescription(profession: "99", role: "331"), "Secrétaire assistante médico-administrative"),
            (PracticeDescription(profession: "10", sector: "SA15"), "Médecin, PMI et Planification familiale"),
            (
                PracticeDescription(profession: "10", knowHow: "SM99", sector: "SA99"),
                "Médecin – code non répertorié (SM99), code non répertorié (SA99)"
            ),
            (PracticeDescription(profession: nil, sector: "SA01"), "Etablissement public de santé"),
            (PracticeDescription(profession: "41"), "Assistant de service social"),
            (PracticeDescription(profession: nil), ""),
        ]
    )
    func saysProfessionKnowHowAndSector(practice: PracticeDescription, text: String) {
        #expect(practice.sentence == text)
    }
}
