// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport

/// What is said about registering the module.
public enum InstallMessage: Message, Hashable {
    case done(InstallOutcome, String)
    case wouldDo(InstallOutcome, String)
    case foreign(String), moveAway
    case linkKept(String)
    case notAllowed(String), useSudo
    case noDatabase(String), makeDatabase(String)
    case noModutil, installModutil
    case modutilFailed(Int32)
    case badPath
    case unseenByRoot
    case writableByOthers(String)

    /// The sentence in French.
    public var french: String {
        switch self {
        case .done(let outcome, let path):
            switch outcome {
            case .written: "écrit : \(path)"
            case .updated: "mis à jour : \(path)"
            case .unchanged: "déjà en place : \(path)"
            case .removed: "supprimé : \(path)"
            case .absent: "rien à supprimer : \(path)"
            case .kept: "laissé en place : \(path)"
            }
        case .wouldDo(let outcome, let path):
            switch outcome {
            case .written: "à écrire : \(path)"
            case .updated: "à mettre à jour : \(path)"
            case .removed: "à supprimer : \(path)"
            case .unchanged, .absent, .kept: InstallMessage.done(outcome, path).french
            }
        case .foreign(let path): "Ce fichier n'a pas été écrit par caducee : \(path)"
        case .moveAway: "Déplacez-le, puis recommencez. Rien n'a été changé."
        case .linkKept(let path): "Un autre logiciel occupe ce chemin ; il est laissé en place : \(path)"
        case .notAllowed(let path): "Vous n'avez pas le droit d'écrire : \(path)"
        case .useSudo: "Recommencez avec sudo, ou pour vous seul avec --user."
        case .noDatabase(let folder): "Il n'y a pas de base NSS dans « \(folder) »."
        case .makeDatabase(let folder): "Créez-la : certutil -N --empty-password -d sql:\(folder)"
        case .noModutil: "Le programme modutil n'est pas installé."
        case .installModutil: "Installez-le : sudo apt install libnss3-tools"
        case .modutilFailed(let status): "modutil a échoué (code \(status))."
        case .badPath: "Le chemin du module contient des caractères que les fichiers de p11-kit ne peuvent porter."
        case .unseenByRoot: "p11-kit ignore pour root les fichiers d'un utilisateur : préférez --system."
        case .writableByOthers(let path):
            "D'autres que root peuvent remplacer ce module, que tous vont charger : \(path)"
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .done(let outcome, let path):
            switch outcome {
            case .written: "written: \(path)"
            case .updated: "updated: \(path)"
            case .unchanged: "already there: \(path)"
            case .removed: "removed: \(path)"
            case .absent: "nothing to remove: \(path)"
            case .kept: "left alone: \(path)"
            }
        case .wouldDo(let outcome, let path):
            switch outcome {
            case .written: "to be written: \(path)"
            case .updated: "to be updated: \(path)"
            case .removed: "to be removed: \(path)"
            case .unchanged, .absent, .kept: InstallMessage.done(outcome, path).english
            }
        case .foreign(let path): "This file was not written by caducee: \(path)"
        case .moveAway: "Move it away and try again. Nothing was changed."
        case .linkKept(let path): "Other software is at this path; it is left alone: \(path)"
        case .notAllowed(let path): "You may not write: \(path)"
        case .useSudo: "Try again with sudo, or for yourself alone with --user."
        case .noDatabase(let folder): "There is no NSS database in \"\(folder)\"."
        case .makeDatabase(let folder): "Make it: certutil -N --empty-password -d sql:\(folder)"
        case .noModutil: "The program modutil is not installed."
        case .installModutil: "Install it: sudo apt install libnss3-tools"
        case .modutilFailed(let status): "modutil failed (code \(status))."
        case .badPath: "The module's path has characters that files of p11-kit cannot hold."
        case .unseenByRoot: "For root, p11-kit does not read a user's files: prefer --system."
        case .writableByOthers(let path): "Others than root may replace this module, which everybody will load: \(path)"
        }
    }
}

/// What became of one place.
public enum InstallOutcome: String, Hashable, Sendable, CaseIterable {
    case written, updated, unchanged, removed, absent, kept
}
