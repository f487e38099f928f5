// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What is asked at the terminal.
public enum PromptMessage: Message, Hashable {
    case pin
    case newPIN
    case newPINAgain
    case puk
    case triesBefore(left: Int)
    case typeToConfirm(word: String)
    case aboutToUseLastTry(left: Int)
    /// The word to type before the last tries are used.
    case confirmationWord

    /// The sentence in French.
    public var french: String {
        switch self {
        case .pin: "Code porteur : "
        case .newPIN: "Nouveau code porteur : "
        case .newPINAgain: "Nouveau code porteur, encore une fois : "
        case .puk: "Code de déblocage : "
        case .triesBefore(let left): "Il reste \(Count.french(left, "essai", "essais"))."
        case .typeToConfirm(let word): "Tapez « \(word) » pour continuer : "
        case .aboutToUseLastTry(1): "C'est le dernier essai : en cas d'erreur la carte se bloque."
        case .aboutToUseLastTry(let left):
            "Il reste \(Count.french(left, "essai", "essais")) ; ensuite le code de déblocage est perdu."
        case .confirmationWord: "continuer"
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .pin: "PIN: "
        case .newPIN: "New PIN: "
        case .newPINAgain: "New PIN, once more: "
        case .puk: "Unblocking code: "
        case .triesBefore(let left): "\(Count.english(left, "try", "tries")) left."
        case .typeToConfirm(let word): "Type \"\(word)\" to go on: "
        case .aboutToUseLastTry(1): "This is the last try: an error blocks the card."
        case .aboutToUseLastTry(let left):
            "\(Count.english(left, "try", "tries")) left; after that the unblocking code is lost."
        case .confirmationWord: "continue"
        }
    }
}
