// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What a server answered to a bind.
struct BindAnswer: Hashable {
    /// Result code (RFC 4511 §4.1.9).
    var code: Int32
    /// Error of the password policy's control (draft-behera-ldap-password-policy §6.2), when it sent one.
    var policyError: UInt32?
    /// Its own words.
    var words: String

    /// What they mean for whoever typed the password.
    var outcome: SecondFactorOutcome {
        switch code {
        // Success for nothing but to change it: whoever was given this password is not the only one to know it.
        case 0: byPolicy ?? .right
        case 49: byPolicy ?? byActiveDirectory ?? .wrong
        // No such object, and an entry without a password: servers should say 49 (RFC 4513 §5.1.3), and some do not.
        case 32, 48: .wrong
        // Constraint violation: how 389 Directory Server says that there were too many tries.
        case 19: .locked
        default: .unavailable(.directory(code: code))
        }
    }

    private var byPolicy: SecondFactorOutcome? {
        switch policyError {
        case 0, 2: .expired
        case 1: .locked
        default: nil
        }
    }

    /// Active Directory says 49 to everything, and the Windows error in its words: `… error, data 52e, v4563`.
    private var byActiveDirectory: SecondFactorOutcome? {
        guard let mark = words.split(separator: "AcceptSecurityContext error, data ").dropFirst().first else {
            return nil
        }
        switch mark.prefix(while: \.isHexDigit) {
        // ERROR_PASSWORD_EXPIRED, ERROR_PASSWORD_MUST_CHANGE
        case "532", "773": return .expired
        // ERROR_INVALID_LOGON_HOURS, ERROR_INVALID_WORKSTATION, ERROR_ACCOUNT_DISABLED, ERROR_ACCOUNT_EXPIRED,
        // ERROR_ACCOUNT_LOCKED_OUT
        case "530", "531", "533", "701", "775": return .locked
        default: return nil
        }
    }
}

/// What a server must say of who is bound before its "right" counts.
///
/// Success alone is little: a server that takes everybody as nobody says it to any password. So it is asked who we are
/// now ("Who am I?", RFC 4532).
public enum IdentityProof: Hashable, Sendable {
    /// It must name the entry that was bound: `dn:` and the same name. OpenLDAP, 389 Directory Server and their kin do.
    case sameName
    /// It must name somebody: Active Directory answers `u:DOMAIN\name`, whatever the name of the entry.
    case somebody
    /// It is not asked: for directories that have no such operation. Whoever chooses this relies on the server never
    /// answering success to a wrong password, which should be tried before.
    case notAsked

    /// Whether an answer is enough, of whoever was bound with that name.
    func accepts(_ identity: String, boundAs name: String) -> Bool {
        switch self {
        case .sameName:
            guard identity.hasPrefix("dn:"), let bound = DirectoryName(name) else { return false }
            return DirectoryName(String(identity.dropFirst(3))) == bound
        // "dn:" alone is nobody (RFC 4513 §5.2.1.8).
        case .somebody: return ["dn:", "u:"].contains { identity.hasPrefix($0) && identity.count > $0.count }
        case .notAsked: return true
        }
    }
}
