// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSEDocuments
import Foundation
import Testing

@testable import FSE

@Suite struct SchemaTests {
    static let hasValidator = (try? Shell.run("/usr/bin/env", ["python3", "-c", "import jsonschema"]).status) == 0

    /// The published schema and the reader agree on the sample generator's files.
    @Test(.enabled(if: hasValidator, "python3 has no jsonschema"))
    func acceptsWhatTheReaderAccepts() throws {
        let folder = try TemporaryFolder()
        let made = try Shell.run(
            Sample.root.appending(path: "tools/make-sample-fse").path,
            [folder.path, "30", Sample.issuer, Sample.structure, "SA07", "--date", "2026-11-20"])
        #expect(made.status == 0, "\(made.output)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(files.count == 30)
        for file in files {
            _ = try FSEDocument(Array(Data(contentsOf: URL(filePath: folder.path + "/" + file))))
        }
        try Data(Sample.document()).write(to: URL(filePath: folder.path + "/sample.json"))
        #expect(try validate(folder.path).status == 0)
    }

    @Test(
        .enabled(if: hasValidator, "python3 has no jsonschema"),
        arguments: FSEDocumentTests.refusals.filter { $0.code.hasPrefix("fse.") })
    func refusesWhatASchemaCanRefuse(refusal: FSEDocumentTests.Refusal) throws {
        let beyondSchemas = [
            "fse.not-a-date", "fse.date-after-document", "fse.date-before-birth", "fse.nir-key", "fse.sum",
            "fse.replacement",
        ]
        guard !beyondSchemas.contains(refusal.code) else { return }
        let folder = try TemporaryFolder()
        try Data(Sample.document((refusal.from, refusal.to))).write(to: URL(filePath: folder.path + "/bad.json"))
        #expect(try validate(folder.path).status == 1)
    }

    @Test(.enabled(if: hasValidator, "python3 has no jsonschema"))
    func describesTheIndexOfALot() throws {
        let bench = try LotBench(1...3)
        _ = try bench.sign(1...2)
        let second = try #require(try bench.sign(3...3).archive)
        for archive in [bench.outputs + "/lot-001.asice", second] {
            let unpacked = try TemporaryFolder()
            _ = try Shell.run("/usr/bin/env", ["unzip", "-q", archive, LotIndex.path, "-d", unpacked.path])
            let result = try validate(unpacked.path, schema: "fse-open-lot-1")
            #expect(result.status == 0, "\(result.output)")
        }
    }

    private func validate(_ folder: String, schema: String = "fse-open-1") throws -> Shell.Result {
        try Shell.run(
            "/usr/bin/env",
            [
                "python3", Sample.root.appending(path: "Tests/Support/check_schema.py").path,
                Sample.root.appending(path: "docs/schema/\(schema).schema.json").path, folder,
            ])
    }
}
