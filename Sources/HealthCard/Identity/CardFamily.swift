// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Families of cards (table G02 of the nomenclature).
public enum CardFamily: String, Hashable, Sendable, CaseIterable {
    /// Carte de professionnel de santé, G02 00.
    case cps
    /// Carte de professionnel de santé en formation, G02 01.
    case cpf
    /// Carte de personnel (or director) d'établissement de santé, G02 02.
    case cpe
    /// Carte de personnel autorisé, G02 03.
    case cpa

    /// From the G02 code, two digits or the number.
    public init?(code: Int) {
        guard CardFamily.allCases.indices.contains(code) else { return nil }
        self = CardFamily.allCases[code]
    }

    /// The G02 code.
    public var code: String { "0\(CardFamily.allCases.firstIndex(of: self) ?? 0)" }
}

/// What a card of a family may be used for, and why: data, not logic.
public struct FamilyRule: Hashable, Sendable {
    /// The family.
    public let family: CardFamily
    /// Whether the certificates name a person.
    public let isNamed: Bool
    /// Whether it may sign a feuille de soins électronique.
    public let signsFSE: Bool
    /// Whether it opens the national health services (Pro Santé Connect).
    public let reachesHealthServices: Bool
    /// Why not, for those who are refused.
    public let reason: Reason
    /// How sure this is.
    public let certainty: Certainty

    /// Reasons that messages explain.
    public enum Reason: String, Hashable, Sendable {
        /// Nothing is refused.
        case none
        /// Somebody in training does not bill in their own name.
        case inTraining
        /// The card names nobody, so nobody would answer for the signature.
        case unnamed
        /// The card serves billing and is no target of the national services.
        case billingOnly
        /// Staff of a body that gives no care.
        case noCare
    }

    /// Where a rule comes from.
    public enum Certainty: String, Hashable, Sendable {
        /// Published by the agency.
        case published
        /// Deduced; a site may know better.
        case inferred
    }

    /// The table.
    ///
    /// CPS: specification of the FSE; CPE: governance of nominative cards (2025), "for billing uses only".
    public static let all: [FamilyRule] = [
        FamilyRule(.cps, named: true, signs: true, services: true, .none, .published),
        FamilyRule(.cps, named: false, signs: false, services: false, .unnamed, .inferred),
        FamilyRule(.cpf, named: true, signs: false, services: true, .inTraining, .inferred),
        FamilyRule(.cpf, named: false, signs: false, services: false, .unnamed, .inferred),
        FamilyRule(.cpe, named: true, signs: true, services: false, .billingOnly, .published),
        FamilyRule(.cpe, named: false, signs: false, services: false, .unnamed, .inferred),
        FamilyRule(.cpa, named: true, signs: false, services: false, .noCare, .inferred),
        FamilyRule(.cpa, named: false, signs: false, services: false, .unnamed, .inferred),
    ]

    /// The rule of a card.
    public static func rule(_ family: CardFamily, isNamed: Bool) -> FamilyRule? {
        all.first { $0.family == family && $0.isNamed == isNamed }
    }

    private init(
        _ family: CardFamily, named: Bool, signs: Bool, services: Bool, _ reason: Reason, _ certainty: Certainty
    ) {
        self.family = family
        isNamed = named
        signsFSE = signs
        reachesHealthServices = services
        self.reason = reason
        self.certainty = certainty
    }
}
