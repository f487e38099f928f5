// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import RoamingSessions
public import SecretMemory

/// A person's site password, judged by the site's directory: a simple bind over TLS (RFC 4513 §5.1.3).
///
/// Each check has a connection of its own. Nothing but these settings says how: not `ldap.conf`, `~/.ldaprc`, nor the
/// environment.
public struct DirectoryPassword: SecondFactorCheck {
    private let settings: DirectorySettings

    /// The site's own password.
    public var means: SecondFactor { .sitePassword }

    /// For that directory.
    ///
    /// To be made before other threads read the environment: libldap is told there to read no files of its own.
    public init(_ settings: DirectorySettings) {
        self.settings = settings
        DirectoryLibrary.prepare()
    }

    /// Has the password judged, the person's identifier being the name in the directory.
    public func check(_ person: PersonIdentifier, _ secret: borrowing SecretBytes) -> SecondFactorOutcome {
        check(name: person.text, secret)
    }

    /// Has the password judged, for sites where a person has another name in the directory.
    ///
    /// - Parameter name: 1 to 64 bytes, anything but control characters; escaped before it goes into the template.
    public func check(name: String, _ secret: borrowing SecretBytes) -> SecondFactorOutcome {
        if let refusal = SecretLimits.refusal(name, secret) { return .refused(refusal) }
        let settings = settings
        return BoundedWork.run(secret, milliseconds: settings.patience) { work, secret in
            do throws(SecondFactorTrouble) {
                let connection = try DirectoryConnection(settings, work)
                let answer = try connection.bind(settings.names.name(of: name), secret)
                guard answer.outcome == .right, settings.proof != .notAsked else { return answer.outcome }
                let identity = try connection.identity()
                return settings.proof.accepts(identity, boundAs: settings.names.name(of: name))
                    ? .right : .unavailable(.notNamed)
            } catch {
                return .unavailable(error)
            }
        }
    }
}
