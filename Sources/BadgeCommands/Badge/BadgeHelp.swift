// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport

/// Help pages of badge and session commands.
public enum BadgeHelp: Message, Hashable {
    case badge, read, authenticate, enrol, format, deny, list, `import`, diversify
    case session, sessionList, sessionClose
    case optionSite, optionBadgeReader, optionBind, optionUntil, optionOut
    case argumentNumber, argumentTable, argumentUID, argumentPerson

    /// The sentence in French.
    public var french: String {
        switch self {
        case .badge: "Badges DESFire d'un site."
        case .read: "Dit ce qu'un badge montre à tout le monde ; ne prouve rien."
        case .authenticate: "Prouve un badge du site et dit à qui il est."
        case .enrol: "Donne un badge au titulaire de la carte présente, après son code."
        case .format: "Retire du badge l'application du site."
        case .deny: "Déclare un badge perdu : il n'ouvre plus rien, et la session de son titulaire est fermée."
        case .list: "Liste les badges enrôlés, ou les exporte en CSV."
        case .import: "Importe des badges d'un fichier CSV."
        case .diversify: "Donne les valeurs de contrôle des clés d'un badge, jamais les clés."
        case .session: "Sessions ouvertes par badge."
        case .sessionList: "Liste les sessions."
        case .sessionClose: "Ferme la session d'une personne sur toutes les bornes."
        case .optionSite: "Le fichier du site (sinon /etc/caducee/badges.toml)."
        case .optionBadgeReader: "Le début du nom du lecteur où est le badge."
        case .optionBind: "Le badge porte déjà l'application du site : l'enrôler tel quel."
        case .optionUntil: "Fin d'un badge temporaire (2026-12-31T18:00:00Z)."
        case .optionOut: "Le fichier CSV à écrire."
        case .argumentNumber: "Le numéro du badge, 32 chiffres hexadécimaux."
        case .argumentTable: "Le fichier CSV, tel que « badge list --out » l'écrit."
        case .argumentUID: "L'UID du badge, 14 chiffres hexadécimaux."
        case .argumentPerson: "L'identifiant national de la personne."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .badge: "A site's DESFire badges."
        case .read: "Tells what a badge shows to everybody; proves nothing."
        case .authenticate: "Proves a badge of the site and tells whose it is."
        case .enrol: "Gives a badge to the holder of the card that is there, after their PIN."
        case .format: "Takes the site's application off a badge."
        case .deny: "Declares a badge lost: it opens nothing any more, and its holder's session is closed."
        case .list: "Lists the badges that are enrolled, or exports them as CSV."
        case .import: "Imports badges from a CSV file."
        case .diversify: "Gives the check values of a badge's keys, never the keys."
        case .session: "Sessions opened by badge."
        case .sessionList: "Lists the sessions."
        case .sessionClose: "Closes a person's session at every kiosk."
        case .optionSite: "The site's file (else /etc/caducee/badges.toml)."
        case .optionBadgeReader: "The beginning of the name of the reader where the badge is."
        case .optionBind: "The badge has the site's application already: enrol it as it is."
        case .optionUntil: "End of a temporary badge (2026-12-31T18:00:00Z)."
        case .optionOut: "The CSV file to write."
        case .argumentNumber: "The badge's number, 32 hexadecimal digits."
        case .argumentTable: "The CSV file, as \"badge list --out\" writes it."
        case .argumentUID: "The badge's UID, 14 hexadecimal digits."
        case .argumentPerson: "The person's national identifier."
        }
    }
}
