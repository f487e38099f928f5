// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension CPSFailure.Code {
    var french: StaticString {
        switch self {
        case .failed: "La carte a refusé l'opération."
        case .noReader: "Aucun lecteur de cartes, ou aucun de ce nom."
        case .noCard: "Aucune carte n'est dans le lecteur."
        case .unsupportedCard: "Cette carte ne permet pas cette opération."
        case .cardRemoved: "La carte a été retirée ou échangée."
        case .cardBusy: "La carte est utilisée par un autre programme."
        case .serviceUnavailable: "Le service des cartes à puce (pcscd) ne répond pas."
        case .accessDenied: "Le service des cartes à puce (pcscd) refuse l'accès."
        case .communication: "La communication avec la carte a échoué."
        case .wrongPIN: "Code incorrect."
        case .pinBlocked: "Code bloqué."
        case .tryGuard: "Code non envoyé : les derniers essais sont protégés."
        case .cancelled: "Opération annulée."
        case .pinExpired: "Le code porteur ne peut être gardé plus de cinq minutes."
        case .refusedByPolicy: "Refusé par les règles."
        case .certificateExpired: "Le certificat est expiré."
        case .certificateRevoked: "Le certificat est révoqué."
        case .untrusted: "La confiance dans le certificat ne peut être établie."
        case .clockUntrusted: "Le certificat n'est pas encore valable à cette date."
        case .signatureInvalid: "La signature de la carte ne correspond pas à son certificat. Rien n'a été signé."
        case .cardNeedsService: "Le contenu de la carte n'est pas fiable : faites-la contrôler."
        case .usage: "Appel mal formé."
        case .inputInvalid: "Données d'entrée invalides."
        case .internalError: "Erreur interne."
        }
    }
}

extension CPSFailure.Detail {
    var french: String {
        switch self {
        case .place(let place): "(\(place))"
        case .holder(let name): "(\(name))"
        case .digits(let digits): "Le code a de \(digits.lowerBound) à \(digits.upperBound) chiffres."
        case .severalCards: "Plusieurs lecteurs ont une carte : il faut nommer le lecteur."
        case .mayNotBill(let reason): "Cette carte ne permet pas de facturer (\(reason))."
        case .commandNotAllowed:
            "Cette commande pourrait modifier la carte ou user un essai : elle n'a pas été envoyée."
        case .noUpdate: "Aucune mise à jour n'est ouverte."
        case .updateOpen: "Une mise à jour est ouverte."
        case .sessionOpen: "Une session de signature est ouverte."
        case .pinNeeded: "Aucune session de signature n'est ouverte : il faut le code porteur."
        case .otherScheme: "La session signe selon un autre schéma."
        case .pkcs1Only: "Les signatures XML sont faites en PKCS #1 seulement."
        case .notCanonical: "Le document n'est pas sous sa forme canonique."
        case .severalActivities(let numbers):
            "La carte a plusieurs activités : \(numbers.map(String.init).joined(separator: ", "))."
        case .oldPINHolds: "Changement interrompu : l'ancien code reste valable."
        case .pinUnknown: "Changement interrompu : essayez le nouveau code, puis l'ancien."
        }
    }
}
