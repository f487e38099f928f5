// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Foundation
import ISO7816
import Testing
import VirtualCardPlugs

@Suite("Trace")
struct TraceWriterTests {
    @Test(arguments: [
        ("0020000104" + "31323334", "0020000104" + "********"),
        ("0024000108" + "3132333435363738", "0024000108" + "****************"),
        ("002C020104" + "35363738", "002C020104" + "********"),
        ("A020000104" + "31323334", "A020000104" + "********"),
        ("0121000104" + "31323334", "0121000104" + "********"),
        // Lc and data disagree: all that follows may be a PIN.
        ("0020000102" + "31323334", "0020000102" + "********"),
        ("00200001000004" + "31323334", "00200001000004" + "********"),
        ("0020000100" + "0031", "00200001000031"),
    ])
    func masksPINsWhateverTheClass(command: String, shown: String) throws {
        #expect(TraceWriter.masked(try #require([UInt8](hexadecimal: command))) == shown)
    }

    @Test(arguments: ["00200001", "0020000100", "00B0000008", "002A9E9A02AABB", "00A40000023F00", "", "00"])
    func leavesOtherCommandsAlone(command: String) throws {
        #expect(TraceWriter.masked(try #require([UInt8](hexadecimal: command))) == command)
    }

    @Test func writesOneObjectPerLineForItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("trace.jsonl")
        do {
            let face = TracedFace(TinyFace(), to: try TraceWriter(path: path))
            face.powerOn()
            _ = face.respond(to: TinyFace.verify)
            _ = face.respond(to: TinyFace.read)
            face.reset()
            face.powerOff()
        }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let decoder = JSONDecoder()
        let lines = try text.split(separator: "\n").map { line in
            try decoder.decode([String: String].self, from: Data(line.utf8))
        }
        #expect(
            lines == [
                ["event": "card power on"], ["c": "0020000104********", "r": "9000"],
                ["c": "00B0000008", "r": "01020304050607089000"], ["event": "card reset"],
                ["event": "card power off"],
            ])
        #expect(!text.contains("31323334"))
        #expect(try folder.permissions(path) == 0o600)
    }

    @Test func showsWhatTheReaderSaw() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("trace.jsonl")
        do {
            let faulty = FaultyFace(TinyFace())
            faulty.plan.add(.remove, at: .before(command: 1))
            let face = TracedFace(faulty, to: try TraceWriter(path: path), as: "a \"quoted\" \\ name\n")
            _ = face.react(to: TinyFace.read)
        }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = try text.split(separator: "\n").map { line in
            try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        }
        let name = "a \"quoted\" \\ name "
        #expect(lines.map { $0["card"] } == [name, name])
        #expect(lines.first?["r"] == "")
        #expect(lines.last?["event"] == "card removed")
    }

    @Test func tellsWhenALineIsLost() throws {
        let trace = try TraceWriter(path: "/dev/full")
        #expect(!trace.isBroken)
        trace.record(event: "card reset")
        #expect(trace.isBroken)
    }

    @Test func saysWhichFileCannotBeOpened() {
        #expect(throws: SystemFailure.self) { try TraceWriter(path: "/nowhere/trace.jsonl") }
    }
}
