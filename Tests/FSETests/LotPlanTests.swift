// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSEDocuments
import Foundation
import Testing

@testable import FSE

@Suite struct LotPlanTests {
    @Test func ordersByNumberAndSums() throws {
        let bench = try LotBench(7...9)
        let plan = try LotPlan(files: [9, 7, 8].map(bench.input), holder: LotBench.holder())
        #expect(plan.items.map(\.number) == [7, 8, 9])
        #expect(plan.sums.documents == 3)
        #expect(plan.sums.acts == 3 * 4426)
    }

    @Test func saysEverythingThatIsWrong() throws {
        let bench = try LotBench(1...5)
        try bench.addInputs(2...2, ("\"rank\": 1", "\"rank\": 0"))
        try bench.addInputs(3...3, ("SA07", "SA08"))
        try Data("x".utf8).write(to: URL(filePath: bench.inputs + "/note.txt"))
        let files = [1, 2, 3, 5].map(bench.input) + [bench.inputs + "/note.txt", bench.inputs + "/absent.json"]
        let error = #expect(throws: LotPlanError.self) { try LotPlan(files: files, holder: LotBench.holder()) }
        guard case .inputs(let problems)? = error else { return }
        #expect(
            problems.map { "\($0.file) \($0.fault.code) \($0.fault.place ?? "-")" } == [
                "patient-2.json fse.out-of-range /beneficiary/rank",
                "patient-3.json binding.sector /issuer/sector",
                "note.txt input.unknown-kind -",
                "absent.json input.unreadable -",
                "patient-5.json lot.gap /number",
            ])
    }

    @Test func refusesTheSameNumberTwice() throws {
        let bench = try LotBench(1...1)
        try FileManager.default.copyItem(atPath: bench.input(1), toPath: bench.inputs + "/copy.json")
        let error = #expect(throws: LotPlanError.self) {
            try LotPlan(files: [bench.input(1), bench.inputs + "/copy.json"], holder: LotBench.holder())
        }
        #expect(error == .inputs([InputProblem(file: "copy.json", fault: .duplicateNumber(1))]))
    }

    @Test func refusesNothingAndTooMuch() throws {
        #expect(throws: LotPlanError.empty) { try LotPlan(files: [], holder: LotBench.holder()) }
        #expect(throws: LotPlanError.tooMany(1_001)) {
            try LotPlan(files: Array(repeating: "x.json", count: 1_001), holder: LotBench.holder())
        }
    }

    @Test(
        arguments: [("lot/fse-000000012.b2", 12), ("f12a", 12), ("a7-3.b2", 3), ("x.b2", nil), ("0.b2", nil)]
            as [(String, Int?)])
    func findsTheNumberOfAB2File(path: String, number: Int?) {
        #expect(PayloadFile.number(inNameOf: path) == number)
    }
}

@Suite struct HolderBindingTests {
    static let second = HolderBinding.Activity(number: 3, mode: "04", structure: "1750000001", sector: "SA01")

    private func issuer(_ changes: (String, String)...) throws -> Issuer {
        var text = String(decoding: try Sample.document(), as: UTF8.self)
        for (from, to) in changes { text = text.replacingOccurrences(of: from, with: to) }
        return try FSEDocument(Array(text.utf8)).issuer
    }

    @Test func acceptsTheHolderInTheActivity() throws {
        try LotBench.holder().check(issuer())
    }

    @Test func asksWhichOfSeveralActivities() throws {
        #expect(throws: BindingError.severalActivities([1, 3])) {
            try LotBench.holder([LotBench.activity, Self.second])
        }
        #expect(throws: BindingError.unknownActivity(2)) {
            try LotBench.holder([LotBench.activity, Self.second], chosen: 2)
        }
        #expect(throws: BindingError.noActivity) { try LotBench.holder([]) }
        #expect(try LotBench.holder([LotBench.activity, Self.second], chosen: 3).activity == Self.second)
    }

    @Test func refusesOthers() throws {
        let holder = try LotBench.holder()
        #expect(throws: BindingError.identifier) { try holder.check(issuer((Sample.issuer, "899700000021"))) }
        #expect(throws: BindingError.structure) { try holder.check(issuer((Sample.structure, "1750000001"))) }
        #expect(throws: BindingError.sector) { try holder.check(issuer(("SA07", "SA08"))) }
    }

    @Test func namesBothPersonsInAReplacement() throws {
        let holder = try LotBench.holder([Self.second])
        let place = [(Sample.structure, "1750000001"), ("SA07", "SA01")]
        #expect(throws: BindingError.replacementMissing) { try holder.check(issuer(place[0], place[1])) }
        let both = (
            "\"SA01\"}",
            "\"SA01\", \"name\": \"DR CAMILLE TESTEUR\", \"replaced\": {\"identifier\": \"899700000099\", \"name\": \"DR A TEST\"}}"
        )
        try holder.check(issuer(place[0], place[1], both))
        #expect(throws: BindingError.notAReplacement) {
            try LotBench.holder().check(issuer(("\"SA07\"}", both.1.replacingOccurrences(of: "SA01", with: "SA07"))))
        }
    }
}
