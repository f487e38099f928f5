// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import FSE
import FSEDocuments
import Testing

@Suite struct FSEDocumentTests {
    @Test func readsEveryField() throws {
        let document = try FSEDocument(Sample.document())
        #expect(document.number == 123)
        #expect(document.date.description == "2026-11-20")
        #expect(document.issuer.identifier == Sample.issuer)
        #expect(document.issuer.structure == Sample.structure)
        #expect(document.issuer.sector == "SA07")
        #expect(document.acts.map(\.amount) == [3000, 1426])
        #expect(document.totals.patient == 328)
        #expect(document.coverage.nature == .sickness)
        #expect(document.prescriber?.date.description == "2026-11-01")
        #expect(document.complementary?.contract == "TEST0001")
        #expect(document.patientProof.kind == .vitaleMAC)
        #expect(document.patientProof.value == [0, 1, 2, 3, 4, 5, 6, 7])
    }

    @Test func hasOneCanonicalFormWhateverTheLayout() throws {
        let spread = try FSEDocument(Sample.document()).canonicalBytes
        let compact = try FSEDocument(spread)
        #expect(compact.canonicalBytes == spread)
        #expect(String(decoding: spread.prefix(30), as: UTF8.self) == #"{"accredited":false,"acts":[{""#)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let from: String
        let to: String
        let code: String
        let pointer: String
        var testDescription: String { "\(code) at \(pointer)" }
    }

    static let refusals = [
        Refusal(from: "fse-open/1", to: "fse-open/2", code: "fse.schema", pointer: "/schema"),
        Refusal(
            from: "\"accredited\": false", to: "\"accredited\": true", code: "fse.accreditation", pointer: "/accredited"
        ),
        Refusal(from: "\"number\": 123", to: "\"number\": 0", code: "fse.out-of-range", pointer: "/number"),
        Refusal(from: "\"number\": 123", to: "\"number\": 1000000000", code: "fse.out-of-range", pointer: "/number"),
        Refusal(from: "\"number\": 123", to: "\"number\": \"123\"", code: "fse.wrong-type", pointer: "/number"),
        Refusal(from: "\"number\": 123,", to: "", code: "fse.missing-field", pointer: "/number"),
        Refusal(
            from: "\"number\": 123,", to: "\"number\": 123, \"nom\": 1,", code: "fse.unknown-field", pointer: "/nom"),
        Refusal(
            from: "\"date\": \"2026-11-20\",\n", to: "\"date\": \"2026-02-30\",\n", code: "fse.not-a-date",
            pointer: "/date"),
        Refusal(from: "2026-11-01", to: "2026-11-1", code: "fse.not-a-date", pointer: "/prescriber/date"),
        Refusal(from: "2026-11-01", to: "2026-11-21", code: "fse.date-after-document", pointer: "/prescriber/date"),
        Refusal(from: "2026-11-19", to: "2026-11-21", code: "fse.date-after-document", pointer: "/acts/1/date"),
        Refusal(from: "2026-11-19", to: "1985-03-30", code: "fse.date-before-birth", pointer: "/acts/1/date"),
        Refusal(from: "2852075123456", to: "2852075123457", code: "fse.nir-key", pointer: "/beneficiary/key"),
        Refusal(from: "180202A123456", to: "180202C123456", code: "fse.bad-format", pointer: "/insured/nir"),
        Refusal(from: "\"rank\": 1", to: "\"rank\": 10", code: "fse.out-of-range", pointer: "/beneficiary/rank"),
        Refusal(
            from: "\"nature\": \"10\"", to: "\"nature\": \"11\"", code: "fse.bad-format", pointer: "/coverage/nature"),
        Refusal(
            from: "\"exoneration\": \"0\"", to: "\"exoneration\": \"B\"", code: "fse.bad-format",
            pointer: "/coverage/exoneration"),
        Refusal(from: "DEQP003", to: "DEQP03", code: "fse.bad-format", pointer: "/acts/1/code"),
        Refusal(from: "\"code\": \"G\"", to: "\"code\": \"g\"", code: "fse.bad-format", pointer: "/acts/0/code"),
        Refusal(from: "\"code\": \"G\"", to: "\"code\": \"\u{212A}\"", code: "fse.bad-format", pointer: "/acts/0/code"),
        Refusal(
            from: "\"unitPrice\": 1426", to: "\"unitPrice\": 14.26", code: "json.not-an-integer",
            pointer: "/acts/1/unitPrice"),
        Refusal(
            from: "\"amount\": 1426", to: "\"amount\": 9007199254740993", code: "json.integer-too-large",
            pointer: "/acts/1/amount"),
        Refusal(from: "\"amount\": 1426", to: "\"amount\": -1426", code: "fse.out-of-range", pointer: "/acts/1/amount"),
        Refusal(from: "\"amount\": 1426", to: "\"amount\": 1427", code: "fse.sum", pointer: "/totals/acts"),
        Refusal(from: "\"patient\": 328", to: "\"patient\": 329", code: "fse.sum", pointer: "/totals"),
        Refusal(
            from: "\"complementary\": {\"organism\": \"99999999\", \"contract\": \"TEST0001\"},", to: "",
            code: "fse.missing-field", pointer: "/complementary"),
        Refusal(
            from: "\"sector\": \"SA07\"", to: "\"sector\": \"SAX7\"", code: "fse.bad-format", pointer: "/issuer/sector"),
        Refusal(from: "\"vitale-mac\"", to: "\"none\"", code: "fse.unknown-field", pointer: "/patientProof/value"),
        Refusal(from: "AAECAwQFBgc=", to: "AAECAwQFBgd=", code: "fse.bad-format", pointer: "/patientProof/value"),
        Refusal(from: "TEST0001", to: "TE\\nST", code: "fse.bad-format", pointer: "/complementary/contract"),
        Refusal(
            from: "\"SA07\"}", to: "\"SA07\", \"replaced\": {\"identifier\": \"899700054321\", \"name\": \"DR TEST\"}}",
            code: "fse.missing-field", pointer: "/issuer/name"),
        Refusal(
            from: "\"SA07\"}",
            to: "\"SA07\", \"name\": \"A\", \"replaced\": {\"identifier\": \"899700000013\", \"name\": \"B\"}}",
            code: "fse.replacement", pointer: "/issuer/replaced/identifier"),
        Refusal(
            from: "\"SA07\"}", to: "\"SA07\", \"name\": \"A\", \"replaced\": {\"identifier\": \"899700054321\"}}",
            code: "fse.missing-field", pointer: "/issuer/replaced/name"),
    ]

    @Test(arguments: refusals) func namesTheFaultyField(refusal: Refusal) throws {
        let bytes = try Sample.document((refusal.from, refusal.to))
        let error = #expect(throws: DocumentError.self) { try FSEDocument(bytes) }
        #expect(error?.code == refusal.code)
        #expect(error?.pointer.description == refusal.pointer)
    }

    @Test func errorsHoldNoNIR() throws {
        let bytes = try Sample.document(("2852075123456", "2852075123457"))
        let error = #expect(throws: DocumentError.self) { try FSEDocument(bytes) }
        #expect(!String(reflecting: error).contains("2852075"))
        let document = try FSEDocument(Sample.document())
        #expect(!String(reflecting: document.beneficiary).contains("2852075"))
    }
}

@Suite struct NIRTests {
    /// The first is the often printed example; the others by 97 - (n mod 97), Corsica with 19 and 18.
    @Test(arguments: [
        ("2690549588157", 80), ("1801275123456", 42), ("180022A123456", 97 - 1_800_219_123_456 % 97),
        ("180022B123456", 97 - 1_800_218_123_456 % 97),
    ])
    func computesTheKey(number: String, key: Int) {
        #expect(NIR.key(of: number) == key)
    }

    @Test(arguments: [
        "", "269054958815", "26905495881570", "0690549588157", "2690549A88157", "26905A9588157", "269052C588157",
    ])
    func refusesOtherForms(number: String) {
        #expect(NIR.key(of: number) == nil)
    }
}

@Suite struct CivilDateTests {
    @Test(arguments: ["2024-02-29", "2000-02-29", "2026-12-31"]) func readsDaysThatExist(text: String) {
        #expect(CivilDate(text)?.description == text)
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-01", "20261101", "2026-11-1a",
        "+026-11-01",
    ])
    func refusesOthers(text: String) {
        #expect(CivilDate(text) == nil)
    }
}
