// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CertificateTrust
import FSEDocuments
import Foundation
import Testing

@testable import FSE

@Suite struct VerificationTests {
    typealias Entries = [(name: String, bytes: [UInt8])]

    /// One alteration of a finished lot, and the codes of exactly the errors that it must give.
    struct Alteration: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let codes: Set<FindingCode>
        let change: @Sendable (inout Entries) throws -> Void
    }

    private static func replace(
        _ name: String, in entries: inout Entries, _ change: (String) -> String
    ) throws {
        let index = try #require(entries.firstIndex { $0.name == name })
        let text = String(decoding: entries[index].bytes, as: UTF8.self)
        let changed = change(text)
        try #require(changed != text)
        entries[index].bytes = Array(changed.utf8)
    }

    private static func flip(_ name: String, after marker: [UInt8], by offset: Int, in entries: inout Entries) throws {
        let index = try #require(entries.firstIndex { $0.name == name })
        let start = try #require(Data(entries[index].bytes).range(of: Data(marker)))
        entries[index].bytes[start.upperBound + offset] ^= 1
    }

    /// OID of signing-certificate-v2 in DER, 1.2.840.113549.1.9.16.2.47; its hash follows a few headers later.
    private static let signingCertificate: [UInt8] = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F,
    ]

    static let alterations = [
        Alteration(
            testDescription: "content of an FSE", codes: [.contentAltered, .lotFile, .manifestDigest]
        ) {
            try replace("fse-000000002.json", in: &$0) { $0.replacingOccurrences(of: "1985-03-31", with: "1985-03-30") }
        },
        Alteration(
            testDescription: "totals of an FSE",
            codes: [.contentAltered, .lotFile, .manifestDigest, .documentInvalid, .lotTotals]
        ) { try replace("fse-000000002.json", in: &$0) { $0.replacingOccurrences(of: "3098", with: "3099") } },
        Alteration(
            testDescription: "signature of an FSE", codes: [.signatureInvalid, .lotFile, .manifestDigest]
        ) { entries in
            let index = try #require(entries.firstIndex { $0.name == "fse-000000002.p7s" })
            entries[index].bytes[entries[index].bytes.count - 1] ^= 1
        },
        Alteration(
            testDescription: "signing-certificate attribute of an FSE",
            codes: [.signingCertificateMismatch, .lotFile, .manifestDigest]
        ) { try flip("fse-000000002.p7s", after: signingCertificate, by: 20, in: &$0) },
        Alteration(
            testDescription: "signatures of two FSE exchanged", codes: [.contentAltered, .lotFile, .manifestDigest]
        ) { entries in
            let first = try #require(entries.firstIndex { $0.name == "fse-000000001.p7s" })
            let second = try #require(entries.firstIndex { $0.name == "fse-000000002.p7s" })
            (entries[first].bytes, entries[second].bytes) = (entries[second].bytes, entries[first].bytes)
        },
        Alteration(
            testDescription: "two FSE exchanged with their signatures", codes: [.lotNumber, .lotFile, .manifestDigest]
        ) { entries in
            for suffix in [".json", ".p7s"] {
                let first = try #require(entries.firstIndex { $0.name == "fse-000000001" + suffix })
                let second = try #require(entries.firstIndex { $0.name == "fse-000000002" + suffix })
                (entries[first].bytes, entries[second].bytes) = (entries[second].bytes, entries[first].bytes)
            }
        },
        Alteration(
            testDescription: "order of two FSE in the manifest", codes: [.manifestAltered, .lotOrder]
        ) {
            try replace(ASiCManifest.path, in: &$0) { text in
                let parts = text.components(separatedBy: ASiCManifest.referenceStart)
                let tail = ASiCManifest.tail
                // Head, lot.json, then payload and signature of each FSE.
                let swapped = [parts[0], parts[1], parts[4], parts[5], parts[2], parts[3], parts[6], parts[7]]
                return swapped.joined(separator: ASiCManifest.referenceStart)
                    .replacingOccurrences(of: tail, with: "") + tail
            }
        },
        Alteration(
            testDescription: "order of two FSE in the index", codes: [.manifestDigest, .lotOrder]
        ) {
            try replace(LotIndex.path, in: &$0) { text in
                // Each entry of "files" begins with the payload's name; entries are objects with one object inside.
                let marker = #"{"name":"fse-"#
                let list = text.components(separatedBy: #""files":["#)
                let parts = list[1].components(separatedBy: marker)
                let swapped = [parts[0], parts[3], parts[4], parts[1], parts[2], parts[5], parts[6]]
                return list[0] + #""files":["# + swapped.joined(separator: marker)
            }
        },
        Alteration(
            testDescription: "a digest in the manifest", codes: [.manifestAltered, .manifestDigest]
        ) {
            try replace(ASiCManifest.path, in: &$0) { text in
                let digest = text.components(separatedBy: "<ds:DigestValue>")[2].prefix(44)
                return text.replacingOccurrences(of: digest, with: Base64.encoded([UInt8](repeating: 1, count: 32)))
            }
        },
        Alteration(
            testDescription: "layout of the manifest", codes: [.manifestAltered, .manifestMalformed]
        ) { try replace(ASiCManifest.path, in: &$0) { $0.replacingOccurrences(of: "\n  <", with: "\n <") } },
        Alteration(testDescription: "signature of the manifest", codes: [.manifestSignature]) { entries in
            let index = try #require(entries.firstIndex { $0.name == ASiCManifest.signaturePath })
            entries[index].bytes[entries[index].bytes.count - 1] ^= 1
        },
        Alteration(testDescription: "a file more", codes: [.manifestUnlisted]) { entries in
            entries.insert((name: "fse-000000004.json", bytes: Array("{}".utf8)), at: 2)
        },
        Alteration(testDescription: "a file less", codes: [.manifestMissing, .archiveEntryMissing]) { entries in
            entries.removeAll { $0.name == "fse-000000002.p7s" }
        },
        Alteration(testDescription: "totals of the lot", codes: [.manifestDigest, .lotTotals]) {
            try replace(LotIndex.path, in: &$0) { $0.replacingOccurrences(of: "13278", with: "13279") }
        },
        Alteration(testDescription: "issuer of the lot", codes: [.manifestDigest, .lotSigner, .holder]) {
            try replace(LotIndex.path, in: &$0) {
                $0.replacingOccurrences(of: "\"\(Sample.issuer)\"", with: "\"899700000021\"")
            }
        },
        Alteration(testDescription: "sector of the lot", codes: [.manifestDigest, .activity]) {
            try replace(LotIndex.path, in: &$0) { $0.replacingOccurrences(of: "SA07", with: "SA08") }
        },
        Alteration(testDescription: "another type", codes: [.archiveType]) { entries in
            entries[0].bytes = Array("application/vnd.etsi.asic-s+zip".utf8)
        },
    ]

    @Test(arguments: alterations) func tellsAlterationsApart(alteration: Alteration) throws {
        let bench = try LotBench()
        #expect(try bench.sign().stop == nil)
        try bench.rewrite("lot-001.asice") { _ in }
        let sound = try bench.verify("lot-001.asice")
        #expect(sound.isValid, "\(sound.findings)")
        try bench.rewrite("lot-001.asice", alteration.change)
        let report = try bench.verify("lot-001.asice")
        #expect(Set(report.findings.filter { $0.severity == .error }.map(\.code)) == alteration.codes)
    }

    /// Whatever byte of the file it is: no part of a container is free to change.
    @Test func noticesEveryFlippedByte() throws {
        let bench = try LotBench(1...1)
        _ = try bench.sign(1...1)
        let path = bench.outputs + "/lot-001.asice"
        let sound = try bench.output("lot-001.asice")
        var random = SeededGenerator(seed: 11)
        let directory = (sound.count - 600)..<sound.count
        let places =
            Array(0..<80) + (0..<200).map { _ in Int.random(in: 0..<sound.count, using: &random) } + Array(directory)
        for place in places {
            var altered = sound
            altered[place] ^= UInt8.random(in: 1...255, using: &random)
            try Data(altered).write(to: URL(filePath: path))
            #expect(try !bench.verify("lot-001.asice").isValid, "byte \(place)")
        }
    }

    @Test func saysWhichLooseFSEIsAltered() throws {
        let bench = try LotBench()
        _ = try bench.sign()
        let path = bench.outputs + "/fse-000000002.json"
        var bytes = try bench.output("fse-000000002.json")
        let place = try #require(Data(bytes).range(of: Data("TEST0001".utf8)))
        bytes[place.lowerBound] = UInt8(ascii: "R")
        try Data(bytes).write(to: URL(filePath: path))
        let errors = try bench.verify().findings.filter { $0.severity == .error }
        #expect(errors == [Finding(.contentAltered, file: "fse-000000002.json", number: 2)])
        #expect(try bench.verify().gravestCategory == .signature)
    }

    @Test func noticesMissingHalves() throws {
        let bench = try LotBench()
        _ = try bench.sign()
        for name in ["fse-000000001.p7s", "fse-000000002.json", "lot-001.asice"] {
            try FileManager.default.removeItem(atPath: bench.outputs + "/" + name)
        }
        let findings = try bench.verify().findings.filter { $0.severity != .note }
        #expect(
            Set(findings.map(\.code)) == [.signatureMissing, .payloadMissing])
        #expect(try bench.verify("fse-000000002.p7s").findings.map(\.code) == [.payloadMissing])
        #expect(try bench.verify("fse-000000003.p7s").isValid)
        #expect(try bench.verify("absent.json").findings.map(\.code) == [.unreadable])
    }

    @Test func refusesTheSameNumberTwiceInAFolder() throws {
        let bench = try LotBench()
        _ = try bench.sign()
        for kind in ["json", "p7s"] {
            try FileManager.default.copyItem(
                atPath: bench.outputs + "/fse-000000002." + kind, toPath: bench.outputs + "/fse-000000009." + kind)
        }
        let errors = try bench.verify().findings.filter { $0.severity == .error }
        #expect(errors.map(\.code) == [.duplicateNumber])
    }

    @Test func noticesABrokenChainOfLots() throws {
        let bench = try LotBench(1...4)
        _ = try bench.sign(1...2)
        // Another register knows nothing of the first lot and begins anew under the same number.
        let other = try LotBench(1...2)
        try other.addInputs(1...2, ("\"rank\": 1", "\"rank\": 2"))
        _ = try other.sign(1...2)
        _ = try bench.sign(3...4)
        let both = [other.outputs + "/lot-001.asice", bench.outputs + "/lot-002.asice"]
        let report = FSEVerifier(trust: try LotBench.trust()).verify(both)
        #expect(report.findings.filter { $0.severity == .error }.map(\.code) == [.lotChain])
    }

    @Test func noticesNumbersUsedAgain() throws {
        let bench = try LotBench(1...2)
        _ = try bench.sign(1...2)
        let other = try LotBench(2...3)
        _ = try other.sign(2...3)
        let copy = bench.folder.path + "/copy.asice"
        try FileManager.default.copyItem(atPath: bench.outputs + "/lot-001.asice", toPath: copy)
        let verifier = FSEVerifier(trust: try LotBench.trust())
        #expect(verifier.verify([bench.outputs + "/lot-001.asice", copy]).isValid)
        try FileManager.default.moveItem(
            atPath: other.outputs + "/lot-001.asice", toPath: other.outputs + "/other.asice")
        let report = verifier.verify([bench.outputs + "/lot-001.asice", other.outputs + "/other.asice"])
        let errors = report.findings.filter { $0.severity == .error }
        #expect(errors.map(\.code) == [.lotReused, .duplicateNumber])
        #expect(errors.last?.number == 2)
    }

    @Test(arguments: [
        ("revoked", FindingCode.revoked, FindingCode.Category.revoked), ("expired", .expired, .expired),
        ("authentication", .badUsage, .untrusted), ("stranger", .untrusted, .untrusted),
    ])
    func judgesTheSigner(name: String, code: FindingCode, category: FindingCode.Category) throws {
        guard name != "stranger" else {
            let bench = try LotBench(1...1)
            _ = try bench.sign(1...1)
            let trust = try TrustStore(roots: [LotBench.fixture("stranger.crt.pem")])
            let report = FSEVerifier(trust: trust).verify([bench.outputs])
            #expect(Set(report.findings.filter { $0.severity == .error }.map(\.code)) == [code])
            return
        }
        let bench = try LotBench(1...1)
        let content = try FSEDocument(Sample.document(number: 1)).canonicalBytes
        try FileManager.default.createDirectory(atPath: bench.outputs, withIntermediateDirectories: true)
        let signature = try bench.signature(of: content, by: name)
        try Data(content).write(to: URL(filePath: bench.outputs + "/fse-000000001.json"))
        try Data(signature).write(to: URL(filePath: bench.outputs + "/fse-000000001.p7s"))
        let codes = try bench.verify().findings.filter { $0.severity == .error }.map(\.code)
        #expect(codes.contains(code))
        #expect(code.category == category)
    }

    @Test func refusesTheFSEOfSomebodyElse() throws {
        let bench = try LotBench(1...1)
        let content = try FSEDocument(Sample.document(number: 1)).canonicalBytes
        try FileManager.default.createDirectory(atPath: bench.outputs, withIntermediateDirectories: true)
        try Data(content).write(to: URL(filePath: bench.outputs + "/a.json"))
        try Data(bench.signature(of: content, by: "other")).write(to: URL(filePath: bench.outputs + "/a.p7s"))
        let errors = try bench.verify().findings.filter { $0.severity == .error }
        #expect(try bench.verify().gravestCategory == .input)
        #expect(errors == [Finding(.holder, file: "a.json", field: "/issuer/identifier", number: 1)])
    }

    @Test func refusesWhatIsNotCanonicalOrUnderAnotherType() throws {
        let bench = try LotBench(1...1)
        let content = try Sample.document(number: 1)
        try FileManager.default.createDirectory(atPath: bench.outputs, withIntermediateDirectories: true)
        try Data(content).write(to: URL(filePath: bench.outputs + "/a.json"))
        try Data(bench.signature(of: content, by: "signer", mimeType: "text/plain"))
            .write(to: URL(filePath: bench.outputs + "/a.p7s"))
        let errors = try bench.verify().findings.filter { $0.severity == .error }
        #expect(Set(errors.map(\.code)) == [.notCanonical, .mediaType])
    }
}
