// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSEDocuments
import Foundation
import Testing

@testable import FSE

@Suite struct ArchiveTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ entries: [(String, String)], time: Int64 = LotBench.time) throws -> [UInt8] {
        let path = folder.path + "/a.zip"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        var writer = ZIPWriter(to: try FileHandle(forWritingTo: URL(filePath: path)), time: time)
        for (name, text) in entries { try writer.add(name, Array(text.utf8)) }
        try writer.finish()
        return try Array(Data(contentsOf: URL(filePath: path)))
    }

    private func reason(_ bytes: [UInt8]) throws -> ArchiveError.Reason? {
        let path = folder.path + "/b.zip"
        try Data(bytes).write(to: URL(filePath: path))
        do { _ = try ZIPReader(path: path) } catch { return error.reason }
        return nil
    }

    @Test func computesTheChecksumOfTheStandard() {
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
    }

    @Test func readsWhatItWrites() throws {
        _ = try write([("mimetype", "x"), ("META-INF/a.xml", ""), ("b.json", "{}")])
        let reader = try ZIPReader(path: folder.path + "/a.zip")
        #expect(reader.entries.map(\.name) == ["mimetype", "META-INF/a.xml", "b.json"])
        let (bytes, isIntact) = try reader.content(of: reader.entries[2])
        #expect(bytes == Array("{}".utf8))
        #expect(isIntact)
    }

    @Test func isReadByPythonWithItsTimestamp() throws {
        _ = try write([("mimetype", "x"), ("b.json", "{}")], time: 1_709_210_096)
        let script = """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1]) as z:
                print(z.testzip(), [(i.filename, i.date_time, i.extra) for i in z.infolist()])
            """
        let result = try Shell.run("/usr/bin/env", ["python3", "-c", script, folder.path + "/a.zip"])
        let expected =
            "None [('mimetype', (2024, 2, 29, 12, 34, 56), b''), ('b.json', (2024, 2, 29, 12, 34, 56), b'')]\n"
        #expect(result.output == expected)
    }

    @Test func writesTheSameBytesAgain() throws {
        let entries = [("mimetype", "x"), ("b.json", "{}")]
        #expect(try write(entries) == write(entries))
    }

    @Test(arguments: [
        "../a", "/a", "a/../b", "a//b", "a\\b", "", ".", "a/.b", "a b", "é", "a\u{0}b", "C:a", "a/",
        String(repeating: "a", count: 129),
    ])
    func refusesNamesThatLeaveTheFolder(name: String) throws {
        #expect(throws: ArchiveError(.limits, entry: name)) { try write([(name, "")]) }
        #expect(!ZIPFormat.isSafe(name))
    }

    @Test func refusesSlippingNames() throws {
        var bytes = Data(try write([("mimetype", "x"), ("ab/evil", "1")]))
        while let place = bytes.range(of: Data("ab/".utf8)) { bytes.replaceSubrange(place, with: Data("../".utf8)) }
        #expect(try reason(Array(bytes)) == .unsafeName)
    }

    @Test(arguments: ["ZIP_STORED", "ZIP_DEFLATED"]) func refusesArchivesOfOtherSoftware(method: String) throws {
        let script = """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1], "w", getattr(zipfile, sys.argv[2])) as z:
                z.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
            """
        let path = folder.path + "/other.zip"
        #expect(try Shell.run("/usr/bin/env", ["python3", "-c", script, path, method]).status == 0)
        #expect(throws: ArchiveError(.foreign)) { try ZIPReader(path: path) }
    }

    @Test func refusesWhatHidesBetweenEntries() throws {
        let bytes = try write([("mimetype", "x"), ("b.json", "{}")])
        #expect(try reason(bytes) == nil)
        #expect(try reason([0x50] + bytes) == .inconsistent)
        #expect(try reason(bytes + [0]) == .foreign)
        #expect(try reason(Array("no archive at all, but long enough".utf8)) == .notZIP)
        #expect(try reason([]) == .notZIP)
        // The local header of the second entry gets another name than the directory has.
        var renamed = bytes
        let place = try #require(Data(bytes).range(of: Data("b.json".utf8)))
        renamed[place.lowerBound] = UInt8(ascii: "c")
        #expect(try reason(renamed) == .inconsistent)
    }

    @Test func refusesTheSameNameTwice() throws {
        let bytes = try write([("mimetype", "x"), ("a.json", "1"), ("b.json", "2")])
        var text = Data(bytes)
        while let place = text.range(of: Data("b.json".utf8)) { text[place.lowerBound] = UInt8(ascii: "a") }
        #expect(try reason(Array(text)) == .duplicateName)
    }

    @Test func survivesEveryTruncationAndManyFlips() throws {
        let bytes = try write([("mimetype", "x"), ("META-INF/a.xml", "<a/>"), ("b.json", "{}")])
        for count in 0..<bytes.count { #expect(try reason(Array(bytes[..<count])) != nil) }
        var random = SeededGenerator(seed: 3)
        for _ in 0..<1_000 {
            var altered = bytes
            altered[Int.random(in: 0..<altered.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            _ = try reason(altered)
        }
    }

    @Test func readsItsManifestOnly() throws {
        let manifest = ASiCManifest(references: [
            .init(name: "lot.json", mimeType: MediaType.lot, digest: [UInt8](repeating: 1, count: 32)),
            .init(name: "a.json", mimeType: MediaType.document, digest: [UInt8](repeating: 2, count: 32)),
        ])
        let bytes = manifest.encoded()
        #expect(try ASiCManifest(parsing: bytes) == manifest)
        for count in 0..<bytes.count {
            #expect(throws: ManifestError.self) { try ASiCManifest(parsing: Array(bytes[..<count])) }
        }
        let spaced = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "/>", with: " />")
        #expect(throws: ManifestError.self) { try ASiCManifest(parsing: Array(spaced.utf8)) }
        #expect(throws: ManifestError.self) { try ASiCManifest(parsing: bytes + [0x0A]) }
    }
}
