// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzEntry
import Testing

/// The seeds of the fuzzers of the module's C functions, each mode in a program that has its own libpcsclite.
@Suite struct ModuleSeedsTests {
    @Test(arguments: ["module-abi", "module-abi-compat", "module-abi-strict"])
    func survivesItsCorpus(_ target: String) throws {
        let folder = Fixtures.folder.appendingPathComponent("Corpora/\(target)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.count >= 3, "a corpus of \(names.count) seeds")
        let (status, told) = try run([target] + names.map { folder.appendingPathComponent($0).path })
        #expect(status == 0, "\(told)")
        #expect(told.isEmpty)
    }

    @Test func doesNotPassWhatItCannotRead() throws {
        #expect(try run(["module-abi", "/nonexistent"]).status != 0)
        #expect(try run(["module-abi"]).status == 64)
    }

    /// ModuleSeeds, built beside these tests; how it ended, and what it said.
    private func run(_ arguments: [String]) throws -> (status: Int32, told: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("ModuleSeeds")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let told = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: told, as: UTF8.self))
    }
}
