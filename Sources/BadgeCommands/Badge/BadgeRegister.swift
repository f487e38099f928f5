// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import AuditTrail
public import CardCommands
public import CardToolSupport
public import CertificateTrust
internal import Foundation
internal import ISO7816
internal import RoamingSessions

/// The command `caducee badge list`: badges and whose they are, also as CSV.
public struct BadgeList: Sendable {
    private let site: SiteFile
    private let out: String?

    /// For a site; with `out`, a CSV file is written.
    public init(_ site: SiteFile, out: String?) {
        self.site = site
        self.out = out
    }

    /// Lists them in the order of their numbers.
    public func run(_ context: CommandContext) throws -> Report {
        let store = try site.openStore()
        let known = try storing { () throws(StoreFailure) in try store.enrolments() }
        if let out {
            try OutputFile.write(Array(BadgeTable.text(known).utf8), to: out)
            return Report(
                lines: [context.text(BadgeMessage.exported(known.count))],
                data: ["file": .string(out), "badges": .number(known.count)])
        }
        let lines = known.map { enrolment in
            context.text(
                BadgeMessage.line(
                    number: enrolment.badge.bytes.hexadecimal, person: enrolment.person.text, mode: enrolment.mode.name,
                    until: enrolment.end.map(BadgeTable.day), isDenied: enrolment.isDenied))
        }
        return Report(
            lines: lines.isEmpty ? [context.text(BadgeMessage.none)] : lines,
            data: ["badges": .array(known.map(BadgeTable.json))])
    }
}

/// The command `caducee badge import`: badges that another system knows.
public struct BadgeImport: Sendable {
    private let site: SiteFile
    private let file: String

    /// From a CSV file as `badge list --out` writes it.
    public init(_ site: SiteFile, file: String) {
        self.site = site
        self.file = file
    }

    /// Reads the whole file first: a line that is wrong, and nothing is imported.
    public func run(_ context: CommandContext) throws -> Report {
        let wanted = try BadgeTable.enrolments(try InputFile.read(file, limit: 16 << 20))
        let store = try site.openStore()
        try site.audited(site.entry(.badgeEnrol, by: nil, means: .none, level: .none)) {
            for enrolment in wanted { try storing { () throws(StoreFailure) in try store.enrol(enrolment) } }
        }
        return Report(
            lines: [context.text(BadgeMessage.imported(wanted.count))], data: ["badges": .number(wanted.count)])
    }
}

/// The command `caducee badge deny`: a badge is lost.
public struct BadgeDeny: Sendable {
    private let site: SiteFile
    private let number: String
    private let presentation: PresentationOptions
    private let trust: TrustStore?
    private let now: Int64

    /// Declared by whoever proves themself by card and PIN: for their own badge, or as a supervisor of the site.
    public init(
        _ site: SiteFile, number: String, presentation: PresentationOptions, trust: TrustStore?, now: Int64
    ) {
        self.site = site
        self.number = number
        self.presentation = presentation
        self.trust = trust
        self.now = now
    }

    /// Denies the badge and ends its holder's session, everywhere at once.
    public func run(_ context: CommandContext) throws -> Report {
        guard let badge = [UInt8](hexadecimal: number).flatMap({ BadgeNumber($0) }) else {
            throw Failure(.usage, BadgeMessage.badNumber as any Message)
        }
        let store = try site.openStore()
        let known = try storing { () throws(StoreFailure) in try store.enrolments() }.first { $0.badge == badge }
        guard let known else { throw Failure(.badgeUnknown, BadgeMessage.notEnrolled as any Message) }
        let person = try ContactProof.person(context, presentation, trust: trust, now: now)
        guard person == known.person || site.supervisors.contains(person) else {
            throw Failure(.refusedByPolicy, SiteMessage.notSupervisor as any Message)
        }
        let entry = try site.entry(.badgeRevoke, by: person, means: .card, level: .high, badge: badge.bytes)
        _ = try site.audited(entry) { try storing { () throws(StoreFailure) in try store.deny(badge) } }
        let text = badge.bytes.hexadecimal
        return Report(
            lines: [context.text(BadgeMessage.denied(number: text, person: known.person.text))],
            data: ["badge": .string(text), "person": .string(known.person.text), "denied": .bool(true)])
    }
}
