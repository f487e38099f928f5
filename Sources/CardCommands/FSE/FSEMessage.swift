// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
public import FSE
internal import FSEDocuments
internal import HealthCard

/// What is said of FSE and lots; what files and fields are at fault, never their values.
public enum FSEMessage: Message, Hashable {
    case problem(InputProblem)
    case inputsRefused(Int)
    case noInput
    case tooMany(Int)
    case severalActivities([Int])
    case unknownActivity(Int)
    case noActivity
    case chooseActivity
    case family(FamilyReason)
    case correctAndRepeat
    case lotDone(count: Int, archive: String)
    case lotStopped(signed: Int, notSigned: Int)
    case runAgain
    case unaccredited
    case signing(Int)
    case verified(Int)
    case notVerified(Int)
    case noTrustForVerification

    /// Why a family of cards may not sign.
    public enum FamilyReason: String, Hashable, Sendable {
        case inTraining, unnamed, noCare, other
    }

    /// The sentence in French.
    public var french: String {
        switch self {
        case .problem(let problem):
            "\(problem.file)\(problem.fault.place.map { " \($0)" } ?? "") : \(FaultText.french(problem.fault))"
        case .inputsRefused(let count):
            "\(Count.french(count, "fichier refusé", "fichiers refusés")) : rien n'a été signé."
        case .noInput: "Aucune FSE à signer."
        case .tooMany(let count): "\(count) FSE : c'est trop pour un lot."
        case .severalActivities(let numbers):
            "La carte porte plusieurs activités (\(numbers.map(String.init).joined(separator: ", ")))."
        case .unknownActivity(let number): "L'activité \(number) n'est pas sur la carte."
        case .noActivity: "La carte ne porte aucune activité : elle ne peut pas facturer."
        case .chooseActivity: "Choisissez avec --activity."
        case .family(.inTraining): "Cette carte est celle d'une personne en formation : elle ne signe pas de FSE."
        case .family(.unnamed): "Cette carte ne nomme personne : elle ne signe pas de FSE."
        case .family(.noCare): "Cette carte est celle d'un organisme qui ne soigne pas : elle ne signe pas de FSE."
        case .family(.other): "Cette famille de carte ne signe pas de FSE."
        case .correctAndRepeat: "Corrigez, puis recommencez."
        case .lotDone(let count, let archive): "\(count) FSE signées, lot complet : \(archive)"
        case .lotStopped(let signed, let notSigned):
            "Lot interrompu : \(signed) FSE signées et conservées, \(notSigned) non signées."
        case .runAgain: "Relancez la même commande : elle reprendra où elle s'est arrêtée."
        case .unaccredited: "Enveloppe ouverte et vérifiable, non agréée par le GIE SESAM-Vitale."
        case .signing(let number): "FSE \(number)"
        case .verified(let count): "\(Count.french(count, "FSE vérifiée", "FSE vérifiées")), rien à signaler."
        case .notVerified(let count): Count.french(count, "anomalie", "anomalies") + "."
        case .noTrustForVerification: "Sans autorités de confiance, rien ne peut être vérifié (--trust)."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .problem(let problem):
            "\(problem.file)\(problem.fault.place.map { " \($0)" } ?? ""): \(FaultText.english(problem.fault))"
        case .inputsRefused(let count): "\(Count.english(count, "file", "files")) refused: nothing was signed."
        case .noInput: "No FSE to sign."
        case .tooMany(let count): "\(count) FSE are too many for one lot."
        case .severalActivities(let numbers):
            "The card holds several activities (\(numbers.map(String.init).joined(separator: ", ")))."
        case .unknownActivity(let number): "Activity \(number) is not on the card."
        case .noActivity: "The card holds no activity: it cannot bill."
        case .chooseActivity: "Choose one with --activity."
        case .family(.inTraining): "This is the card of a person in training: it does not sign FSE."
        case .family(.unnamed): "This card names nobody: it does not sign FSE."
        case .family(.noCare): "This is the card of a body that gives no care: it does not sign FSE."
        case .family(.other): "This family of cards does not sign FSE."
        case .correctAndRepeat: "Correct and try again."
        case .lotDone(let count, let archive): "\(count) FSE signed, lot complete: \(archive)"
        case .lotStopped(let signed, let notSigned):
            "Lot interrupted: \(signed) FSE signed and kept, \(notSigned) not signed."
        case .runAgain: "Run the same command again: it goes on where it stopped."
        case .unaccredited: "Open, verifiable envelope, not accredited by GIE SESAM-Vitale."
        case .signing(let number): "FSE \(number)"
        case .verified(let count): "\(count) FSE verified, nothing to report."
        case .notVerified(let count): Count.english(count, "anomaly", "anomalies") + "."
        case .noTrustForVerification: "Without trust anchors nothing can be verified (--trust)."
        }
    }
}
