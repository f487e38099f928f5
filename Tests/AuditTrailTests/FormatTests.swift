// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory
import Testing

@testable import AuditTrail

@Suite struct FormatTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"), (1_795_891_743_123, "2026-11-28T18:49:03.123Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func writesTimes(_ milliseconds: Int64, _ text: String) {
        #expect(AuditTime.text(milliseconds) == text)
        #expect(AuditTime.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-28T18:49:03Z", "2026-02-30T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-11-28T24:00:00.000Z",
        "2026-11-28 18:49:03.123Z", "2026-11-28T18:49:03.123+", "99999-11-28T18:49:03.123Z", "2026-00-01T00:00:00.000Z",
    ])
    func readsNoOtherTimes(_ text: String) {
        #expect(AuditTime.milliseconds(text) == nil)
    }

    @Test func keepsTimesWithinTheCalendar() {
        let early = AuditMoment(utc: .min, uptime: .min, isTrusted: false)
        let late = AuditMoment(utc: .max, uptime: .max, isTrusted: false)
        #expect(AuditTime.text(early.utc) == "1970-01-01T00:00:00.000Z")
        #expect(AuditTime.text(late.utc) == "9999-12-31T23:59:59.999Z")
    }

    @Test(arguments: [
        "899700010038", "0991234567", "02A1234567", "3999999999/0042", "1991234567/7", "499999999800010/A1",
    ])
    func takesIdentifiersOfProfessionals(_ text: String) {
        #expect(NationalIdentifier(text)?.text == text)
    }

    @Test(arguments: [
        "", "8", "89970001003", "8997000100381", "1850578006084", "185057800608436", "2850578006084", "899700O10038",
        "1850578006084/", "DUPONT", "8997 0001003", "3999999999", "899700010038\n", "3999999999/a b", "9123456789",
    ])
    func takesNoPatientAndNoText(_ text: String) {
        #expect(NationalIdentifier(text) == nil)
    }

    @Test(arguments: ["", "1-kiosk", "kiosk 1", "kiosk\"", "k1850578006084", "kiosk\u{301}", "a/b"])
    func takesNoTextAsAPlace(_ text: String) {
        #expect(AuditPlace(text) == nil)
    }

    @Test func hidesProfessionals() throws {
        let bytes = [UInt8](repeating: 7, count: 32)
        let key = try PseudonymKey(SecretBytes(copying: bytes.span))
        let identifier = try #require(NationalIdentifier("899700010038"))
        // printf 899700010038 | openssl dgst -sha256 -mac HMAC -macopt hexkey:07…07
        #expect(try key.pseudonym(of: identifier).text == "6b94912667d86668f6d7f605a3418d92")
        #expect(throws: AuditError.key("site key")) {
            try PseudonymKey(SecretBytes(copying: bytes.span.extracting(..<31)))
        }
    }

    // MARK: Lines

    static let line =
        #"{"n":3,"kind":"intent","utc":"2026-11-28T18:49:03.123Z","uptime":5000,"clock":"trusted","#
        + #""who":"899700010038","what":"card.sign","reference":"number:7","where":"kiosk-1","means":"badge","#
        + #""level":"substantial","previous":"0000000000000000000000000000000000000000000000000000000000000000"}"#

    @Test func readsAndWritesALine() throws {
        let read = try #require(ReadRecord(Array(FormatTests.line.utf8)))
        #expect(
            read.record.body == .intent(TrailBench.entry(.cardSign, reference: .number(7))))
        #expect(String(decoding: RecordLine.encoded(read.members, signature: nil), as: UTF8.self) == FormatTests.line)
    }

    @Test(arguments: [
        ("{\"n\":3", "{\"n\":03"), ("{\"n\":3", "{ \"n\":3"), ("{\"n\":3", "{\"n\":-3"), ("{\"n\":3", "{\"n\":0"),
        ("{\"n\":3", "{\"n\":9999999999999999999"), ("\"n\":3", "\"n\":3,\"n\":3"), ("trusted", "perhaps"),
        ("card.sign", "card.eat"), ("badge", "Dupont"), ("number:7", "number:4294967296"), ("number:7", "Dupont"),
        ("kiosk-1", "kiosk 1"), ("899700010038", "1850578006084"), ("\"level\"", "\"more\":1,\"level\""),
        ("\"kind\":\"intent\",", ""), ("}", ",\"signature\":\"00\"}"), ("}", "} "), ("}", ""), ("kiosk-1", "k\\u0031"),
        ("\"who\":\"899700010038\",\"what\":\"card.sign\"", "\"what\":\"card.sign\",\"who\":\"899700010038\""),
        ("number:7\"", "number:07\""), ("substantial", "substantial\u{0}"), ("5000", "[5000]"), ("5000", "[5000"),
    ])
    func readsNoOtherSpelling(_ part: String, _ other: String) throws {
        let line = FormatTests.line.replacing(part, with: other, maxReplacements: 1)
        #expect(line != FormatTests.line)
        #expect(ReadRecord(Array(line.utf8)) == nil)
    }

    @Test func readsNoLineThatIsCut() {
        let bytes = Array(FormatTests.line.utf8)
        for count in bytes.indices { #expect(ReadRecord(bytes[..<count]) == nil) }
        for index in bytes.indices {
            var changed = bytes
            changed[index] = 0xFF
            #expect(ReadRecord(changed) == nil)
        }
        #expect(ReadRecord([UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)) == nil)
    }

    @Test func keepsEveryKindOfReference() {
        let references: [AuditReference] = [
            .number(0), .number(.max), .identifier(1, .max), .digest(AuditDigest(of: [])),
        ]
        for reference in references { #expect(AuditReference(text: reference.text) == reference) }
        for text in ["", "id:0", "number:", "sha256:00", "other:1", "number:+1"] {
            #expect(AuditReference(text: text)?.text != text)
        }
    }

    @Test func keepsItsPublicKeyInPEM() throws {
        let bench = try TrailBench()
        try bench.open().close()
        let folder = try AuditFolder(bench.path, isOwned: false)
        let pem = try #require(try folder.read(AuditKey.publicName, limit: 4096))
        #expect(AuditKey.publicKey(pem) != nil)
        for index in pem.indices where pem[index] != UInt8(ascii: "\n") {
            var changed = pem
            changed[index] = UInt8(ascii: "-")
            if changed != pem { #expect(AuditKey.publicKey(changed) == nil) }
        }
        #expect(AuditKey.publicKey(Array(pem.dropLast())) == nil)
    }
}
