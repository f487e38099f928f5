// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport

/// What is said of a site's file, its keys and its store.
public enum SiteMessage: Message, Hashable {
    case badLine(path: String, line: Int)
    case wrongValue(path: String, key: String)
    case noAudit(path: String)
    case keysNotTEST
    case keysUnreadable(String)
    case keyMissing(String)
    case tokenRefused(String)
    case storeUnavailable(String)
    case storeRefused(String)
    case storeNewer(Int)
    case storeAgain
    case notSupervisor
    case trustMissing
    case noHolder

    /// The sentence in French.
    public var french: String {
        switch self {
        case .badLine(let path, let line): "« \(path) », ligne \(line) : clé inconnue, en double, ou mal écrite."
        case .wrongValue(let path, let key): "« \(path) » : « \(key) » manque, ou n'a pas une valeur permise."
        case .noAudit(let path): "« \(path) » : sans « audit.folder », rien n'est modifié."
        case .keysNotTEST:
            "Le fichier de clés ne porte pas la mention TEST : de vraies clés n'ont pas leur place dans un fichier."
        case .keysUnreadable(let place): "Le fichier de clés ne peut pas être compris (\(place))."
        case .keyMissing(let name): "La clé « \(name) » n'existe pas."
        case .tokenRefused(let words): "Le module qui garde les clés refuse : \(words)."
        case .storeUnavailable(let words): "La base des sessions ne répond pas : \(words)."
        case .storeRefused(let words): "La base des sessions refuse : \(words)."
        case .storeNewer(let version):
            "La base des sessions est d'une version plus récente (\(version)) que ce programme."
        case .storeAgain: "Rien n'a été enregistré. Recommencez quand la base répond."
        case .notSupervisor: "Seul un responsable nommé par le site peut faire cela pour une autre personne."
        case .trustMissing: "Sans autorités de confiance (--trust), une carte ne prouve rien."
        case .noHolder: "Le certificat de la carte ne nomme pas de titulaire."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .badLine(let path, let line):
            "\"\(path)\", line \(line): a key that is unknown, there twice, or badly written."
        case .wrongValue(let path, let key): "\"\(path)\": \"\(key)\" is missing, or has no value that is allowed."
        case .noAudit(let path): "\"\(path)\": without \"audit.folder\" nothing is changed."
        case .keysNotTEST: "The file of keys is not marked as TEST: real keys do not belong into a file."
        case .keysUnreadable(let place): "The file of keys cannot be understood (\(place))."
        case .keyMissing(let name): "There is no key \"\(name)\"."
        case .tokenRefused(let words): "The module that keeps the keys refuses: \(words)."
        case .storeUnavailable(let words): "The store of sessions does not answer: \(words)."
        case .storeRefused(let words): "The store of sessions refuses: \(words)."
        case .storeNewer(let version): "The store of sessions is of a later version (\(version)) than this program."
        case .storeAgain: "Nothing was recorded. Start again when the store answers."
        case .notSupervisor: "Only a supervisor whom the site names may do that for somebody else."
        case .trustMissing: "Without trusted authorities (--trust) a card proves nothing."
        case .noHolder: "The card's certificate names no holder."
        }
    }
}
