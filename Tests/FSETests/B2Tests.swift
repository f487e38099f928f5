// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSE
import FSEDocuments
import Testing

@Suite struct B2Tests {
    /// Header, second header with a NIR, an act, a trailer: fictitious.
    static func block(ending: String, types: String = "2245", key: String? = nil) -> [UInt8] {
        var text = ""
        for (index, type) in types.enumerated() {
            var record = [Character](repeating: " ", count: 128)
            record[0] = type
            if index == 1, type == "2" {
                let nir = "2852075123456" + (key ?? Sample.key("2852075123456"))
                for (offset, character) in nir.enumerated() { record[49 + offset] = character }
            }
            text += String(record) + ending
        }
        return Array(text.utf8)
    }

    @Test(arguments: zip(["\r\n", "\n", ""], B2Block.LineEnding.allCases))
    func readsRecordsAsConfigured(ending: String, lineEnding: B2Block.LineEnding) throws {
        let block = try B2Block(Self.block(ending: ending), lineEnding: lineEnding)
        #expect(block.recordCount == 4)
        #expect(block.bytes == Self.block(ending: ending))
        #expect(!block.notChecked.contains(.nirKey))
        #expect(block.notChecked.contains(.totals))
    }

    @Test func saysWhenThereWasNoNIRToCheck() throws {
        #expect(try B2Block(Self.block(ending: "\n", types: "245"), lineEnding: .lf).notChecked.contains(.nirKey))
    }

    @Test func takesLatin1Letters() throws {
        var bytes = Self.block(ending: "\n")
        bytes[20] = 0xE9
        _ = try B2Block(bytes, lineEnding: .lf)
        bytes[20] = 0x85
        #expect(throws: B2Error(.characters, record: 1)) { try B2Block(bytes, lineEnding: .lf) }
    }

    @Test(arguments: [
        ("", B2Error(.empty, record: 0)), ("1225", B2Error(.recordType, record: 1)),
        ("4225", B2Error(.order, record: 1)), ("2425", B2Error(.order, record: 3)), ("224", B2Error(.order, record: 3)),
        ("2254", B2Error(.order, record: 4)), ("226", B2Error(.recordType, record: 3)),
    ])
    func refusesOtherRecordsAndOrders(types: String, error: B2Error) {
        #expect(throws: error) { try B2Block(Self.block(ending: "\n", types: types), lineEnding: .lf) }
    }

    @Test func refusesAWrongKey() {
        let wrong = Sample.key("2852075123456") == "01" ? "02" : "01"
        #expect(throws: B2Error(.nirKey, record: 2)) {
            try B2Block(Self.block(ending: "\n", key: wrong), lineEnding: .lf)
        }
    }

    @Test func refusesOtherRecordLengths() {
        let block = Self.block(ending: "\r\n")
        #expect(throws: B2Error(.recordLength, record: 1)) { try B2Block(block, lineEnding: .lf) }
        #expect(throws: B2Error(.recordLength, record: 4)) { try B2Block(Array(block.dropLast()), lineEnding: .crlf) }
    }
}
