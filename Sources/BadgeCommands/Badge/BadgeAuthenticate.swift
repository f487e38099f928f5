// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import BadgeAccess
internal import CardAccess
public import CardToolSupport
internal import ISO7816
internal import RoamingSessions

/// The command `caducee badge authenticate`: whether the badge is the site's, which one, and whose.
public struct BadgeAuthenticate: Sendable {
    private let site: SiteFile

    /// For a site.
    public init(_ site: SiteFile) { self.site = site }

    /// Proves the badge and looks it up; nothing is opened and nothing is changed.
    public func run(_ context: CommandContext) throws -> Report {
        let reader = BadgeReader(site.site, try site.openKeys())
        let store = try site.openStore()
        let connection = try context.connect()
        defer { connection.disconnect(.leave) }
        let proof = try proving { () throws(BadgeFailure) in try reader.prove(connection) }
        let number = proof.number.hexadecimal
        var report = Report(
            lines: [context.text(BadgeMessage.proved(number: number, mode: proof.strength.name))],
            data: ["badge": .string(number), "mode": .string(proof.strength.name), "authenticated": .bool(true)])
        let now = try storing { () throws(StoreFailure) in try store.now() }
        let known = try storing { () throws(StoreFailure) in try store.enrolments() }
            .first { $0.badge.bytes == proof.number }
        guard let known else {
            report.failure = Failure(
                .badgeUnknown, BadgeMessage.notEnrolled as any Message, hint: BadgeMessage.enrolWhat)
            return report
        }
        report.lines.append(context.text(BadgeMessage.enrolledFor(person: known.person.text)))
        if known.isDenied {
            report.failure = Failure(.badgeDenied, BadgeMessage.isDenied as any Message)
        } else if let end = known.end, now >= end {
            report.failure = Failure(.badgeDenied, BadgeMessage.isOver as any Message)
        } else if proof.strength.mode < known.mode {
            report.failure = Failure(.badgeDenied, BadgeMessage.weakerMode as any Message)
        }
        return report
    }
}

extension BadgeStrength {
    var mode: BadgeMode {
        switch self {
        case .ev1: .ev1
        case .ev2: .ev2
        }
    }

    var name: String { mode.name }
}

extension BadgeMode {
    var name: String {
        switch self {
        case .ev1: "ev1"
        case .ev2: "ev2"
        }
    }

    init?(name: String) {
        switch name {
        case "ev1": self = .ev1
        case "ev2": self = .ev2
        default: return nil
        }
    }
}
