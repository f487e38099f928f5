// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import Cryptoki
import Foundation
import Testing

/// Hosts of the established middleware find the same codes here, call by call.
@Suite struct HostReplayTests {
    @Test func findsEveryRecording() throws {
        #expect(Recording.all.count == 61)
        #expect(try Recording.all.flatMap { try $0.calls() }.count == 761)
    }

    @Test(arguments: Recording.all)
    func returnsWhatWasRecorded(_ recording: Recording) throws {
        let host = try RecordedHost(recording)
        for call in try recording.calls() {
            guard let ours = try host.make(call), let result = call.result else { continue }
            let recorded = try #require(ReturnCode(recorded: result), "\(call.name) \(result)")
            let accepted = AcceptedDifference.all.first { $0.applies(to: recording, call) }
            #expect(recorded == accepted?.recorded ?? recorded, "\(call.name)")
            #expect(ours == accepted?.ours ?? recorded, "\(call.name)")
        }
    }

    /// The page on the modes names the defect behind each difference, and marks no other.
    @Test func namesTheDefects() throws {
        let page = TestBench.cards.appendingPathComponent("../docs/pkcs11-modes.md").standardizedFileURL
        let marked = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").compactMap { line in
            line.hasPrefix("| * ") ? line.dropFirst(4).split(separator: " | ").first.map(String.init) : nil
        }
        #expect(!marked.isEmpty)
        #expect(marked == AcceptedDifference.all.map(\.defect))
    }

    @Test(arguments: AcceptedDifference.all)
    func acceptsNoDifferenceThatIsNone(_ difference: AcceptedDifference) throws {
        #expect(difference.recorded != difference.ours)
        for name in difference.scenarios {
            let recording = try #require(Recording.all.first { $0.name == name })
            #expect(try recording.calls().contains { difference.applies(to: recording, $0) }, "\(name)")
        }
    }
}
