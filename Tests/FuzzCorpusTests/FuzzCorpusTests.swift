// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FuzzEntry
import Testing

/// The seeds of the fuzzers, through the same doors, on every run of the tests.
@Suite struct FuzzCorpusTests {
    @Test(arguments: FuzzTarget.allCases) func survivesItsCorpus(_ target: FuzzTarget) throws {
        let seeds = try Fixtures.seeds(target)
        #expect(seeds.count >= 3, "a corpus of \(seeds.count) seeds")
        for (name, bytes) in seeds {
            #expect(throws: Never.self, "\(target.rawValue)/\(name)") { try target.run(bytes) }
        }
    }

    /// Cut anywhere, and with any single byte changed in a way that lengths are made of.
    @Test(arguments: FuzzTarget.allCases.filter { $0 != .virtualCard && $0 != .lot })
    func survivesBrokenSeeds(_ target: FuzzTarget) throws {
        for (name, bytes) in try Fixtures.seeds(target) {
            let step = max(1, bytes.count / 48)
            for place in stride(from: 0, to: bytes.count, by: step) {
                var changed = bytes
                changed[place] = [0x00, 0x7F, 0x80, 0x82, 0xFF][place / step % 5]
                for input in [Array(bytes.prefix(place)), changed] {
                    #expect(throws: Never.self, "\(target.rawValue)/\(name) at \(place)") { try target.run(input) }
                }
            }
        }
    }

    @Test(arguments: [("cps3-medecin", false), ("cps3-medecin", true), ("cps4-medecin", false), ("cps4-t0", false)])
    func playsARecordedConversation(_ profile: String, _ contactless: Bool) throws {
        let script = try ConversationEntry.record(profile, contactless: contactless)
        #expect(ConversationScript(decoding: script.encoded).answers == script.answers)
        let outcome = ConversationEntry.run(script)
        #expect(outcome.isRecognised)
        #expect(outcome.showsContents)
        #expect(outcome.usesKeys == !contactless)
    }

    @Test(arguments: [("cps3-medecin", false), ("cps3-medecin", true), ("cps4-medecin", false), ("cps4-t0", false)])
    func playsAHostOfTheModule(_ profile: String, _ contactless: Bool) throws {
        let script = try ModuleAnswersEntry.record(profile, contactless: contactless)
        let outcome = ModuleAnswersEntry.outcome(script)
        #expect(outcome.isRecognised)
        #expect(outcome.objects >= (contactless ? 3 : 9))
        #expect(outcome.isLoggedIn != contactless)
    }

    @Test func findsACardThatIsBroken() throws {
        var script = try ConversationEntry.record("cps4-medecin")
        script.answers[1] = [0x6A, 0x82]
        #expect(!ConversationEntry.run(script).isRecognised)
    }
}
