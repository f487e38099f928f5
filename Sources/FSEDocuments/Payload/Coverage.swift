// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// On what ground the compulsory insurance pays (codes of the norme B2).
public struct Coverage: Hashable, Sendable {
    /// Nature d'assurance.
    public enum Nature: String, Hashable, Sendable, CaseIterable {
        case sickness = "10"
        /// Maladie, régime local d'Alsace-Moselle.
        case sicknessAlsaceMoselle = "13"
        case maternity = "30"
        case workAccident = "41"
        case prevention = "90"
        case notApplicable = "XX"
    }

    /// Justification d'exonération du ticket modérateur (norme B2, annexe 9).
    public enum Exoneration: String, Hashable, Sendable, CaseIterable {
        case none = "0"
        /// Threshold of the acts' coefficient passed.
        case threshold = "1"
        case longStay = "2"
        case particularCare = "3"
        /// Affection de longue durée.
        case longTermIllness = "4"
        case exemptPerson = "5"
        case specialScheme = "6"
        case prevention = "7"
        case generalScheme = "8"
        case solidarityFund = "9"
        case ccamCoded = "C"
        case notApplicable = "X"
    }

    /// Nature d'assurance.
    public let nature: Nature
    /// Exonération.
    public let exoneration: Exoneration

    init(_ fields: inout FieldReader) throws(DocumentError) {
        nature = try fields.choice("nature", Nature.self)
        exoneration = try fields.choice("exoneration", Exoneration.self)
    }
}

/// The FSE's sums, in cents.
public struct Totals: Hashable, Sendable {
    static let bounds = 0...Act.maximumAmount * Act.maximumCount

    /// All acts.
    public let acts: Int
    /// Part of the compulsory insurance (AMO).
    public let compulsory: Int
    /// Part of the complementary insurance (AMC).
    public let complementary: Int
    /// What the patient pays.
    public let patient: Int

    init(_ fields: inout FieldReader) throws(DocumentError) {
        acts = try fields.integer("acts", Self.bounds)
        compulsory = try fields.integer("compulsory", Self.bounds)
        complementary = try fields.integer("complementary", Self.bounds)
        patient = try fields.integer("patient", Self.bounds)
    }
}
