// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The person treated.
public struct Beneficiary: Hashable, Sendable {
    /// Own number.
    public let nir: NIR
    /// Day of birth.
    public let birthDate: CivilDate
    /// Rank among those born the same day (rang gémellaire), 1 to 9.
    public let rank: Int

    init(_ fields: inout FieldReader) throws(DocumentError) {
        nir = try fields.nir()
        birthDate = try fields.date("birthDate")
        rank = try fields.integer("rank", 1...9)
    }
}

/// The person whose right pays.
public struct Insured: Hashable, Sendable {
    /// The number.
    public let nir: NIR

    init(_ fields: inout FieldReader) throws(DocumentError) {
        nir = try fields.nir()
    }
}

/// The complementary insurer (AMC).
public struct ComplementaryInsurer: Hashable, Sendable {
    /// The organism's number, up to ten digits.
    public let organism: String
    /// The contract or member number there.
    public let contract: String?

    init(_ fields: inout FieldReader) throws(DocumentError) {
        organism = try fields.code("organism", 1...10) { $0.isDigit || $0.isCapital }
        contract = try fields.optionalText("contract", 1...32)
    }
}

/// What the patient's side adds, opaque to us; the professional's signature covers it.
public struct PatientProof: Hashable, Sendable {
    /// Where the proof comes from.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// No proof: a degraded FSE.
        case none
        /// A Vitale card's authentication code.
        case vitaleMAC = "vitale-mac"
        /// A token of the application carte Vitale.
        case applicationCarteVitale = "app-carte-vitale"
        /// Something else.
        case external
    }

    /// The largest proof.
    public static let maximumSize = 65_536

    /// Where the proof comes from.
    public let kind: Kind
    /// The proof, empty if there is none.
    ///
    /// Third parties cannot verify the opaque kinds.
    public let value: [UInt8]

    init(_ fields: inout FieldReader) throws(DocumentError) {
        kind = try fields.choice("kind", Kind.self)
        let text = try fields.optionalText("value", 1...Self.maximumSize / 3 * 4 + 4)
        guard kind != .none else {
            guard text == nil else { throw fields.fault(.unknown, "value") }
            value = []
            return
        }
        guard let text else { throw fields.fault(.missing, "value") }
        guard let bytes = Base64.decoded(text) else { throw fields.fault(.format, "value") }
        value = bytes
    }
}
