// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
public import CardToolSupport
internal import FSE
internal import FSEDocuments
internal import HealthCard

/// What the numbering register and the clock say when they refuse.
public enum LotMessage: Message, Hashable {
    case registerNotPrivate(String), registerInUse, registerStorage(Int)
    case numberTaken(Int), alreadyInLot(Int, Int), notAfterLast(Int, Int), interruptedLot(Int, Int, Int)
    case clockBeforeCertificate, clockBeforeLastSignature
    case otherHolder, contentChanged(String), outputExists(String), outputFailed(String), tooLarge
    case resumeFirst, setClock, makePrivate, verifyLot

    /// The sentence in French.
    public var french: String {
        switch self {
        case .registerNotPrivate(let name): "D'autres utilisateurs ont accès à « \(name) » : le registre est refusé."
        case .registerInUse: "Un autre programme utilise le registre des numéros."
        case .registerStorage(let code): "Le registre des numéros ne peut être lu ou écrit (code \(code))."
        case .numberTaken(let number): "Le numéro \(number) est lié pour toujours à une autre FSE."
        case .alreadyInLot(let number, let lot): "La FSE \(number) est déjà dans le lot \(lot)."
        case .notAfterLast(let number, let last): "Le numéro \(number) ne suit pas le dernier numéro, \(last)."
        case .interruptedLot(let lot, let first, let last):
            "Le lot \(lot) (FSE \(first) à \(last)) a été interrompu et passe d'abord."
        case .clockBeforeCertificate: "L'horloge de cet ordinateur est avant le début du certificat."
        case .clockBeforeLastSignature: "L'horloge de cet ordinateur est avant la dernière FSE signée."
        case .otherHolder: "La carte n'est pas celle du titulaire pour qui le lot a été préparé."
        case .contentChanged(let file): "« \(file) » a changé pendant l'opération."
        case .outputExists(let file): "« \(file) » existe déjà dans le dossier de sortie."
        case .outputFailed(let file): "« \(file) » ne peut pas être écrit."
        case .tooLarge: "Le lot est trop grand."
        case .verifyLot: "Elle est signée : voyez son lot avec « caducee fse verify »."
        case .resumeFirst: "Relancez d'abord la commande de ce lot."
        case .setClock: "Réglez l'horloge, puis recommencez."
        case .makePrivate: "Donnez ce dossier à vous seul (chmod 700), ou choisissez un autre registre."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .registerNotPrivate(let name): "Other users have access to \"\(name)\": the register is refused."
        case .registerInUse: "Another program uses the numbering register."
        case .registerStorage(let code): "The numbering register cannot be read or written (code \(code))."
        case .numberTaken(let number): "Number \(number) is bound to another FSE for ever."
        case .alreadyInLot(let number, let lot): "FSE \(number) is in lot \(lot) already."
        case .notAfterLast(let number, let last): "Number \(number) does not follow the last number, \(last)."
        case .interruptedLot(let lot, let first, let last):
            "Lot \(lot) (FSE \(first) to \(last)) was interrupted and comes first."
        case .clockBeforeCertificate: "This computer's clock is before the certificate's begin."
        case .clockBeforeLastSignature: "This computer's clock is before the last signed FSE."
        case .otherHolder: "The card is not that of the holder for whom the lot was prepared."
        case .contentChanged(let file): "\"\(file)\" changed meanwhile."
        case .outputExists(let file): "\"\(file)\" exists already in the output folder."
        case .outputFailed(let file): "\"\(file)\" cannot be written."
        case .tooLarge: "The lot is too large."
        case .verifyLot: "It is signed: see its lot with \"caducee fse verify\"."
        case .resumeFirst: "Run that lot's command first."
        case .setClock: "Set the clock and try again."
        case .makePrivate: "Make the folder yours alone (chmod 700), or choose another register."
        }
    }
}

extension Failure {
    /// Why a lot stopped.
    init(_ stop: LotStop) {
        switch stop {
        case .cancelled: self.init(.cancelled, .cancelled)
        case .key(let error): self = (error as? TokenError).map { Failure($0) } ?? Failure(any: error)
        case .signature(let error): self.init(.failed, .internalError("\(error)"), hint: .reportProblem)
        case .register(let error): self.init(error)
        case .clockBeforeCertificate:
            self.init(.clockUntrusted, LotMessage.clockBeforeCertificate as any Message, hint: LotMessage.setClock)
        case .clockBeforeLastSignature:
            self.init(.clockUntrusted, LotMessage.clockBeforeLastSignature as any Message, hint: LotMessage.setClock)
        case .certificateExpired:
            self.init(.certificateExpired, CertificateMessage.expired as any Message)
        case .otherHolder: self.init(.inputInvalid, LotMessage.otherHolder as any Message)
        case .contentChanged(let file): self.init(.inputInvalid, LotMessage.contentChanged(file) as any Message)
        case .outputExists(let file): self.init(.inputInvalid, LotMessage.outputExists(file) as any Message)
        case .output(let file): self.init(.failed, LotMessage.outputFailed(file) as any Message)
        case .tooLarge: self.init(.inputInvalid, LotMessage.tooLarge as any Message)
        }
    }

    /// Why the register refused.
    init(_ error: RegisterError) {
        switch error {
        case .notPrivate(let name):
            self.init(
                .refusedByPolicy, LotMessage.registerNotPrivate(name) as any Message, hint: LotMessage.makePrivate)
        case .inUse: self.init(.failed, LotMessage.registerInUse as any Message, hint: HintMessage.tryAgain)
        case .storage(let code): self.init(.failed, LotMessage.registerStorage(code) as any Message)
        case .boundToOtherContent(let number):
            self.init(.inputInvalid, LotMessage.numberTaken(number) as any Message)
        case .alreadyInLot(let number, let lot):
            self.init(
                .inputInvalid, LotMessage.alreadyInLot(number, lot) as any Message, hint: LotMessage.verifyLot)
        case .notAfterLast(let number, let last):
            self.init(.inputInvalid, LotMessage.notAfterLast(number, last) as any Message)
        case .interruptedLot(let number, let first, let last):
            self.init(
                .inputInvalid, LotMessage.interruptedLot(number, first, last) as any Message,
                hint: LotMessage.resumeFirst)
        case .notBound: self.init(.failed, .internalError(error.code), hint: .reportProblem)
        case .clockBeforeLastSignature:
            self.init(.clockUntrusted, LotMessage.clockBeforeLastSignature as any Message, hint: LotMessage.setClock)
        }
    }
}
