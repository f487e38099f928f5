// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// How the process ends: the numbers are a contract with scripts and never change their meaning.
///
/// It is not called `ExitCode`, which is a type of ArgumentParser.
public enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case ok = 0
    case failed = 1
    case noReader = 10
    case noCard = 11
    case unsupportedCard = 12
    case cardRemoved = 13
    case cardBusy = 14
    case serviceUnavailable = 15
    case accessDenied = 16
    case communicationError = 17
    case wrongPIN = 20
    case pinBlocked = 21
    case tryGuard = 22
    case cancelled = 23
    case pinTimeout = 24
    case consentRefused = 25
    case pinMustBeChanged = 26
    case refusedByPolicy = 30
    case certificateExpired = 31
    case certificateRevoked = 32
    case untrusted = 33
    case clockUntrusted = 34
    case signatureInvalid = 35
    case network = 40
    case serverRefused = 41
    case offlineQueued = 42
    case identityRefused = 43
    case updateInterrupted = 50
    case updateRolledBack = 51
    case cardNeedsService = 52
    case sessionExpired = 60
    case badgeUnknown = 61
    case badgeDenied = 62
    case usage = 64
    case inputInvalid = 65
    case internalError = 70
    case interrupted = 130
}

extension ExitStatus: Message {
    /// The sentence in French.
    public var french: String {
        switch self {
        case .ok: "réussi"
        case .failed: "autre échec"
        case .noReader: "aucun lecteur"
        case .noCard: "aucune carte"
        case .unsupportedCard: "carte non prise en charge"
        case .cardRemoved: "carte retirée"
        case .cardBusy: "carte occupée"
        case .serviceUnavailable: "service pcscd indisponible"
        case .accessDenied: "accès refusé"
        case .communicationError: "erreur de communication"
        case .wrongPIN: "code porteur incorrect"
        case .pinBlocked: "code porteur bloqué"
        case .tryGuard: "dernier essai protégé"
        case .cancelled: "annulé"
        case .pinTimeout: "délai de saisie du code dépassé"
        case .consentRefused: "accord refusé"
        case .pinMustBeChanged: "code porteur à changer"
        case .refusedByPolicy: "refusé par les règles"
        case .certificateExpired: "certificat expiré"
        case .certificateRevoked: "certificat révoqué"
        case .untrusted: "certificat sans confiance"
        case .clockUntrusted: "horloge douteuse"
        case .signatureInvalid: "signature invalide"
        case .network: "erreur de réseau"
        case .serverRefused: "refus du serveur"
        case .offlineQueued: "hors ligne, mis en attente"
        case .identityRefused: "refus du fournisseur d'identité"
        case .updateInterrupted: "mise à jour interrompue, reprise possible"
        case .updateRolledBack: "mise à jour annulée"
        case .cardNeedsService: "carte à faire contrôler"
        case .sessionExpired: "session expirée"
        case .badgeUnknown: "badge inconnu"
        case .badgeDenied: "badge refusé"
        case .usage: "commande mal formée"
        case .inputInvalid: "données d'entrée invalides"
        case .internalError: "erreur interne"
        case .interrupted: "interrompu"
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .ok: "ok"
        case .failed: "other failure"
        case .noReader: "no reader"
        case .noCard: "no card"
        case .unsupportedCard: "unsupported card"
        case .cardRemoved: "card removed"
        case .cardBusy: "card busy"
        case .serviceUnavailable: "pcscd unavailable"
        case .accessDenied: "access denied"
        case .communicationError: "communication error"
        case .wrongPIN: "wrong PIN"
        case .pinBlocked: "PIN blocked"
        case .tryGuard: "last try guarded"
        case .cancelled: "cancelled"
        case .pinTimeout: "PIN entry timed out"
        case .consentRefused: "consent refused"
        case .pinMustBeChanged: "PIN must be changed"
        case .refusedByPolicy: "refused by policy"
        case .certificateExpired: "certificate expired"
        case .certificateRevoked: "certificate revoked"
        case .untrusted: "untrusted certificate"
        case .clockUntrusted: "clock not trustworthy"
        case .signatureInvalid: "invalid signature"
        case .network: "network error"
        case .serverRefused: "server refused"
        case .offlineQueued: "offline, queued"
        case .identityRefused: "identity provider refused"
        case .updateInterrupted: "update interrupted, can resume"
        case .updateRolledBack: "update rolled back"
        case .cardNeedsService: "card needs service"
        case .sessionExpired: "session expired"
        case .badgeUnknown: "badge unknown"
        case .badgeDenied: "badge denied"
        case .usage: "usage error"
        case .inputInvalid: "invalid input data"
        case .internalError: "internal error"
        case .interrupted: "interrupted"
        }
    }
}
