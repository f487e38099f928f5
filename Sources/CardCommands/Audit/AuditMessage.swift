// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import AuditTrail
public import CardToolSupport

/// What is said of a trail; which file and which line, never a value.
public enum AuditMessage: Message, Hashable {
    case whole(Int)
    case last(number: Int, digest: String)
    case broken(Int)
    case exportOfBroken(Int)
    case exported(Int)
    case finding(AuditFinding)
    case ownKey
    case unsealed(Int)
    case torn(Int)
    case open(Int)
    case unsettled(Int)
    case badKey(String)
    case badAnchor
    case badPerson
    case keepFolder

    /// The sentence in French.
    public var french: String {
        switch self {
        case .whole(let count): "\(Count.french(count, "enregistrement", "enregistrements")), rien à signaler."
        case .last(let number, let digest): "Dernier enregistrement, à noter ailleurs : \(number):\(digest)"
        case .broken(let count):
            "Le journal n'est pas tel qu'il a été écrit : \(Count.french(count, "anomalie", "anomalies"))."
        case .exportOfBroken(let count):
            "Exporté d'un journal qui n'est pas tel qu'il a été écrit : \(Count.french(count, "anomalie", "anomalies"))."
        case .exported(let count): Count.french(count, "enregistrement exporté", "enregistrements exportés") + "."
        case .finding(let finding): "\(AuditMessage.place(finding)) : \(AuditMessage.french(finding.reason))"
        case .ownKey: "La clé publique vient du dossier même : gardez-en une copie ailleurs et donnez-la avec --key."
        case .unsealed(let count):
            "\(Count.french(count, "enregistrement n'est pas encore scellé", "enregistrements ne sont pas encore scellés"))."
        case .torn(let bytes):
            "La dernière ligne est incomplète (\(Count.french(bytes, "octet", "octets"))) : une écriture en cours, ou un arrêt brutal."
        case .open(let count):
            "\(Count.french(count, "opération annoncée n'a", "opérations annoncées n'ont")) pas encore d'issue."
        case .unsettled(let count): "\(Count.french(count, "opération a", "opérations ont")) une issue inconnue."
        case .badKey(let path): "Le fichier « \(path) » ne contient pas de clé utilisable."
        case .badAnchor: "--anchor attend numéro:empreinte, comme verify les affiche."
        case .badPerson: "--person attend un identifiant national ou un pseudonyme."
        case .keepFolder: "Gardez le dossier tel qu'il est, et faites commencer le journal dans un autre."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .whole(let count): "\(Count.english(count, "record", "records")), nothing to report."
        case .last(let number, let digest): "Last record, to be noted elsewhere: \(number):\(digest)"
        case .broken(let count): "The trail is not as it was written: \(Count.english(count, "anomaly", "anomalies"))."
        case .exportOfBroken(let count):
            "Exported from a trail that is not as it was written: \(Count.english(count, "anomaly", "anomalies"))."
        case .exported(let count): "\(Count.english(count, "record", "records")) exported."
        case .finding(let finding): "\(AuditMessage.place(finding)): \(AuditMessage.english(finding.reason))"
        case .ownKey: "The public key is the folder's own: keep a copy elsewhere and give it with --key."
        case .unsealed(let count): "\(Count.english(count, "record is", "records are")) not sealed yet."
        case .torn(let bytes):
            "The last line is incomplete (\(Count.english(bytes, "byte", "bytes"))): being written, or left by a crash."
        case .open(let count):
            "\(Count.english(count, "announced operation has", "announced operations have")) no outcome yet."
        case .unsettled(let count): "\(Count.english(count, "operation has", "operations have")) an unknown outcome."
        case .badKey(let path): "The file \"\(path)\" holds no key that can be used."
        case .badAnchor: "--anchor takes number:digest, as verify shows them."
        case .badPerson: "--person takes a national identifier or a pseudonym."
        case .keepFolder: "Keep the folder as it is, and let the trail begin in another one."
        }
    }

    private static func place(_ finding: AuditFinding) -> String {
        finding.file + (finding.line.map { ":\($0)" } ?? "")
    }

    private static func french(_ reason: AuditFinding.Reason) -> String {
        switch reason {
        case .unreadable: "ce n'est pas un enregistrement"
        case .chain: "ne désigne pas la ligne précédente, qui a été changée, enlevée ou déplacée"
        case .number: "le numéro ne suit pas : des enregistrements manquent, sont répétés ou déplacés"
        case .fileBegin: "le fichier ne commence pas comme il doit"
        case .outcome: "l'issue d'une opération qui n'est pas annoncée, ou déjà terminée"
        case .signature: "la signature est fausse"
        case .wrongKey: "la clé n'est pas celle de ce journal"
        case .torn: "une ligne est coupée"
        case .fragment: "ce qui restait d'une ligne coupée manque ou a été changé"
        case .beginning: "le début manque, et aucune purge ne l'explique"
        case .noHead: "il n'y a pas de journal, ou son sceau de tête manque"
        case .head: "ce n'est pas un sceau de tête"
        case .truncated: "la fin du journal manque"
        case .replaced: "l'enregistrement désigné a été remplacé"
        case .afterClose: "des enregistrements suivent la fermeture"
        }
    }

    private static func english(_ reason: AuditFinding.Reason) -> String {
        switch reason {
        case .unreadable: "this is no record"
        case .chain: "does not name the line before it, which was changed, removed or moved"
        case .number: "the number does not follow: records are missing, repeated or moved"
        case .fileBegin: "the file does not begin as it must"
        case .outcome: "the outcome of an operation that was not announced, or has ended"
        case .signature: "the signature is wrong"
        case .wrongKey: "the key is not the one of this trail"
        case .torn: "a line is cut short"
        case .fragment: "what was kept of a torn line is missing or was changed"
        case .beginning: "the beginning is missing, and no purge says why"
        case .noHead: "there is no trail, or its signed head is missing"
        case .head: "this is no signed head"
        case .truncated: "the end of the trail is missing"
        case .replaced: "the record that is named was replaced"
        case .afterClose: "records follow the close"
        }
    }
}
