// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A feuille de soins électronique of the open profile `fse-open/1`, decoded and checked.
///
/// The profile is documented in `docs/schema/fse-open-1.schema.json`. It is no format of Assurance Maladie and says so
/// in the signed bytes (`accredited` is false).
public struct FSEDocument: Sendable {
    /// The schema's name, first thing that a reader checks.
    public static let schema = "fse-open/1"
    /// Numbers that an FSE may bear: nine digits.
    public static let numbers = 1...999_999_999

    /// The FSE's number, unique per issuer for ever.
    public let number: Int
    /// The day it was made out.
    public let date: CivilDate
    /// Who bills, and where.
    public let issuer: Issuer
    /// Who was treated.
    public let beneficiary: Beneficiary
    /// Who is insured: the beneficiary or the person who opens the right.
    public let insured: Insured
    /// On what ground the insurance pays.
    public let coverage: Coverage
    /// What was done, at least one.
    public let acts: [Act]
    /// Who prescribed, if somebody else did.
    public let prescriber: Prescriber?
    /// The complementary insurer (AMC), if one takes part.
    public let complementary: ComplementaryInsurer?
    /// Sums in cents.
    public let totals: Totals
    /// What the patient's side adds: opaque to us, inside the signed bytes.
    public let patientProof: PatientProof
    /// The canonical form (RFC 8785): the exact bytes that are signed.
    public let canonicalBytes: [UInt8]

    /// Decodes and checks a document.
    ///
    /// - Throws: ``DocumentError``, which names the field and never its value.
    public init(_ bytes: [UInt8]) throws(DocumentError) {
        let tree: JSONValue
        do { tree = try JSONParser.parse(bytes) } catch { throw DocumentError(error) }
        var fields = try FieldReader(tree, at: .root)
        guard try fields.text("schema", 1...64).isSameText(as: Self.schema) else {
            throw DocumentError(.schema, at: JSONPointer.root.member("schema"))
        }
        guard try fields.bool("accredited") == false else {
            throw DocumentError(.accreditation, at: JSONPointer.root.member("accredited"))
        }
        number = try fields.integer("number", Self.numbers)
        date = try fields.date("date")
        issuer = try fields.object("issuer", Issuer.init)
        beneficiary = try fields.object("beneficiary", Beneficiary.init)
        insured = try fields.object("insured", Insured.init)
        coverage = try fields.object("coverage", Coverage.init)
        acts = try fields.list("acts", 1...Act.maximumCount, Act.init)
        prescriber = try fields.optionalObject("prescriber", Prescriber.init)
        complementary = try fields.optionalObject("complementary", ComplementaryInsurer.init)
        totals = try fields.object("totals", Totals.init)
        patientProof = try fields.object("patientProof", PatientProof.init)
        try fields.finish()
        do { canonicalBytes = try JCS.canonicalBytes(of: tree) } catch { throw DocumentError(error) }
        try checkDates()
        try checkSums()
    }
}
