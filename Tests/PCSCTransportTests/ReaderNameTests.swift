// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PCSCTransport

@Suite struct ReaderNameTests {
    private func names(_ parts: [[UInt8]]) -> [ReaderName] {
        ReaderName.parse(parts.flatMap { $0 + [0] } + [0])
    }

    @Test func keepsNamesInTheirOrder() {
        let names = names([Array("Lecteur é 00 00".utf8), Array("B".utf8)])
        #expect(names.map(\.text) == ["Lecteur é 00 00", "B"])
        #expect(names[0].bytes == Array("Lecteur é 00 00".utf8))
    }

    @Test func replacesWhatIsNotText() {
        let escape = names([[0x41, 0x1B, 0x5B, 0x33, 0x31, 0x6D], [0x42, 0xFF, 0xC3], [0x43, 0xE2, 0x80, 0xAE]])
        #expect(escape.map(\.text) == ["A\u{FFFD}[31m", "B\u{FFFD}\u{FFFD}", "C\u{FFFD}"])
        #expect(escape[1].bytes == [0x42, 0xFF, 0xC3])
    }

    @Test func leavesOutNamesThatCannotBeAskedFor() {
        let names = names([[UInt8](repeating: 0x41, count: 127), [UInt8](repeating: 0x42, count: 128)])
        #expect(names.map(\.bytes.count) == [127])
    }

    @Test func tellsRepeatedNamesOnceAndKeepsTextsApart() {
        let names = names([[0x41], [0x41], [0x41, 0x01], [0x41, 0x02]])
        #expect(names.map(\.text) == ["A", "A\u{FFFD}", "A\u{FFFD} (2)"])
        #expect(Set(names.map(\.bytes)).count == 3)
    }

    @Test(arguments: [[], [0], [0, 0], [0x41]] as [[UInt8]])
    func readsAnyEnding(bytes: [UInt8]) {
        #expect(ReaderName.parse(bytes).count == (bytes == [0x41] ? 1 : 0))
    }

    @Test func isBounded() {
        let many = names((0..<500).map { Array("Reader \($0)".utf8) })
        #expect(many.count == ReaderName.mostReaders)
    }
}
