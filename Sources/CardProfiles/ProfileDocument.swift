// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The content of a card.json, field by field as written.
struct ProfileDocument {
    struct Face {
        var atr: String
        var transmission: String
    }

    /// Identifier, names and civility are what the certificates say; the card itself holds profession and speciality.
    struct Holder {
        var identifier: String?
        var family: String?
        var given: String?
        var civility: String?
        var profession: String?
        var speciality: String?
    }

    struct Activity {
        var number: Int
        var mode: String
        var structureName: String
        var structureIdentifier: String
        var sector: String
    }

    struct Billing {
        var invoices: Bool?
        var lots: Bool?
        var hex: String
    }

    struct Reference {
        var value: String
        var minimum: Int?
        var stored: Int?
        var maximum: Int?
        var tries: Int
        var left: Int?
        var uses: Int?
    }

    struct Actua {
        var start: String?
        var end: String?
        var hex: String?
    }

    var generation: String
    var contact: Face
    var contactless: Face?
    var serial: String
    var checkDigit: String?
    var product: String
    var family: String
    var validity: String
    var holder: Holder
    var name: String
    var languages: [String]
    var activities: [Activity]
    var billing: Billing?
    var tokenInfo: [String: String]
    var actua: Actua?
    var pin: Reference
    var puk: Reference
    var labels: [String: String]
    var keys: [String: String]
    var certificates: [String: String]
    var files: [String: String]
    var quirks: [String: Bool]
    var badge: BadgeDocument?
}
