// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToken
public import CardToolSupport
internal import ISO7816

/// What commands on a card may have to say when they fail, beyond the common catalogue.
public enum TokenMessage: Message, Hashable {
    case oldPINHolds
    case oldPINHoldsUnblocked
    case pinUnknown
    case tryNewPINFirst
    case pinStays
    case noSuchObject(String)
    case seeLabels
    case updateInterrupted
    case pinExpired
    case giveAgain

    /// The sentence in French.
    public var french: String {
        switch self {
        case .oldPINHolds: "Le changement a été interrompu : l'ancien code porteur reste valable."
        case .oldPINHoldsUnblocked:
            "Le déblocage a été interrompu : la carte est débloquée et l'ancien code porteur reste valable."
        case .pinUnknown:
            "Le changement a été interrompu sans réponse de la carte : elle seule sait quel code est valable."
        case .tryNewPINFirst: "Essayez d'abord le nouveau code, puis l'ancien. Aucun essai n'a été consommé."
        case .pinStays: "Recommencez quand la carte est en place. Aucun essai n'a été consommé."
        case .noSuchObject(let label): "La carte n'a pas d'objet « \(label) »."
        case .seeLabels: "Voyez les noms avec « caducee card show »."
        case .updateInterrupted: "Une mise à jour de la carte a été interrompue : son contenu n'est pas fiable."
        case .pinExpired: "Le code porteur ne peut être gardé plus de cinq minutes."
        case .giveAgain: "Relancez la commande et saisissez votre code : ce qui est signé reste signé."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .oldPINHolds: "The change was interrupted: the old PIN still holds."
        case .oldPINHoldsUnblocked: "The unblocking was interrupted: the card is unblocked and the old PIN holds."
        case .pinUnknown: "The change was interrupted before the card answered: it alone knows which PIN holds."
        case .tryNewPINFirst: "Try the new PIN first, then the old one. No try was used."
        case .pinStays: "Start again when the card is in place. No try was used."
        case .noSuchObject(let label): "The card has no object \"\(label)\"."
        case .seeLabels: "See the names with \"caducee card show\"."
        case .updateInterrupted: "An update of the card was interrupted: its content cannot be relied on."
        case .pinExpired: "The PIN may not be kept for more than five minutes."
        case .giveAgain: "Run the command again and give your PIN: what is signed stays signed."
        }
    }
}

extension Failure {
    /// What a token's failure means to the person at the reader.
    public init(_ error: TokenError) {
        switch error {
        case .card(let cause): self.init(cause)
        case .pinChange(let outcome, let cause):
            self.init(cause)
            switch outcome {
            case .oldHolds: (message, hint) = (TokenMessage.oldPINHolds, TokenMessage.pinStays)
            case .oldHoldsUnblocked: (message, hint) = (TokenMessage.oldPINHoldsUnblocked, TokenMessage.pinStays)
            case .unknown: (message, hint) = (TokenMessage.pinUnknown, TokenMessage.tryNewPINFirst)
            }
        case .noSuchObject(let label):
            self.init(.inputInvalid, TokenMessage.noSuchObject(label) as any Message, hint: TokenMessage.seeLabels)
        case .updateInterrupted:
            self.init(.cardNeedsService, TokenMessage.updateInterrupted as any Message)
        case .pinExpired:
            self.init(.pinTimeout, TokenMessage.pinExpired as any Message, hint: TokenMessage.giveAgain)
        }
    }
}

/// Runs work on a token and turns its errors into failures.
func telling<R>(_ work: () throws(TokenError) -> R) throws(Failure) -> R {
    do {
        return try work()
    } catch {
        throw Failure(error)
    }
}
