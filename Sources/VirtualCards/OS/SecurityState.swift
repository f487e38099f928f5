// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What one face has proven since its power-up; lost with power and reset.
final class SecurityState {
    var isPINVerified = false
    var isPUKVerified = false
    /// CPS4: RESET RETRY COUNTER P1 = 03 lets the next CHANGE REFERENCE DATA set a value without the old one.
    var isPINChangeAllowed = false

    func drop() {
        isPINVerified = false
        isPUKVerified = false
        isPINChangeAllowed = false
    }
}

/// Who may do something with a file.
enum AccessCondition: Sendable {
    case always, never, userVerified

    func isMet(by security: SecurityState) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .userVerified: security.isPINVerified
        }
    }
}
