// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The stable identifier of a failure, as programs read it in `error.code`.
public enum FailureCode: String, Hashable, Sendable, CaseIterable {
    case failed = "failed"
    case cardRefused = "card_refused"
    case noReader = "no_reader"
    case noCard = "no_card"
    case unsupportedCard = "unsupported_card"
    case unsupportedOperation = "unsupported_operation"
    case cardRemoved = "card_removed"
    case cardSwapped = "card_swapped"
    case cardBusy = "card_busy"
    case serviceUnavailable = "service_unavailable"
    case accessDenied = "access_denied"
    case communication = "communication_error"
    case cardUnresponsive = "card_unresponsive"
    case cardReset = "card_reset"
    case malformedAnswer = "malformed_answer"
    case wrongPIN = "wrong_pin"
    case pinBlocked = "pin_blocked"
    case tryGuard = "try_guard"
    case cancelled = "cancelled"
    case pinTimeout = "pin_timeout"
    case consentRefused = "consent_refused"
    case pinMustBeChanged = "pin_must_be_changed"
    case refusedByPolicy = "refused_by_policy"
    case certificateExpired = "certificate_expired"
    case certificateRevoked = "certificate_revoked"
    case untrusted = "untrusted"
    case clockUntrusted = "clock_untrusted"
    case signatureInvalid = "signature_invalid"
    case signatureMismatch = "signature_mismatch"
    case network = "network_error"
    case serverRefused = "server_refused"
    case offlineQueued = "offline_queued"
    case identityRefused = "identity_refused"
    case updateInterrupted = "update_interrupted"
    case updateRolledBack = "update_rolled_back"
    case cardNeedsService = "card_needs_service"
    case sessionExpired = "session_expired"
    case badgeUnknown = "badge_unknown"
    case badgeDenied = "badge_denied"
    case usage = "usage"
    case ambiguousReader = "ambiguous_reader"
    case pinOnCommandLine = "pin_on_command_line"
    case noTerminal = "no_terminal"
    case pinFormat = "pin_format"
    case pinsDiffer = "pins_differ"
    case inputInvalid = "input_invalid"
    case internalError = "internal_error"
    case interrupted = "interrupted"

    /// How the process ends with this failure.
    public var exit: ExitStatus {
        switch self {
        case .failed, .cardRefused: .failed
        case .noReader: .noReader
        case .noCard: .noCard
        case .unsupportedCard, .unsupportedOperation: .unsupportedCard
        case .cardRemoved, .cardSwapped: .cardRemoved
        case .cardBusy: .cardBusy
        case .serviceUnavailable: .serviceUnavailable
        case .accessDenied: .accessDenied
        case .communication, .cardUnresponsive, .cardReset, .malformedAnswer: .communicationError
        case .wrongPIN: .wrongPIN
        case .pinBlocked: .pinBlocked
        case .tryGuard: .tryGuard
        case .cancelled: .cancelled
        case .pinTimeout: .pinTimeout
        case .consentRefused: .consentRefused
        case .pinMustBeChanged: .pinMustBeChanged
        case .refusedByPolicy: .refusedByPolicy
        case .certificateExpired: .certificateExpired
        case .certificateRevoked: .certificateRevoked
        case .untrusted: .untrusted
        case .clockUntrusted: .clockUntrusted
        case .signatureInvalid, .signatureMismatch: .signatureInvalid
        case .network: .network
        case .serverRefused: .serverRefused
        case .offlineQueued: .offlineQueued
        case .identityRefused: .identityRefused
        case .updateInterrupted: .updateInterrupted
        case .updateRolledBack: .updateRolledBack
        case .cardNeedsService: .cardNeedsService
        case .sessionExpired: .sessionExpired
        case .badgeUnknown: .badgeUnknown
        case .badgeDenied: .badgeDenied
        case .usage, .ambiguousReader, .pinOnCommandLine, .noTerminal: .usage
        case .pinFormat, .pinsDiffer, .inputInvalid: .inputInvalid
        case .internalError: .internalError
        case .interrupted: .interrupted
        }
    }
}
