// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport

/// What the help pages of the audit commands say.
public enum AuditHelp: Message, Hashable, CaseIterable {
    case audit, verify, export
    case argumentFolder, optionKey, optionAnchor, optionFrom, optionTo, optionPerson, optionSiteKey, optionOut

    /// The sentence in French.
    public var french: String {
        switch self {
        case .audit: "Le journal de ce qui a été fait avec cartes, badges et sessions."
        case .verify: "Vérifie tout le journal : rien d'enlevé, de changé, de déplacé ni de coupé."
        case .export: "Donne les enregistrements d'une période ou d'une personne, une ligne JSON chacun."
        case .argumentFolder: "Le dossier du journal ; par défaut celui de l'utilisateur."
        case .optionKey: "La clé publique de l'appareil (PEM), gardée ailleurs ; sinon celle du dossier."
        case .optionAnchor:
            "Un enregistrement noté auparavant, numéro:empreinte ; révèle qu'une copie ancienne a été remise."
        case .optionFrom: "À partir de cette date ou de cet instant (ISO 8601, UTC)."
        case .optionTo: "Jusqu'à la fin de ce jour, ou avant cet instant (ISO 8601, UTC)."
        case .optionPerson: "L'identifiant national de la personne, ou pseudonym: et son pseudonyme."
        case .optionSiteKey: "Le fichier de la clé du site, pour trouver aussi le pseudonyme de la personne."
        case .optionOut: "Le fichier à écrire ; sinon la sortie standard."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .audit: "The trail of what was done with cards, badges and sessions."
        case .verify: "Verify the whole trail: nothing removed, changed, moved or cut."
        case .export: "Give the records of a period or of a person, one JSON line each."
        case .argumentFolder: "The trail's folder; the user's own by default."
        case .optionKey: "The device's public key (PEM), kept elsewhere; else the one in the folder."
        case .optionAnchor: "A record noted earlier, number:digest; shows that an older copy was put back."
        case .optionFrom: "From this day or moment on (ISO 8601, UTC)."
        case .optionTo: "Through this day, or before this moment (ISO 8601, UTC)."
        case .optionPerson: "The person's national identifier, or pseudonym: and their pseudonym."
        case .optionSiteKey: "The file of the site's key, to find the person's pseudonym as well."
        case .optionOut: "The file to write; else standard output."
        }
    }
}
