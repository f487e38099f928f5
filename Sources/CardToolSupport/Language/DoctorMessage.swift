// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// What a diagnosis finds, and what to do about it.
public enum DoctorMessage: Message, Hashable {
    case level(CheckResult.Level)
    case version(caducee: String, system: String)
    case serviceAnswers
    case serviceFails(TransportFault)
    case serviceSocket(String)
    case noServiceSocket(String)
    case socketNotWritable(String)
    case serviceNotInstalled
    case installService
    case user(name: String, groups: [String])
    case usbDriver(String)
    case noUSBDriver
    case installUSBDriver
    case virtualDriver(String)
    case noVirtualDriver
    case readers(Int)
    case noReader
    case card(reader: String, known: KnownCard?)
    case cardMute(reader: String)
    case noCard
    case reader(name: String)
    case locale(String)
    case localeNotUTF8(String)
    case setUTF8
    case clock(String)
    case clockWrong(String)
    case clockUnsynchronised(String)
    case setClock
    case summary(failures: Int, warnings: Int)

    /// The sentence in French.
    public var french: String {
        switch self {
        case .level(.ok): "bon"
        case .level(.warning): "attention"
        case .level(.failed): "échec"
        case .version(let caducee, let system): "caducee \(caducee), \(system)"
        case .serviceAnswers: "le service pcscd répond"
        case .serviceFails(let fault): Failure(fault).message.french
        case .serviceSocket(let path): "prise de pcscd : \(path)"
        case .noServiceSocket(let path): "la prise de pcscd n'existe pas : \(path)"
        case .socketNotWritable(let path): "la prise de pcscd vous est fermée : \(path)"
        case .serviceNotInstalled: "pcscd n'est pas installé"
        case .installService: "Installez-le : sudo apt install pcscd"
        case .user(let name, let groups): "utilisateur \(name), groupes : \(groups.joined(separator: ", "))"
        case .usbDriver(let path): "pilote des lecteurs USB : \(path)"
        case .noUSBDriver: "pas de pilote pour les lecteurs USB"
        case .installUSBDriver: "Installez-le : sudo apt install libccid"
        case .virtualDriver(let path): "pilote de cartes virtuelles : \(path)"
        case .noVirtualDriver: "pas de pilote de cartes virtuelles (utile aux essais seulement)"
        case .readers(let count): Count.french(count, "lecteur", "lecteurs")
        case .noReader: "aucun lecteur"
        case .card(let reader, let known): "\(reader) : \(known?.french ?? "carte inconnue")"
        case .cardMute(let reader): "\(reader) : la carte ne répond pas"
        case .noCard: "aucune carte dans les lecteurs"
        case .reader(let name): "\(name) : vide"
        case .locale(let name): "langue et caractères : \(name)"
        case .localeNotUTF8(let name): "le terminal n'est pas annoncé en UTF-8 (\(name))"
        case .setUTF8: "Choisissez une langue en UTF-8, par exemple LANG=fr_FR.UTF-8."
        case .clock(let time): "horloge : \(time)"
        case .clockWrong(let time): "l'horloge est fausse : \(time)"
        case .clockUnsynchronised(let time): "l'horloge n'est pas synchronisée : \(time)"
        case .setClock: "Activez la synchronisation : sudo timedatectl set-ntp true"
        case .summary(0, 0): "Tout va bien."
        case .summary(let failures, let warnings):
            "\(Count.french(failures, "échec", "échecs")), \(Count.french(warnings, "avertissement", "avertissements"))."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .level(.ok): "ok"
        case .level(.warning): "warning"
        case .level(.failed): "failed"
        case .version(let caducee, let system): "caducee \(caducee), \(system)"
        case .serviceAnswers: "pcscd answers"
        case .serviceFails(let fault): Failure(fault).message.english
        case .serviceSocket(let path): "pcscd's socket: \(path)"
        case .noServiceSocket(let path): "pcscd's socket does not exist: \(path)"
        case .socketNotWritable(let path): "pcscd's socket is closed to you: \(path)"
        case .serviceNotInstalled: "pcscd is not installed"
        case .installService: "Install it: sudo apt install pcscd"
        case .user(let name, let groups): "user \(name), groups: \(groups.joined(separator: ", "))"
        case .usbDriver(let path): "driver of USB readers: \(path)"
        case .noUSBDriver: "no driver for USB readers"
        case .installUSBDriver: "Install it: sudo apt install libccid"
        case .virtualDriver(let path): "driver of virtual cards: \(path)"
        case .noVirtualDriver: "no driver of virtual cards (of use to tests only)"
        case .readers(let count): Count.english(count, "reader", "readers")
        case .noReader: "no reader"
        case .card(let reader, let known): "\(reader): \(known?.english ?? "unknown card")"
        case .cardMute(let reader): "\(reader): the card does not answer"
        case .noCard: "no card in the readers"
        case .reader(let name): "\(name): empty"
        case .locale(let name): "language and characters: \(name)"
        case .localeNotUTF8(let name): "the terminal is not announced as UTF-8 (\(name))"
        case .setUTF8: "Choose a UTF-8 locale, for example LANG=en_GB.UTF-8."
        case .clock(let time): "clock: \(time)"
        case .clockWrong(let time): "the clock is wrong: \(time)"
        case .clockUnsynchronised(let time): "the clock is not synchronised: \(time)"
        case .setClock: "Have it synchronised: sudo timedatectl set-ntp true"
        case .summary(0, 0): "All is well."
        case .summary(let failures, let warnings):
            "\(Count.english(failures, "failure", "failures")), \(Count.english(warnings, "warning", "warnings"))."
        }
    }
}
