// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import AuditTrail
internal import BadgeAccess
internal import CardAccess
public import CardCommands
public import CardToolSupport
public import CertificateTrust
internal import DESFire
internal import ISO7816
internal import RoamingSessions

/// The command `caducee badge enrol`: the holder proves themself by card and PIN, then the badge becomes theirs.
public struct BadgeEnrol: Sendable {
    private let site: SiteFile
    private let badgeReader: String
    private let binds: Bool
    private let end: Int64?
    private let presentation: PresentationOptions
    private let trust: TrustStore?
    private let now: Int64

    /// The card is in the reader that all commands use; the badge is on another.
    ///
    /// - Parameters:
    ///   - binds: whether the badge has the application already, and is taken as it is.
    ///   - end: until when a temporary badge counts, milliseconds since 1970.
    public init(
        _ site: SiteFile, badgeReader: String, binds: Bool, end: Int64?, presentation: PresentationOptions,
        trust: TrustStore?, now: Int64
    ) {
        self.site = site
        self.badgeReader = badgeReader
        self.binds = binds
        self.end = end
        self.presentation = presentation
        self.trust = trust
        self.now = now
    }

    /// Proves the person, writes or binds the badge, proves it, and records whose it is.
    ///
    /// The badge is written before it is recorded: one that was written and not recorded opens nothing, and is enrolled
    /// by the same command with `--bind`.
    public func run(_ context: CommandContext) throws -> Report {
        // Everything that may fail without anybody, before anybody is asked for a PIN.
        let store = try site.openStore()
        let keys = try site.openKeys()
        let badges = CommandContext(context, reader: badgeReader)
        try badges.connect().disconnect(.leave)
        let person = try ContactProof.person(context, presentation, trust: trust, now: now)
        let entry = try site.entry(.badgeEnrol, by: person, means: .card, level: .high)
        let proof = try site.audited(entry) {
            let connection = try badges.connect()
            defer { connection.disconnect(.leave) }
            if !binds {
                let issuer = try proving { () throws(BadgeFailure) in try BadgeIssuer(site.site, keys) }
                _ = try proving { () throws(BadgeFailure) in
                    let uid = try BadgeReader.uid(connection)
                    return try issuer.issue(on: connection, card: site.site.cardKey(site.cardKey, keys, of: uid))
                }
            }
            let reader = BadgeReader(site.site, keys)
            let proof = try proving { () throws(BadgeFailure) in try reader.prove(connection) }
            guard let badge = BadgeNumber(proof.number) else { throw Failure(BadgeFailure.noRecord) }
            let known = try storing { () throws(StoreFailure) in try store.enrolments() }.first { $0.badge == badge }
            try requireFree(known, for: person)
            // What it could do once it is never accepted without.
            let mode = max(proof.strength.mode, known?.mode ?? .ev1)
            try storing { () throws(StoreFailure) in
                try store.enrol(Enrolment(badge: badge, person: person, mode: mode, end: end))
            }
            return proof
        }
        let number = proof.number.hexadecimal
        return Report(
            lines: [context.text(BadgeMessage.enrolled(number: number, person: person.text))],
            data: [
                "badge": .string(number), "person": .string(person.text), "mode": .string(proof.strength.name),
                "until": end.map { .number(Int($0)) } ?? .null,
            ])
    }
}

extension BadgeEnrol {
    /// A badge that is somebody else's would open the new holder's session for them; one that was lost stays denied.
    private func requireFree(_ known: Enrolment?, for person: PersonIdentifier) throws(Failure) {
        guard let known else { return }
        if known.isDenied {
            throw Failure(.badgeDenied, BadgeMessage.isDenied as any Message, hint: BadgeMessage.denyFirst)
        }
        guard known.person == person else {
            throw Failure(.refusedByPolicy, BadgeMessage.forAnother as any Message, hint: BadgeMessage.denyFirst)
        }
    }
}

/// The command `caducee badge format`: takes the site's application off a badge.
public struct BadgeFormat: Sendable {
    private let site: SiteFile

    /// For a site.
    public init(_ site: SiteFile) { self.site = site }

    /// Removes the application with everything in it; the record of the badge in the store stays.
    public func run(_ context: CommandContext) throws -> Report {
        let keys = try site.openKeys()
        try site.audited(site.entry(.badgeFormat, by: nil, means: .none, level: .none)) {
            let connection = try context.connect()
            defer { connection.disconnect(.leave) }
            let issuer = try proving { () throws(BadgeFailure) in try BadgeIssuer(site.site, keys) }
            try proving { () throws(BadgeFailure) in
                let uid = try BadgeReader.uid(connection)
                try issuer.remove(from: connection, card: site.site.cardKey(site.cardKey, keys, of: uid))
            }
        }
        return Report(lines: [context.text(BadgeMessage.removed)], data: ["removed": .bool(true)])
    }
}

extension CommandContext {
    /// The same for another reader.
    init(_ context: CommandContext, reader: String) {
        self.init(
            console: context.console, language: context.language, command: context.command, isJSON: context.isJSON,
            isQuiet: context.isQuiet, readerName: reader, interruption: context.interruption,
            environment: context.environment, openReaders: context.openReaders)
    }
}
