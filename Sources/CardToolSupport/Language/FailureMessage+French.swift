// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ISO7816

extension FailureMessage {
    /// The sentence in French.
    public var french: String {
        switch self {
        case .noReader: "Aucun lecteur de cartes n'est branché."
        case .noReaderNamed(let name): "Aucun lecteur ne commence par « \(name) »."
        case .noCard: "Aucune carte n'est dans le lecteur."
        case .noCardIn(let reader): "Aucune carte n'est dans le lecteur « \(reader) »."
        case .ambiguousReader(let names): "Plusieurs lecteurs conviennent : \(names.joined(separator: " ; "))."
        case .unsupportedCard(let what): "Cette carte n'est pas prise en charge (\(what))."
        case .unsupportedOperation(let what): "Cette carte ne permet pas cette opération (\(what))."
        case .cardRemoved: "La carte a été retirée pendant l'opération."
        case .cardSwapped: "La carte a été échangée pendant l'opération."
        case .cardReset: "Un autre programme a réinitialisé la carte."
        case .cardBusy(nil): "La carte est utilisée par un autre programme."
        case .cardBusy(let holder?): "La carte est utilisée par \(holder)."
        case .serviceUnavailable: "Le service des cartes à puce (pcscd) ne répond pas."
        case .accessDenied: "Le service des cartes à puce (pcscd) vous refuse l'accès."
        case .cardUnresponsive: "La carte ne répond pas."
        case .communication(let code): "La communication avec la carte a échoué (code \(FailureMessage.hex(code)))."
        case .malformedAnswer(let what): "La carte a donné une réponse illisible (\(what))."
        case .cardRefused(let status, let operation):
            "La carte a refusé l'opération (\(operation.rawValue), \(status))."
        case .wrongPIN(let role, let left, let allowed):
            "\(FailureMessage.frenchName(role)) incorrect. \(FailureMessage.frenchTries(left))"
                + (allowed.map { " La carte se bloque après \(Count.french($0, "erreur", "erreurs"))." } ?? "")
        case .pinBlocked(let role): "\(FailureMessage.frenchName(role)) bloqué."
        case .tryGuard(let role, let left):
            "\(FailureMessage.frenchName(role)) non envoyé. \(FailureMessage.frenchTries(left))"
        case .pinFormat(let role, let digits):
            "\(FailureMessage.frenchName(role)) : de \(digits.lowerBound) à \(digits.upperBound) chiffres, rien d'autre."
        case .pinsDiffer: "Les deux saisies du nouveau code diffèrent."
        case .pinOnCommandLine:
            "Un code ne se donne jamais sur la ligne de commande : d'autres utilisateurs et l'historique le verraient."
        case .pinTooLong: "La ligne lue est trop longue pour un code."
        case .pinTimeout: "Le délai de saisie du code est dépassé."
        case .descriptorUnusable(let option): "Le descripteur donné à \(option) ne peut pas être lu."
        case .noTerminal: "Aucun terminal pour saisir le code."
        case .cancelled: "Opération annulée."
        case .notConfirmed: "Confirmation refusée."
        case .confirmationNeeded: "Cette opération demande une confirmation."
        case .signatureMismatch: "La signature de la carte ne correspond pas à son certificat. Rien n'a été signé."
        case .badHexadecimal(let position): "La commande nº \(position) n'est pas en hexadécimal."
        case .badAPDU(let position): "La commande nº \(position) n'est pas une APDU correcte."
        case .commandNotAllowed(let header): "La commande \(header) n'est pas dans la liste des commandes permises."
        case .unsafeNeedsTestCard:
            "L'option --unsafe n'est permise qu'avec une carte dont le titulaire est marqué TEST."
        case .usage(let detail): "Commande mal formée. \(detail)"
        case .internalError(let kind): "Erreur interne (\(kind))."
        case .interrupted(.unchanged): "Interrompu. La carte n'a pas été modifiée."
        case .interrupted(.changed): "Interrompu. La carte a été modifiée avant l'interruption."
        case .interrupted(.unknown): "Interrompu pendant une modification de la carte : son résultat est inconnu."
        }
    }

    static func frenchTries(_ left: Int) -> String {
        switch left {
        case ..<1: "Il ne reste aucun essai."
        default: "Il reste \(Count.french(left, "essai", "essais"))."
        }
    }

    static func frenchName(_ role: PINRole) -> String {
        switch role {
        case .holder: "Code porteur"
        case .unblocking: "Code de déblocage"
        }
    }

    static func hex(_ code: UInt32) -> String {
        let digits = String(code, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
