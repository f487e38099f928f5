// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import Testing

@testable import AuditTrail

/// Every kind of damage to a trail of three days; our verifier and the checker that shares nothing with it find each.
@Suite struct DamageTests {
    /// A folder's files in memory.
    struct Image {
        var files: [String: [UInt8]]

        init(_ path: String) throws {
            files = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                files[name] = FileManager.default.contents(atPath: path + "/" + name).map(Array.init)
            }
        }

        /// Names of the files of records, oldest first.
        var names: [String] { AuditNames.files(files.keys.sorted()).map(\.name) }

        func lines(_ name: String) -> [[UInt8]] {
            (files[name] ?? []).split(separator: 0x0A).map(Array.init)
        }

        mutating func change(_ name: String, _ body: (inout [[UInt8]]) -> Void) {
            var lines = lines(name)
            body(&lines)
            files[name] = lines.flatMap { $0 + [0x0A] }
        }

        /// All lines from one on name the one before again, as somebody without the key would have them do.
        mutating func rechain() {
            var last = AuditHead.none
            for name in names {
                change(name) { lines in
                    for index in lines.indices {
                        guard let read = ReadRecord(lines[index]) else { continue }
                        let record = AuditRecord(
                            number: last.number + 1, moment: read.record.moment, body: read.record.body,
                            previous: last.digest)
                        lines[index] = RecordLine.encoded(record.members, signature: read.signature)
                        last = AuditHead(number: record.number, digest: AuditDigest(of: lines[index]))
                    }
                }
            }
        }

        func write(_ path: String) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (name, content) in files { try Data(content).write(to: URL(fileURLWithPath: path + "/" + name)) }
        }
    }

    private static func whole() throws -> Image {
        let bench = try TrailBench()
        try bench.writeThreeDays()
        #expect(try bench.verify().isWhole)
        return try Image(bench.path)
    }

    /// Both find something wrong with every one.
    private func bothFind(_ images: [(String, Image)], key: [UInt8]? = nil) throws {
        let folder = try TemporaryFolder()
        var keyFile: String?
        if let key {
            keyFile = folder.file("key.pub")
            try Data(key).write(to: URL(fileURLWithPath: folder.file("key.pub")))
        }
        var paths: [String] = []
        for (index, (what, image)) in images.enumerated() {
            let path = folder.file("\(index)")
            try image.write(path)
            paths.append(path)
            let report = try AuditVerification.run(path: path, expecting: AuditExpectation(publicKey: key))
            #expect(!report.isWhole, "\(what) is not found")
        }
        let said = try AuditCheck.run(paths, key: keyFile)
        for (path, (what, _)) in zip(paths, images) {
            #expect(said[path] != nil && said[path] != "ok", "\(what) is not found by audit-check")
        }
    }

    @Test func findsEveryRecordThatIsRemovedChangedOrMoved() throws {
        let whole = try DamageTests.whole()
        var images: [(String, Image)] = []
        func add(_ what: String, _ name: String, _ body: (inout [[UInt8]]) -> Void) {
            var image = whole
            image.change(name, body)
            images.append((what, image))
        }
        for name in whole.names {
            let count = whole.lines(name).count
            for index in 0..<count {
                add("\(name):\(index + 1) removed", name) { $0.remove(at: index) }
                add("\(name):\(index + 1) changed", name) { lines in
                    let place = (index * 37 + 11) % lines[index].count
                    lines[index][place] ^= 1
                }
                add("\(name):\(index + 1) twice", name) { $0.insert($0[index], at: index) }
                if index + 1 < count { add("\(name):\(index + 1) swapped", name) { $0.swapAt(index, index + 1) } }
            }
        }
        #expect(images.count > 100)
        try bothFind(images)
    }

    @Test func findsEveryByteOfARecord() throws {
        let whole = try DamageTests.whole()
        let folder = try TemporaryFolder()
        let path = folder.file("audit")
        try whole.write(path)
        let name = try #require(whole.names.last)
        // An intent, and the seal at the end.
        for (index, line) in whole.lines(name).enumerated() where index == 3 || index == whole.lines(name).count - 1 {
            for place in line.indices {
                var image = whole
                image.change(name) { $0[index][place] ^= 1 }
                try Data(try #require(image.files[name])).write(to: URL(fileURLWithPath: path + "/" + name))
                #expect(try !AuditVerification.run(path: path).isWhole, "byte \(place) of line \(index + 1)")
            }
        }
    }

    @Test func findsACutEndAndMissingFiles() throws {
        let whole = try DamageTests.whole()
        var images: [(String, Image)] = []
        for name in whole.names {
            let content = try #require(whole.files[name])
            for count in Array(stride(from: 0, to: content.count, by: 97)) + [content.count - 1] {
                var image = whole
                image.files[name] = Array(content[..<count])
                images.append(("\(name) cut at \(count)", image))
            }
            for index in whole.lines(name).indices {
                var image = whole
                image.change(name) { $0.removeLast($0.count - index) }
                images.append(("\(name) without its lines from \(index + 1) on", image))
            }
            var image = whole
            image.files[name] = nil
            images.append(("\(name) removed", image))
            image.files[name.replacing("audit-", with: "audit-1")] = whole.files[name]
            images.append(("\(name) renamed", image))
        }
        var image = whole
        for name in whole.names { image.files[name] = nil }
        images.append(("all files removed", image))
        image = whole
        (image.files[whole.names[0]], image.files[whole.names[1]]) = (
            whole.files[whole.names[1]], whole.files[whole.names[0]]
        )
        images.append(("two files swapped", image))
        try bothFind(images)
    }

    @Test func findsForgedSealsAndHeads() throws {
        let whole = try DamageTests.whole()
        var images: [(String, Image)] = []
        for name in whole.names {
            for (index, line) in whole.lines(name).enumerated() where ReadRecord(line)?.signature != nil {
                var image = whole
                // The last digit of the signature, and everything after it made to fit.
                image.change(name) { $0[index][line.count - 3] ^= 1 }
                image.rechain()
                images.append(("\(name):\(index + 1) with a forged seal", image))
            }
        }
        #expect(images.count > 5)
        var image = whole
        image.files["head.json"] = nil
        images.append(("no head", image))
        let head = try #require(whole.files["head.json"])
        for place in stride(from: 0, to: head.count, by: 5) {
            image.files["head.json"] = head
            image.files["head.json"]?[place] ^= 1
            images.append(("byte \(place) of the head", image))
        }
        // Seals of the chain are no heads.
        image.files["head.json"] = try #require(whole.lines(whole.names[0]).last) + [0x0A]
        images.append(("a seal in place of the head", image))
        // Rewritten by somebody who has no key: one record, or the end.
        image = whole
        image.change(whole.names[1]) {
            $0[3] = Array(String(decoding: $0[3], as: UTF8.self).replacing("session.open", with: "session.lock").utf8)
        }
        image.rechain()
        images.append(("a record and all after it rewritten", image))
        image = whole
        let last = try #require(whole.names.last)
        image.change(last) { $0.removeLast(4) }
        image.rechain()
        images.append(("the end rewritten", image))
        // Added after the trail was closed.
        image = whole
        image.change(last) { $0.append($0[$0.count - 2]) }
        image.rechain()
        images.append(("a record after the close", image))
        try bothFind(images)
    }

    /// Everything made again under another key is whole in itself: the key must be known from elsewhere.
    @Test func findsAnotherKey() throws {
        let (whole, other) = (try DamageTests.whole(), try DamageTests.whole())
        let key: [UInt8] = try #require(whole.files["seal.pub"])
        try bothFind([("another trail", other)], key: key)
        var image = whole
        image.files["seal.pub"] = other.files["seal.pub"]
        image.files["seal.key"] = other.files["seal.key"]
        try bothFind([("another key in the folder", image)])
        let bench = try TrailBench()
        try image.write(bench.path)
        for name in image.files.keys + ["."] {
            let mode = name == "." ? 0o700 : 0o600
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: bench.path + "/" + name)
        }
        #expect(throws: AuditError.broken(AuditFinding("head.json", 1, .wrongKey))) { try bench.open() }
    }

    /// An older copy of everything is whole; only what was kept elsewhere shows it.
    @Test func findsAnOlderCopyByItsAnchor() throws {
        let bench = try TrailBench()
        try bench.writeThreeDays()
        let old = try Image(bench.path)
        try bench.writeThreeDays()
        let anchor = try #require(try bench.verify().last)
        #expect(try bench.verify(AuditExpectation(anchor: anchor)).isWhole)
        let folder = try TemporaryFolder()
        try old.write(folder.file("old"))
        let report = try AuditVerification.run(path: folder.file("old"), expecting: AuditExpectation(anchor: anchor))
        #expect(report.findings == [AuditFinding("anchor", nil, .truncated)])
        let other = AuditHead(number: 5, digest: .none)
        #expect(try bench.verify(AuditExpectation(anchor: other)).findings.map(\.reason) == [.replaced])
    }

    @Test func saysWhere() throws {
        let bench = try TrailBench()
        try bench.writeThreeDays()
        let whole = try Image(bench.path)
        func findings(_ body: (inout [[UInt8]]) -> Void) throws -> [AuditFinding] {
            var image = whole
            image.change(whole.names[1], body)
            let folder = try TemporaryFolder()
            try image.write(folder.file("audit"))
            return try AuditVerification.run(path: folder.file("audit")).findings
        }
        let name = whole.names[1]
        #expect(try findings { $0[3][0] ^= 1 }.map(\.reason) == [.unreadable, .chain, .outcome])
        #expect(try findings { $0[3][0] ^= 1 }.first == AuditFinding(name, 4, .unreadable))
        #expect(try findings { $0.remove(at: 7) } == [AuditFinding(name, 8, .number)])
        #expect(try findings { $0.swapAt(3, 4) }.first == AuditFinding(name, 4, .number))
    }

    @Test func judgesBytesOfStrangers() throws {
        let whole = try DamageTests.whole()
        let folder = try TemporaryFolder()
        var generator = SystemRandomNumberGenerator()
        for round in 0..<60 {
            var image = whole
            let name = try #require(image.files.keys.sorted().randomElement(using: &generator))
            var content = try #require(image.files[name])
            for _ in 0..<Int.random(in: 1...20) where !content.isEmpty {
                let place = Int.random(in: content.indices)
                if Bool.random() { content[place] = .random(in: 0...255) } else { content.removeSubrange(place...) }
            }
            image.files[name] = content
            try image.write(folder.file("\(round)"))
            // Whatever it finds, it ends.
            _ = try AuditVerification.run(path: folder.file("\(round)"))
        }
    }
}
