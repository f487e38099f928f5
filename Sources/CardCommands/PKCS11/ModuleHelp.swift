// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport

/// What the help pages of module commands say.
public enum ModuleHelp: Message, Hashable, CaseIterable {
    case pkcs11, install, list, selfTest
    case optionModule, optionSign, optionSystem, optionUser, optionHistoricLinks, optionNSS, optionRoot
    case optionDryRun, optionUninstall

    /// The sentence in French.
    public var french: String {
        switch self {
        case .pkcs11: "Le module PKCS#11, par lequel les autres programmes atteignent la carte."
        case .install: "Déclare le module aux programmes (p11-kit, NSS) et dit ce qui est écrit."
        case .list: "Liste les emplacements, les cartes et les objets que montre un module PKCS#11."
        case .selfTest: "Vérifie que le module fonctionne ici, et dit quoi faire."
        case .optionModule: "Le module PKCS#11 ; par défaut celui qui accompagne ce programme."
        case .optionSign: "Vérifie aussi une signature par la clé d'authentification ; demande le code porteur."
        case .optionSystem: "Pour tous les utilisateurs ; par défaut quand root lance la commande."
        case .optionUser: "Pour vous seul ; par défaut sinon."
        case .optionHistoricLinks: "Mène aussi les chemins du module historique à celui-ci (avec --system)."
        case .optionNSS: "Déclare aussi le module à la base NSS de ce dossier."
        case .optionRoot: "Écrit sous ce dossier, pour construire un paquet."
        case .optionDryRun: "Dit ce qui serait fait, sans rien changer."
        case .optionUninstall: "Supprime ce que la commande a écrit, et rien d'autre."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .pkcs11: "The PKCS#11 module, through which other programs reach the card."
        case .install: "Register the module with programs (p11-kit, NSS) and say what is written."
        case .list: "List the slots, tokens and objects that a PKCS#11 module shows."
        case .selfTest: "Check that the module works here, and say what to do."
        case .optionModule: "The PKCS#11 module; the one that comes with this program by default."
        case .optionSign: "Also verify a signature by the authentication key; asks for the PIN."
        case .optionSystem: "For all users; the default when root runs the command."
        case .optionUser: "For yourself alone; the default otherwise."
        case .optionHistoricLinks: "Also lead the paths of the historic module to this one (with --system)."
        case .optionNSS: "Also register the module with the NSS database in this folder."
        case .optionRoot: "Write below this folder, to build a package."
        case .optionDryRun: "Say what would be done, and change nothing."
        case .optionUninstall: "Remove what the command wrote, and nothing else."
        }
    }
}
