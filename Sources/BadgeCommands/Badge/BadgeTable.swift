// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import Foundation
internal import ISO7816
internal import RoamingSessions

/// Badges as CSV: number, person, mode, end (ISO 8601 or nothing), denied (yes or no), under a line of titles.
enum BadgeTable {
    static let titles = "number,person,mode,until,denied"

    static func text(_ enrolments: [Enrolment]) -> String {
        ([titles]
            + enrolments.map { enrolment in
                [
                    enrolment.badge.bytes.hexadecimal, enrolment.person.text, enrolment.mode.name,
                    enrolment.end.map(moment) ?? "", enrolment.isDenied ? "yes" : "no",
                ].joined(separator: ",")
            }).joined(separator: "\n") + "\n"
    }

    /// - Throws: exit 65 with the line; nothing of a wrong line is told.
    static func enrolments(_ content: [UInt8]) throws(Failure) -> [Enrolment] {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Failure(.inputInvalid, BadgeMessage.badCSV(line: 1) as any Message)
        }
        var found: [Enrolment] = []
        var seen: Set<BadgeNumber> = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.hasSuffix("\r") ? line.dropLast() : line
            if line.isEmpty || index == 0 && line == titles { continue }
            guard let enrolment = enrolment(line), seen.insert(enrolment.badge).inserted else {
                throw Failure(.inputInvalid, BadgeMessage.badCSV(line: index + 1) as any Message)
            }
            found.append(enrolment)
        }
        return found
    }

    private static func enrolment(_ line: Substring) -> Enrolment? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 5, let badge = [UInt8](hexadecimal: fields[0]).flatMap({ BadgeNumber($0) }),
            let person = PersonIdentifier(fields[1]), let mode = BadgeMode(name: fields[2]),
            ["yes", "no"].contains(fields[4])
        else { return nil }
        var end: Int64?
        if !fields[3].isEmpty {
            guard let date = try? Date(fields[3], strategy: .iso8601) else { return nil }
            end = Int64(date.timeIntervalSince1970 * 1000)
        }
        return Enrolment(badge: badge, person: person, mode: mode, end: end, isDenied: fields[4] == "yes")
    }

    static func moment(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }

    static func day(_ milliseconds: Int64) -> String { String(moment(milliseconds).prefix(16)) }

    static func json(_ enrolment: Enrolment) -> JSONValue {
        [
            "badge": .string(enrolment.badge.bytes.hexadecimal), "person": .string(enrolment.person.text),
            "mode": .string(enrolment.mode.name), "until": enrolment.end.map { .string(moment($0)) } ?? .null,
            "denied": .bool(enrolment.isDenied),
        ]
    }
}
