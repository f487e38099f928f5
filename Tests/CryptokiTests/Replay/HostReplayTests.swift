// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Cryptoki
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

    @Test(arguments: AcceptedDifference.all)
    func acceptsNoDifferenceThatIsNone(_ difference: AcceptedDifference) throws {
        #expect(difference.recorded != difference.ours)
        for name in difference.scenarios {
            let recording = try #require(Recording.all.first { $0.name == name })
            #expect(try recording.calls().contains { difference.applies(to: recording, $0) }, "\(name)")
        }
    }
}
