// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSE
import FSEDocuments
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: [
        "{}", "[]", "null", " [1 , -0, 1e5, 1.5E-3 ]\n", #"{"a":{"b":[true,false,null]}}"#, #""\u00e9\ud83d\ude00\/""#,
    ])
    func reads(document: String) throws {
        _ = try JSONParser.parse(Array(document.utf8))
    }

    @Test(arguments: [
        "", "[", "[1,]", "{,}", #"{"a"}"#, #"{"a":1,}"#, "[01]", "[+1]", "[1.]", "[.5]", "[1e]", "[-]", "tru", "nulll",
        "'a'", "\"\u{01}\"", #""\x""#, #""\u12g4""#, "\"a", "[NaN]", "\u{FEFF}{}", "{1:2}", "[1 2]", "// c\n1",
        "[\u{A0}1]",
    ])
    func refusesWhatRFC8259DoesNotAllow(document: String) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(document.utf8)) }
        #expect(error?.reason == .syntax || error?.reason == .trailingContent)
    }

    @Test func refusesDuplicateNamesByCodePoint() {
        let error = #expect(throws: JSONError.self) {
            try JSONParser.parse(Array(#"{"a":[{"x":1,"\u0078":2}]}"#.utf8))
        }
        #expect(error?.reason == .duplicateName)
        #expect(error?.pointer.description == "/a/0/x")
    }

    @Test func keepsNamesApartThatAreOnlyCanonicallyEquivalent() throws {
        // é composed and decomposed; K and KELVIN SIGN.
        _ = try JSONParser.parse(Array("{\"\u{E9}\":1,\"e\u{301}\":2,\"K\":3,\"\u{212A}\":4}".utf8))
    }

    @Test func escapesPointers() {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(#"{"a/b~c":{"d":1,"d":2}}"#.utf8)) }
        #expect(error?.pointer.description == "/a~1b~0c/d")
    }

    @Test(arguments: [
        (64, false), (65, true), (100_000, true),
    ])
    func boundsDepth(depth: Int, refused: Bool) {
        let document = Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        var reason: JSONError.Reason?
        do { _ = try JSONParser.parse(document) } catch { reason = error.reason }
        #expect(reason == (refused ? .tooDeep : nil))
    }

    @Test func boundsSize() {
        let fits = Array("\"".utf8) + [UInt8](repeating: 0x61, count: JSONParser.maximumSize - 2) + Array("\"".utf8)
        #expect(throws: Never.self) { try JSONParser.parse(fits) }
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(fits + [0x20]) }
        #expect(error?.reason == .tooLarge)
    }

    @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]])
    func refusesBytesThatAreNotUTF8(document: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(document) }
        #expect(error?.reason == .notUTF8)
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#])
    func refusesLoneSurrogates(document: String) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(document.utf8)) }
        #expect(error?.reason == .loneSurrogate)
    }

    @Test func survivesEveryTruncationAndFlip() throws {
        let document = Array(try Sample.document())
        for count in 0..<document.count { _ = try? JSONParser.parse(Array(document[..<count])) }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var altered = document
            altered[Int.random(in: 0..<altered.count, using: &random)] = .random(in: 0...255, using: &random)
            _ = try? FSEDocument(altered)
        }
    }
}
