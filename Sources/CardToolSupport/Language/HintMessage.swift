// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The one thing to do after a failure.
public enum HintMessage: Message, Hashable {
    case plugReader
    case insertCard
    case insertCardAgain
    case reinsertCard
    case putFirstCardBack
    case tryAgain
    case closeOtherProgram
    case startService
    case askForAccess
    case runDoctor
    case useLastTry
    case unblockPIN
    case replaceCard
    case cardToBeChecked
    case nameReader
    case listReaders
    case usePINDescriptor
    case useConfirmDescriptor
    case seeHelp(String)
    case reportProblem

    /// The sentence in French.
    public var french: String {
        switch self {
        case .plugReader: "Branchez un lecteur de cartes."
        case .insertCard: "Insérez votre carte."
        case .insertCardAgain: "Remettez votre carte, puis recommencez."
        case .reinsertCard: "Retirez la carte, remettez-la, puis recommencez."
        case .putFirstCardBack: "Remettez la première carte, puis recommencez."
        case .tryAgain: "Recommencez."
        case .closeOtherProgram: "Fermez l'autre programme, ou attendez qu'il ait fini."
        case .startService: "Démarrez le service : sudo systemctl start pcscd.socket"
        case .askForAccess: "Demandez à votre administrateur l'accès aux cartes (règle polkit de pcscd)."
        case .runDoctor: "Lancez « caducee doctor »."
        case .useLastTry: "Si vous êtes sûr de votre code, ajoutez --use-last-try."
        case .unblockPIN: "Débloquez la carte : caducee pin unblock"
        case .replaceCard: "Demandez le remplacement de la carte."
        case .cardToBeChecked: "Faites contrôler la carte."
        case .nameReader: "Choisissez avec --reader."
        case .listReaders: "Voyez les noms avec « caducee reader list »."
        case .usePINDescriptor: "Saisissez le code au terminal, ou donnez-le par --pin-fd."
        case .useConfirmDescriptor: "Confirmez au terminal, ou par --confirm-fd."
        case .seeHelp(let command): "Voyez « \(command) --help »."
        case .reportProblem: "Signalez ce problème avec la sortie de « caducee doctor »."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .plugReader: "Plug in a card reader."
        case .insertCard: "Insert your card."
        case .insertCardAgain: "Put your card back and try again."
        case .reinsertCard: "Take the card out, put it back and try again."
        case .putFirstCardBack: "Put the first card back and try again."
        case .tryAgain: "Try again."
        case .closeOtherProgram: "Close the other program, or wait until it is done."
        case .startService: "Start the service: sudo systemctl start pcscd.socket"
        case .askForAccess: "Ask your administrator for access to cards (polkit rule of pcscd)."
        case .runDoctor: "Run \"caducee doctor\"."
        case .useLastTry: "If you are sure of your PIN, add --use-last-try."
        case .unblockPIN: "Unblock the card: caducee pin unblock"
        case .replaceCard: "Ask for a new card."
        case .cardToBeChecked: "Have the card checked."
        case .nameReader: "Choose one with --reader."
        case .listReaders: "See the names with \"caducee reader list\"."
        case .usePINDescriptor: "Enter the PIN at the terminal, or give it with --pin-fd."
        case .useConfirmDescriptor: "Confirm at the terminal, or with --confirm-fd."
        case .seeHelp(let command): "See \"\(command) --help\"."
        case .reportProblem: "Report this problem with the output of \"caducee doctor\"."
        }
    }
}
