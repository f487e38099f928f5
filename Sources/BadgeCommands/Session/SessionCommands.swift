// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import AuditTrail
public import CardCommands
public import CardToolSupport
public import CertificateTrust
internal import ISO7816
internal import RoamingSessions

/// What is said of sessions.
public enum SessionMessage: Message, Hashable {
    case none
    case line(person: String, since: String, means: String, kiosk: String?)
    case closed(String)
    case noSession

    /// The sentence in French.
    public var french: String {
        switch self {
        case .none: "Aucune session."
        case .line(let person, let since, let means, let kiosk):
            "\(person)  depuis \(since)  \(means)  \(kiosk.map { "ouverte sur \($0)" } ?? "verrouillée")"
        case .closed(let person): "La session de \(person) est fermée partout."
        case .noSession: "Cette personne n'a pas de session."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .none: "No session."
        case .line(let person, let since, let means, let kiosk):
            "\(person)  since \(since)  \(means)  \(kiosk.map { "open at \($0)" } ?? "locked")"
        case .closed(let person): "The session of \(person) is closed everywhere."
        case .noSession: "This person has no session."
        }
    }
}

/// The command `caducee session list`.
public struct SessionList: Sendable {
    private let site: SiteFile

    /// For a site.
    public init(_ site: SiteFile) { self.site = site }

    /// Lists them in the order of their persons.
    public func run(_ context: CommandContext) throws -> Report {
        let store = try site.openStore()
        let sessions = try storing { () throws(StoreFailure) in try store.sessions() }
        let lines = sessions.map { session in
            context.text(
                SessionMessage.line(
                    person: session.person.text, since: BadgeTable.day(session.secondFactor),
                    means: session.means.rawValue, kiosk: session.kiosk?.text))
        }
        return Report(
            lines: lines.isEmpty ? [context.text(SessionMessage.none)] : lines,
            data: [
                "sessions": .array(
                    sessions.map { session in
                        [
                            "session": .string(session.identifier.bytes.hexadecimal),
                            "person": .string(session.person.text),
                            "second_factor": .string(BadgeTable.moment(session.secondFactor)),
                            "means": .string(session.means.rawValue),
                            "kiosk": session.kiosk.map { .string($0.text) } ?? .null,
                        ]
                    })
            ])
    }
}

/// The command `caducee session close`: ends a person's session at every kiosk.
public struct SessionClose: Sendable {
    private let site: SiteFile
    private let person: String
    private let presentation: PresentationOptions
    private let trust: TrustStore?
    private let now: Int64

    /// By whoever proves themself by card and PIN: for themself, or as a supervisor of the site.
    public init(
        _ site: SiteFile, person: String, presentation: PresentationOptions, trust: TrustStore?, now: Int64
    ) {
        self.site = site
        self.person = person
        self.presentation = presentation
        self.trust = trust
        self.now = now
    }

    /// Revokes the session.
    public func run(_ context: CommandContext) throws -> Report {
        guard let target = PersonIdentifier(person) else {
            throw Failure(.usage, SessionMessage.noSession as any Message)
        }
        let store = try site.openStore()
        let holder = try ContactProof.person(context, presentation, trust: trust, now: now)
        guard holder == target || site.supervisors.contains(holder) else {
            throw Failure(.refusedByPolicy, SiteMessage.notSupervisor as any Message)
        }
        let entry = try site.entry(.sessionClose, by: holder, means: .card, level: .high)
        let had = try site.audited(entry) { try storing { () throws(StoreFailure) in try store.revoke(target) } }
        guard had else { throw Failure(.sessionExpired, SessionMessage.noSession as any Message) }
        return Report(
            lines: [context.text(SessionMessage.closed(target.text))], data: ["person": .string(target.text)])
    }
}
