// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToken
public import CardToolSupport
public import HealthCard
internal import ISO7816

/// What card commands show.
public enum CardMessage: Message, Hashable {
    case pinState(PINState)
    case pinRight, pinChanged, pinUnblocked
    case card, holder, identifier, practice, family, validity, languages, speciality, activity(Int), billing
    case interface(CardIdentity.Interface)
    case testCard
    case valid(daysLeft: Int)
    case notChecked
    case noTrust
    case noReaders
    case written(String)
    case signed(String)
    case authenticated
    case reading(ReadingStep)

    /// The sentence in French.
    public var french: String {
        switch self {
        case .pinState(let state):
            (state.role == .holder ? "Code porteur : " : "Code de déblocage : ")
                + (state.isBlocked
                    ? "bloqué" : Count.french(state.triesLeft, "essai", "essais") + " sur \(state.maximumTries)")
                + (state.usesLeft.map { ", encore \(Count.french($0, "usage", "usages"))" } ?? "")
        case .pinRight: "Code porteur correct."
        case .pinChanged: "Le code porteur est changé."
        case .pinUnblocked: "La carte est débloquée et le nouveau code porteur est en place."
        case .card: "Carte"
        case .holder: "Titulaire"
        case .identifier: "Identifiant"
        case .practice: "Exercice"
        case .family: "Famille"
        case .validity: "Fin de validité"
        case .languages: "Langues"
        case .speciality: "Savoir-faire"
        case .activity(let number): "Activité \(number)"
        case .billing: "Situation de facturation"
        case .interface(.contact): "contact"
        case .interface(.contactless): "sans contact"
        case .testCard: "carte de TEST"
        case .valid(let days): "valide, encore \(Count.french(days, "jour", "jours"))"
        case .notChecked: "chaîne non vérifiée"
        case .noTrust:
            "Aucune autorité de confiance n'est installée : la chaîne des certificats n'est pas vérifiée (--trust)."
        case .noReaders: "Aucun lecteur."
        case .written(let path): "Écrit : \(path)"
        case .signed(let path): "Signature écrite : \(path)"
        case .reading(.identification): "Identification de la carte"
        case .reading(.holder): "Titulaire"
        case .reading(.certificates): "Certificats"
        case .authenticated: "La carte a prouvé qu'elle détient la clé de son certificat d'authentification."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .pinState(let state):
            (state.role == .holder ? "PIN: " : "Unblocking code: ")
                + (state.isBlocked ? "blocked" : "\(state.triesLeft) of \(state.maximumTries) tries left")
                + (state.usesLeft.map { ", \(Count.english($0, "use", "uses")) left" } ?? "")
        case .pinRight: "The PIN is right."
        case .pinChanged: "The PIN is changed."
        case .pinUnblocked: "The card is unblocked and the new PIN is set."
        case .card: "Card"
        case .holder: "Holder"
        case .identifier: "Identifier"
        case .practice: "Practice"
        case .family: "Family"
        case .validity: "Valid until"
        case .languages: "Languages"
        case .speciality: "Know-how"
        case .activity(let number): "Activity \(number)"
        case .billing: "Billing situation"
        case .interface(.contact): "contact"
        case .interface(.contactless): "contactless"
        case .testCard: "TEST card"
        case .valid(let days): "valid, \(Count.english(days, "day", "days")) left"
        case .notChecked: "chain not checked"
        case .noTrust: "No trust anchors are installed: certificate chains are not checked (--trust)."
        case .noReaders: "No reader."
        case .written(let path): "Written: \(path)"
        case .signed(let path): "Signature written: \(path)"
        case .reading(.identification): "Identifying the card"
        case .reading(.holder): "Holder"
        case .reading(.certificates): "Certificates"
        case .authenticated: "The card proved that it holds the key of its authentication certificate."
        }
    }
}
