// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport

/// What is said of badges.
public enum BadgeMessage: Message, Hashable {
    case chip(generation: String, bytes: Int)
    case uid(String)
    case uidHidden
    case identifierOnly
    case applications([String])
    case proved(number: String, mode: String)
    case enrolledFor(person: String)
    case enrolled(number: String, person: String)
    case removed
    case denied(number: String, person: String)
    case imported(Int)
    case exported(Int)
    case none
    case line(number: String, person: String, mode: String, until: String?, isDenied: Bool)
    case foreign
    case notAuthentic
    case noRecord
    case noUID
    case weakerMode
    case alreadyIssued
    case issueFirst
    case refusedByChip(String)
    case notEnrolled
    case isDenied
    case isOver
    case enrolWhat
    case badUID
    case forAnother
    case denyFirst
    case badCSV(line: Int)
    case badNumber
    case checkValue(role: String, value: String)

    /// The sentence in French.
    public var french: String {
        switch self {
        case .chip(let generation, let bytes): "DESFire \(generation), \(bytes) octets"
        case .uid(let uid): "UID : \(uid)"
        case .uidHidden: "UID : caché (aléatoire)"
        case .identifierOnly: "Un UID se copie : il ne prouve rien. Utilisez « caducee badge authenticate »."
        case .applications(let list): "Applications : \(list.isEmpty ? "aucune visible" : list.joined(separator: ", "))"
        case .proved(let number, let mode): "Badge prouvé (\(mode)) : \(number)"
        case .enrolledFor(let person): "Enrôlé pour \(person)."
        case .enrolled(let number, let person): "Badge \(number) enrôlé pour \(person)."
        case .removed: "L'application du site a été retirée du badge."
        case .denied(let number, let person): "Badge \(number) de \(person) refusé désormais ; sa session est fermée."
        case .imported(let count): Count.french(count, "badge importé", "badges importés") + "."
        case .exported(let count): Count.french(count, "badge exporté", "badges exportés") + "."
        case .none: "Aucun badge."
        case .line(let number, let person, let mode, let until, let isDenied):
            "\(number)  \(person)  \(mode)\(until.map { "  jusqu'au \($0)" } ?? "")\(isDenied ? "  refusé" : "")"
        case .foreign: "Ce n'est pas un badge de ce site."
        case .notAuthentic: "Le badge n'a pas prouvé ce qu'il est."
        case .noRecord: "Le badge ne contient pas de numéro lisible."
        case .noUID: "Le lecteur ne donne pas d'UID de sept octets."
        case .weakerMode: "Le badge ne connaît qu'un mode que ce site n'accepte pas."
        case .alreadyIssued: "Le badge porte déjà l'application du site."
        case .issueFirst: "Retirez-la avec « caducee badge format », ou enrôlez le badge tel quel avec --bind."
        case .refusedByChip(let status): "Le badge refuse (\(status))."
        case .notEnrolled: "Ce badge n'est enrôlé pour personne."
        case .isDenied: "Ce badge a été déclaré perdu ou repris."
        case .isOver: "La durée de ce badge temporaire est passée."
        case .enrolWhat: "Présentez le badge au titulaire de la carte « caducee badge enrol »."
        case .badUID: "Un UID a 14 chiffres hexadécimaux, comme « caducee badge read » l'affiche."
        case .forAnother: "Ce badge est enrôlé pour une autre personne."
        case .denyFirst:
            "Que son titulaire ou un responsable le reprenne : « caducee badge deny », puis « badge format »."
        case .badCSV(let line): "Ligne \(line) : cinq colonnes attendues (numéro, personne, mode, fin, refusé)."
        case .badNumber: "Un numéro de badge a 32 chiffres hexadécimaux."
        case .checkValue(let role, let value): "\(role) : valeur de contrôle \(value)"
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .chip(let generation, let bytes): "DESFire \(generation), \(bytes) bytes"
        case .uid(let uid): "UID: \(uid)"
        case .uidHidden: "UID: hidden (random)"
        case .identifierOnly: "A UID can be copied: it proves nothing. Use \"caducee badge authenticate\"."
        case .applications(let list): "Applications: \(list.isEmpty ? "none visible" : list.joined(separator: ", "))"
        case .proved(let number, let mode): "Badge proved (\(mode)): \(number)"
        case .enrolledFor(let person): "Enrolled for \(person)."
        case .enrolled(let number, let person): "Badge \(number) enrolled for \(person)."
        case .removed: "The site's application was taken off the badge."
        case .denied(let number, let person):
            "Badge \(number) of \(person) is denied from now on; their session is closed."
        case .imported(let count): Count.english(count, "badge imported", "badges imported") + "."
        case .exported(let count): Count.english(count, "badge exported", "badges exported") + "."
        case .none: "No badge."
        case .line(let number, let person, let mode, let until, let isDenied):
            "\(number)  \(person)  \(mode)\(until.map { "  until \($0)" } ?? "")\(isDenied ? "  denied" : "")"
        case .foreign: "This is no badge of this site."
        case .notAuthentic: "The badge did not prove what it is."
        case .noRecord: "The badge holds no number that can be read."
        case .noUID: "The reader gives no UID of seven bytes."
        case .weakerMode: "The badge knows only a mode that this site does not accept."
        case .alreadyIssued: "The badge has the site's application already."
        case .issueFirst: "Take it off with \"caducee badge format\", or enrol the badge as it is with --bind."
        case .refusedByChip(let status): "The badge refuses (\(status))."
        case .notEnrolled: "This badge is enrolled for nobody."
        case .isDenied: "This badge was declared lost, or taken back."
        case .isOver: "The time of this temporary badge is over."
        case .enrolWhat: "Have the card's holder present it to \"caducee badge enrol\"."
        case .badUID: "A UID has 14 hexadecimal digits, as \"caducee badge read\" shows it."
        case .forAnother: "This badge is enrolled for somebody else."
        case .denyFirst: "Have its holder or a supervisor take it back: \"caducee badge deny\", then \"badge format\"."
        case .badCSV(let line): "Line \(line): five columns are expected (number, person, mode, end, denied)."
        case .badNumber: "A badge's number has 32 hexadecimal digits."
        case .checkValue(let role, let value): "\(role): check value \(value)"
        }
    }
}
