// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What the help pages say: abstracts of commands, and options.
public enum HelpMessage: Message, Hashable, CaseIterable {
    case caducee
    case exitCodes
    case reader, readerList, readerWatch
    case apdu
    case doctor
    case optionReader, optionJSON, optionLanguage, optionQuiet
    case optionCount, optionFor
    case argumentAPDU, optionUnsafe
    case optionPINDescriptor, optionNewPINDescriptor, optionPUKDescriptor
    case optionUseLastTry, optionConfirmDescriptor
    /// The placeholder of a reader's name.
    case valueName

    /// The sentence in French.
    public var french: String {
        switch self {
        case .caducee: "Cartes de professionnel de santé : lire, signer, diagnostiquer."
        case .exitCodes: "Codes de sortie"
        case .reader: "Les lecteurs de cartes."
        case .readerList: "Liste les lecteurs et ce qu'ils contiennent."
        case .readerWatch: "Annonce les insertions et les retraits, jusqu'à Ctrl-C."
        case .apdu: "Envoie des commandes de lecture à la carte et montre ses réponses."
        case .doctor: "Vérifie l'installation, les lecteurs et les cartes, et dit quoi faire."
        case .optionReader: "Le lecteur dont le nom commence ainsi ; sinon le seul qui contient une carte."
        case .optionJSON: "Répond par un objet JSON."
        case .optionLanguage: "La langue des messages : fr ou en."
        case .optionQuiet: "N'affiche ni avancement ni avis."
        case .optionCount: "S'arrête après ce nombre d'événements."
        case .optionFor: "S'arrête après ce nombre de secondes."
        case .argumentAPDU: "Une commande en hexadécimal ; plusieurs sont envoyées dans l'ordre."
        case .optionUnsafe: "Permet toute commande, si le titulaire de la carte est marqué TEST."
        case .optionPINDescriptor: "Lit le code porteur sur ce descripteur (une ligne)."
        case .optionNewPINDescriptor: "Lit le nouveau code porteur sur ce descripteur (une ligne)."
        case .optionPUKDescriptor: "Lit le code de déblocage sur ce descripteur (une ligne)."
        case .optionUseLastTry: "Utilise les derniers essais, après confirmation."
        case .optionConfirmDescriptor: "Lit la confirmation sur ce descripteur (une ligne)."
        case .valueName: "nom"
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .caducee: "Health professional cards: read, sign, diagnose."
        case .exitCodes: "Exit codes"
        case .reader: "Card readers."
        case .readerList: "List the readers and what they hold."
        case .readerWatch: "Tell insertions and removals, until Ctrl-C."
        case .apdu: "Send reading commands to the card and show its answers."
        case .doctor: "Check installation, readers and cards, and say what to do."
        case .optionReader: "The reader whose name begins so; else the only one that holds a card."
        case .optionJSON: "Answer with a JSON object."
        case .optionLanguage: "The language of messages: fr or en."
        case .optionQuiet: "Show neither progress nor notices."
        case .optionCount: "Stop after so many events."
        case .optionFor: "Stop after so many seconds."
        case .argumentAPDU: "A command in hexadecimal; several are sent in their order."
        case .optionUnsafe: "Allow any command, if the card's holder is marked TEST."
        case .optionPINDescriptor: "Read the PIN from this descriptor (one line)."
        case .optionNewPINDescriptor: "Read the new PIN from this descriptor (one line)."
        case .optionPUKDescriptor: "Read the unblocking code from this descriptor (one line)."
        case .optionUseLastTry: "Use the last tries, after a confirmation."
        case .optionConfirmDescriptor: "Read the confirmation from this descriptor (one line)."
        case .valueName: "name"
        }
    }
}
