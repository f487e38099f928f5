// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport

/// What the help pages of card commands say.
public enum CardHelp: Message, Hashable, CaseIterable {
    case status, card, cardShow, cardRead, cert, certList, certExport, certCheck
    case pin, pinStatus, pinVerify, pinChange, pinUnblock, sign, signFile, auth, authChallenge
    case optionPrivate, optionOut, optionTrust, optionKey, optionScheme, optionPEM, optionMIME
    case argumentLabel, argumentInput, argumentChallenge
    case fse, fseSign, fseVerify, argumentFSE, argumentVerify
    case optionOutFolder, optionActivity, optionSigningTime, optionRegister

    /// The sentence in French.
    public var french: String {
        switch self {
        case .status: "Montre les lecteurs, les cartes et l'état des codes."
        case .card: "Le contenu de la carte."
        case .cardShow: "Montre le titulaire, les codes et les certificats."
        case .cardRead: "Lit un objet de données par son nom, tel qu'il est sur la carte."
        case .cert: "Les certificats de la carte."
        case .certList: "Liste les certificats et leur état."
        case .certExport: "Écrit un certificat dans un fichier."
        case .certCheck: "Vérifie chaîne, révocation et dates ; échoue si un certificat ne doit pas servir."
        case .pin: "Le code porteur et le code de déblocage."
        case .pinStatus: "Montre les essais restants, sans en consommer."
        case .pinVerify: "Présente le code porteur une fois."
        case .pinChange: "Change le code porteur."
        case .pinUnblock: "Débloque la carte avec le code de déblocage et choisit un nouveau code porteur."
        case .sign: "Signatures électroniques."
        case .signFile: "Signe un fichier (CAdES-B-B détachée)."
        case .auth: "Authentification par la carte."
        case .authChallenge: "Signe un défi avec la clé d'authentification."
        case .optionPrivate: "Montre aussi ce que le code porteur ouvre (activités, facturation)."
        case .optionOut: "Le fichier à écrire."
        case .optionTrust: "Autorités et listes de révocation : fichier ou dossier ; peut être répété."
        case .optionKey: "La clé : sig (signature), aut (authentification) ou tech (sans contact)."
        case .optionScheme: "Le remplissage : pkcs1, ou pss (CPS4 seulement)."
        case .optionPEM: "Écrit en PEM au lieu de DER."
        case .optionMIME: "Le type du contenu."
        case .argumentLabel: "Le nom de l'objet, par exemple CPS_NAME_PS."
        case .argumentInput: "Le fichier à signer."
        case .argumentChallenge: "Le défi en hexadécimal, de 16 à 1024 octets ; tiré au hasard sinon."
        case .fse: "Les feuilles de soins électroniques."
        case .fseSign: "Signe un lot de FSE et l'archive (enveloppe ouverte, non agréée par le GIE SESAM-Vitale)."
        case .fseVerify: "Vérifie des FSE signées et des lots, sans carte."
        case .argumentFSE: "Des FSE (.json ou .b2), ou des dossiers de FSE."
        case .argumentVerify: "Des FSE signées, des lots (.asice) ou des dossiers."
        case .optionOutFolder: "Le dossier à remplir."
        case .optionActivity: "Le numéro de l'activité facturée, si la carte en porte plusieurs."
        case .optionSigningTime: "La date de signature (ISO 8601, UTC) ; maintenant par défaut."
        case .optionRegister: "Le registre des numéros ; par défaut celui de l'utilisateur."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .status: "Show readers, cards and how the codes stand."
        case .card: "The content of the card."
        case .cardShow: "Show holder, codes and certificates."
        case .cardRead: "Read a data object by its name, as it is on the card."
        case .cert: "The certificates of the card."
        case .certList: "List the certificates and their state."
        case .certExport: "Write a certificate to a file."
        case .certCheck: "Check chain, revocation and dates; fail when a certificate should not be used."
        case .pin: "The PIN and the unblocking code."
        case .pinStatus: "Show the tries left, without using one."
        case .pinVerify: "Present the PIN once."
        case .pinChange: "Change the PIN."
        case .pinUnblock: "Unblock the card with the unblocking code and choose a new PIN."
        case .sign: "Electronic signatures."
        case .signFile: "Sign a file (detached CAdES-B-B)."
        case .auth: "Authentication by the card."
        case .authChallenge: "Sign a challenge with the authentication key."
        case .optionPrivate: "Also show what the PIN opens (activities, billing)."
        case .optionOut: "The file to write."
        case .optionTrust: "Authorities and revocation lists: a file or a folder; may be repeated."
        case .optionKey: "The key: sig (signature), aut (authentication) or tech (contactless)."
        case .optionScheme: "The padding: pkcs1, or pss (CPS4 only)."
        case .optionPEM: "Write PEM instead of DER."
        case .optionMIME: "The type of the content."
        case .argumentLabel: "The object's name, such as CPS_NAME_PS."
        case .argumentInput: "The file to sign."
        case .argumentChallenge: "The challenge in hexadecimal, 16 to 1024 bytes; random otherwise."
        case .fse: "Electronic claims (feuilles de soins électroniques)."
        case .fseSign: "Sign a lot of FSE and archive it (open envelope, not accredited by GIE SESAM-Vitale)."
        case .fseVerify: "Verify signed FSE and lots, without a card."
        case .argumentFSE: "FSE (.json or .b2), or folders of them."
        case .argumentVerify: "Signed FSE, lots (.asice) or folders."
        case .optionOutFolder: "The folder to fill."
        case .optionActivity: "The number of the activity billed for, if the card holds several."
        case .optionSigningTime: "The signing time (ISO 8601, UTC); now by default."
        case .optionRegister: "The numbering register; the user's own by default."
        }
    }
}
