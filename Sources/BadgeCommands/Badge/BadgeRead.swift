// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import BadgeAccess
internal import CardAccess
public import CardToolSupport
internal import DESFire

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

extension Array where Element == UInt8 {
    /// Two digits a byte.
    var hexadecimal: String {
        let digits = Array<Character>("0123456789ABCDEF")
        return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// From digits; nil for what is none.
    init?(hexadecimal text: String) {
        let nibbles = text.utf8.map { UInt8(exactly: Character(Unicode.Scalar($0)).hexDigitValue ?? 256) }
        guard nibbles.count.isMultiple(of: 2), !nibbles.contains(nil) else { return nil }
        self = stride(from: 0, to: nibbles.count, by: 2).map { (nibbles[$0] ?? 0) << 4 | (nibbles[$0 + 1] ?? 0) }
    }
}
