// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import FSE
internal import FSEDocuments

/// What is wrong with an input, in words.
enum FaultText {
    static func french(_ fault: InputFault) -> String {
        switch fault {
        case .unreadable: "fichier illisible"
        case .tooLarge: "fichier trop grand"
        case .unknownKind: "ni .json ni .b2"
        case .noNumber: "le nom du fichier ne finit pas par le numéro de la FSE"
        case .duplicateNumber: "numéro déjà pris par un autre fichier du lot"
        case .gap(let number): "il manque des numéros après le \(number)"
        case .binding(let error): french(error)
        case .document(let error): french(error.reason)
        case .b2(let error): french(error.reason)
        }
    }

    static func english(_ fault: InputFault) -> String {
        switch fault {
        case .unreadable: "unreadable file"
        case .tooLarge: "file too large"
        case .unknownKind: "neither .json nor .b2"
        case .noNumber: "the file's name does not end with the FSE's number"
        case .duplicateNumber: "number already used by another file of the lot"
        case .gap(let number): "numbers are missing after \(number)"
        case .binding(let error): english(error)
        case .document(let error): english(error.reason)
        case .b2(let error): english(error.reason)
        }
    }

    private static func french(_ error: BindingError) -> String {
        switch error {
        case .noActivity, .severalActivities, .unknownActivity: "activité"
        case .identifier: "l'émetteur n'est pas le titulaire de la carte"
        case .structure: "la structure n'est pas celle de l'activité"
        case .sector: "le secteur n'est pas celui de l'activité"
        case .replacementMissing: "un remplacement doit nommer la personne remplacée"
        case .notAReplacement: "l'activité n'est pas un remplacement"
        }
    }

    private static func english(_ error: BindingError) -> String {
        switch error {
        case .noActivity, .severalActivities, .unknownActivity: "activity"
        case .identifier: "the issuer is not the card's holder"
        case .structure: "the structure is not the activity's"
        case .sector: "the sector is not the activity's"
        case .replacementMissing: "a replacement must name the person replaced"
        case .notAReplacement: "the activity is no replacement"
        }
    }

    private static func french(_ reason: DocumentError.Reason) -> String {
        switch reason {
        case .json(let reason): french(reason)
        case .schema: "ce n'est pas le format fse-open/1"
        case .accreditation: "se dit agréée"
        case .missing: "champ manquant"
        case .unknown: "champ inconnu"
        case .type: "mauvais type"
        case .range: "hors limites"
        case .format: "mal formé, ou code inconnu"
        case .date: "ce n'est pas une date"
        case .dateAfterDocument: "date postérieure à la FSE"
        case .dateBeforeBirth: "date antérieure à la naissance"
        case .nirKey: "la clé ne correspond pas au NIR"
        case .sum: "somme inexacte"
        case .replacement: "remplacement incomplet"
        }
    }

    private static func english(_ reason: DocumentError.Reason) -> String {
        switch reason {
        case .json(let reason): english(reason)
        case .schema: "not the format fse-open/1"
        case .accreditation: "claims an accreditation"
        case .missing: "missing field"
        case .unknown: "unknown field"
        case .type: "wrong type"
        case .range: "out of range"
        case .format: "badly formed, or unknown code"
        case .date: "not a date"
        case .dateAfterDocument: "date after the FSE's"
        case .dateBeforeBirth: "date before birth"
        case .nirKey: "the key does not belong to the NIR"
        case .sum: "wrong sum"
        case .replacement: "incomplete replacement"
        }
    }

    private static func french(_ reason: JSONError.Reason) -> String {
        switch reason {
        case .tooLarge: "JSON trop grand"
        case .notUTF8: "ce n'est pas de l'UTF-8"
        case .syntax: "JSON mal formé"
        case .tooDeep: "JSON trop imbriqué"
        case .duplicateName: "nom répété"
        case .loneSurrogate: "caractère incomplet"
        case .trailingContent: "contenu après la fin"
        case .notAnInteger: "nombre non entier"
        case .integerTooLarge: "nombre trop grand"
        }
    }

    private static func english(_ reason: JSONError.Reason) -> String {
        switch reason {
        case .tooLarge: "JSON too large"
        case .notUTF8: "not UTF-8"
        case .syntax: "malformed JSON"
        case .tooDeep: "JSON nested too deep"
        case .duplicateName: "repeated name"
        case .loneSurrogate: "incomplete character"
        case .trailingContent: "content after the end"
        case .notAnInteger: "not an integer"
        case .integerTooLarge: "number too large"
        }
    }

    private static func french(_ reason: B2Error.Reason) -> String {
        switch reason {
        case .empty: "fichier vide"
        case .tooLarge: "trop d'enregistrements"
        case .recordLength: "enregistrement qui n'a pas 128 caractères"
        case .characters: "caractère interdit"
        case .recordType: "type d'enregistrement inconnu"
        case .order: "enregistrements dans un ordre interdit"
        case .nirKey: "la clé ne correspond pas au NIR"
        }
    }

    private static func english(_ reason: B2Error.Reason) -> String {
        switch reason {
        case .empty: "empty file"
        case .tooLarge: "too many records"
        case .recordLength: "record that has not 128 characters"
        case .characters: "forbidden character"
        case .recordType: "unknown record type"
        case .order: "records in a forbidden order"
        case .nirKey: "the key does not belong to the NIR"
        }
    }
}
