// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Nomenclature

@Suite("Code tables")
struct CodeTableTests {
    /// Counts of the official tables, from their sources; they do not come from the generated files.
    private static let counts: [(table: CodeTable, count: Int)] = [
        (.g15, 30), (.r38, 110), (.r04, 12), (.r02, 69), (.r21, 57), (.r22, 14), (.r23, 4), (.r09, 4), (.r87, 4),
        (.g01, 6), (.g02, 4), (.g03, 3), (.r81, 3), (.r11, 6), (.g05, 17), (.r06, 8), (.g07, 9), (.g08, 11), (.g17, 4),
        (.g100, 86), (.r282, 8),
    ]

    @Test func completeTablesHoldEveryCode() {
        for (table, count) in Self.counts {
            #expect(table.entries.count == count, "\(table.id)")
            #expect(table.status == .complete, "\(table.id)")
        }
    }

    @Test func noCodeStandsTwiceInATable() {
        for table in CodeTable.all {
            #expect(Set(table.entries.map { $0.code.lowercased() }).count == table.entries.count, "\(table.id)")
            #expect(!table.entries.isEmpty, "\(table.id)")
        }
        #expect(CodeTable.all.count == 41)
        #expect(Set(CodeTable.all.map(\.id)).count == CodeTable.all.count)
    }

    @Test func specialitiesCountByFamily() {
        let codes = CodeTable.r38.entries.map(\.code)
        #expect(codes.count { $0.hasPrefix("SCD") } == 3)
        #expect(codes.count { $0.hasPrefix("SI") } == 8)
        #expect(codes.count { $0.hasPrefix("SM") } == 95)
        #expect(codes.count { $0.hasPrefix("SP") } == 4)
    }

    @Test func everyLabelIsCleanText() {
        for table in CodeTable.all {
            for entry in table.entries {
                #expect(!entry.label.isEmpty && !entry.code.isEmpty)
                #expect(!entry.label.contains("†") && !entry.label.contains("|"), "\(table.id) \(entry.code)")
                #expect(entry.label.first != " " && entry.label.last != " ", "\(table.id) \(entry.code)")
            }
        }
    }

    @Test func findsLabelsAndVersions() throws {
        let doctor = try #require(CodeTable.g15.label(for: "10"))
        #expect(doctor.label == "Médecin")
        #expect(!doctor.isDeprecated)
        #expect(CodeTable.g15.oid == "1.2.250.1.71.1.2.7")
        #expect(CodeTable.g15.version == "20250328")
        #expect(CodeTable.r39.oid == nil)
        #expect(CodeTable.r39.status == .subset)
        #expect(CodeTable.ngap.status == .unverified)
    }

    @Test(arguments: [("G15", "35"), ("G15", "93"), ("R02", "SA11"), ("R38", "SP01"), ("R09", "F"), ("G07", "5")])
    func keepsWithdrawnCodesAndSaysSo(table: String, code: String) throws {
        let table = try #require(CodeTable.all.first { $0.id == table })
        #expect(try #require(table.label(for: code)).isDeprecated)
    }

    @Test func liveCodeOfAnotherTableIsNotWithdrawn() throws {
        #expect(try #require(CodeTable.r95.label(for: "93")).isDeprecated == false)
    }

    @Test func matchesWithoutCaseAndWithLeadingZeros() {
        #expect(CodeTable.r38.label(for: "sm54")?.code == "SM54")
        #expect(CodeTable.r282.label(for: "C1")?.code == "c1")
        #expect(CodeTable.g100.label(for: "01")?.label == "Médecine générale")
        #expect(CodeTable.g100.label(for: "1") == nil)
        #expect(CodeTable.g104.label(for: "00")?.label == "Pas d'agrément")
    }
}
