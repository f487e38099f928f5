// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import BadgeAccess
internal import CardAccess
public import CardToolSupport
internal import DESFire
internal import ISO7816

/// The command `caducee badge read`: what a badge says of itself to everybody.
public struct BadgeRead: Sendable {
    /// Of the badge in the reader.
    public init() {}

    /// Reads version and list of applications; proves nothing.
    public func run(_ context: CommandContext) throws -> Report {
        let connection = try context.connect()
        defer { connection.disconnect(.leave) }
        let card = DESFireCard(DESFireChannel(over: connection))
        let version = try reading { () throws(DESFireError) in try card.version() }
        // Not every badge tells its applications to everybody.
        let applications = try? card.applications()
        let uid = version.isUIDHidden ? nil : version.uid.hexadecimal
        let generation = version.generation?.rawValue.uppercased() ?? "?"
        var lines = [
            context.text(BadgeMessage.chip(generation: generation, bytes: version.hardware.capacity)),
            context.text(uid.map(BadgeMessage.uid) ?? .uidHidden),
        ]
        if let applications { lines.append(context.text(BadgeMessage.applications(applications.map(\.description)))) }
        return Report(
            lines: lines,
            data: [
                "generation": version.generation.map { .string($0.rawValue) } ?? .null,
                "uid": uid.map { .string($0) } ?? .null, "capacity": .number(version.hardware.capacity),
                "applications": applications.map { .array($0.map { .string($0.description) }) } ?? .null,
                "authenticated": .bool(false),
            ],
            warnings: [BadgeMessage.identifierOnly])
    }
}
