// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSE
import FSEDocuments
import Testing

@Suite struct JCSTests {
    private func canonical(_ document: String) throws -> String {
        String(decoding: try JCS.canonicalBytes(of: JSONParser.parse(Array(document.utf8))), as: UTF8.self)
    }

    /// RFC 8785 §3.2.3, the sorting sample.
    @Test func sortsByUTF16CodeUnits() throws {
        let document = #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
            """#
        let expected =
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\","
            + "\"\u{F6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20AC}\":\"Euro Sign\","
            + "\"\u{1F600}\":\"Emoji: Grinning Face\",\"\u{FB33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        #expect(try Array(canonical(document).utf8) == Array(expected.utf8))
    }

    /// RFC 8785 §3.2.2, the sample without its fractional numbers, and the UTF-8 of §3.2.4.
    @Test func writesTheSampleOfTheRFC() throws {
        let document = #"""
            {
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let expected: [UInt8] = [
            0x7B, 0x22, 0x6C, 0x69, 0x74, 0x65, 0x72, 0x61, 0x6C, 0x73, 0x22, 0x3A, 0x5B, 0x6E, 0x75, 0x6C, 0x6C, 0x2C,
            0x74, 0x72, 0x75, 0x65, 0x2C, 0x66, 0x61, 0x6C, 0x73, 0x65, 0x5D, 0x2C, 0x22, 0x73, 0x74, 0x72, 0x69, 0x6E,
            0x67, 0x22, 0x3A, 0x22, 0xE2, 0x82, 0xAC, 0x24, 0x5C, 0x75, 0x30, 0x30, 0x30, 0x66, 0x5C, 0x6E, 0x41, 0x27,
            0x42, 0x5C, 0x22, 0x5C, 0x5C, 0x5C, 0x5C, 0x5C, 0x22, 0x2F, 0x22, 0x7D,
        ]
        #expect(try Array(canonical(document).utf8) == expected)
    }

    @Test func escapesControlsShortlyWhereItCan() throws {
        #expect(
            try canonical(#""\u0000\u0008\u0009\u000a\u000b\u000c\u000d\u001f\u007f""#)
                == "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u{7F}\"")
    }

    @Test(arguments: [("-0", "0"), ("0", "0"), ("-12", "-12"), ("9007199254740992", "9007199254740992")])
    func writesIntegers(text: String, expected: String) throws {
        #expect(try canonical(text) == expected)
    }

    @Test(arguments: [
        ("[1.0]", JSONError.Reason.notAnInteger), ("[1e2]", .notAnInteger), ("[0.1]", .notAnInteger),
        ("[9007199254740993]", .integerTooLarge), ("[-9007199254740993]", .integerTooLarge),
        ("[99999999999999999999999]", .integerTooLarge),
    ])
    func refusesNumbersThatMayBeRounded(document: String, reason: JSONError.Reason) {
        let error = #expect(throws: JSONError.self) { try canonical(document) }
        #expect(error?.reason == reason)
        #expect(error?.pointer.description == "/0")
    }

    @Test func isAFixedPoint() throws {
        let once = try JCS.canonicalBytes(of: JSONParser.parse(Sample.document()))
        #expect(try JCS.canonicalBytes(of: JSONParser.parse(once)) == once)
    }
}
