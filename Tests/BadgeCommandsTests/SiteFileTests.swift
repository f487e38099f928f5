// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import AuditTrail
import BadgeAccess
import CardToolSupport
import Foundation
import RoamingSessions
import SecretMemory
import Testing

@testable import BadgeCommands

@Suite struct SiteFileTests {
    private static let whole = """
        [site]
        name = "CHU TEST"
        application = "F5CA7E"
        [keys]
        test_file = "keys"
        [store]
        sqlite = "sessions.sqlite"
        """

    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private func complaint(_ text: String) throws -> String {
        let path = try file(text)
        do {
            _ = try SiteFile(path: path)
            return "none"
        } catch {
            #expect(error.exit == .inputInvalid)
            return error.message.english.replacingOccurrences(of: path, with: "FILE")
        }
    }

    @Test func readsWhatASiteSays() throws {
        let site = try SiteFile(
            path: file(
                Self.whole + "\n[audit]\nfolder = \"trail\"\nplace = \"accueil-1\"\n"
                    + "[supervisors]\npersons = [\"899700010061\"]\n"))
        #expect(site.site.readKey == 1)
        #expect(!site.site.allowsEV1)
        #expect(site.cardKey == .factory)
        #expect(site.keys == .testFile("keys"))
        #expect(site.store == .sqlite("sessions.sqlite"))
        #expect(site.audit == "trail")
        #expect(site.supervisors.map(\.text) == ["899700010061"])
    }

    @Test(arguments: [
        (
            "name = \"CHU TEST\"", "name = \"CHU\"",
            "\"FILE\": \"site.name\" is missing, or has no value that is allowed."
        ),
        (
            "application = \"F5CA7E\"", "application = \"F5CA7E00\"",
            "\"FILE\": \"site.application\" is missing, or has no value that is allowed."
        ),
        ("[keys]", "read_key = 0\n[keys]", "\"FILE\": \"site.read_key\" is missing, or has no value that is allowed."),
        (
            "[keys]", "card_key = \"none\"\n[keys]",
            "\"FILE\": \"site.card_key\" is missing, or has no value that is allowed."
        ),
        (
            "[keys]", "allows_ev1 = 1\n[keys]",
            "\"FILE\": \"site.allows_ev1\" is missing, or has no value that is allowed."
        ),
        (
            "[keys]", "colour = \"red\"\n[keys]",
            "\"FILE\", line 4: a key that is unknown, there twice, or badly written."
        ),
        (
            "[keys]", "name = \"CHU TEST\"\n[keys]",
            "\"FILE\", line 4: a key that is unknown, there twice, or badly written."
        ),
        ("test_file = \"keys\"", "", "\"FILE\": \"keys.module\" is missing, or has no value that is allowed."),
        (
            "sqlite = \"sessions.sqlite\"", "",
            "\"FILE\": \"store.postgresql\" is missing, or has no value that is allowed."
        ),
    ])
    func namesWhatIsWrong(old: String, new: String, words: String) throws {
        #expect(try complaint(Self.whole.replacingOccurrences(of: old, with: new)) == words)
    }

    @Test func changesNothingWithoutATrail() throws {
        let site = try SiteFile(path: file(Self.whole))
        let entry = try site.entry(.badgeEnrol, by: nil, means: .none, level: .none)
        #expect {
            try site.audited(entry) { Issue.record("done without a trail") }
        } throws: { error in
            (error as? Failure)?.exit == .inputInvalid
        }
    }

    private func enrolment(_ number: UInt8, _ mode: BadgeMode, until end: Int64?, isDenied: Bool) throws -> Enrolment {
        let badge = try #require(BadgeNumber([UInt8](repeating: number, count: 16)))
        let person = try #require(PersonIdentifier("89970001003\(number)"))
        return Enrolment(badge: badge, person: person, mode: mode, end: end, isDenied: isDenied)
    }

    @Test func readsWhatItWrote() throws {
        let known = [
            try enrolment(1, .ev2, until: nil, isDenied: true), try enrolment(2, .ev1, until: nil, isDenied: false),
            try enrolment(3, .ev2, until: 1_900_000_000_000, isDenied: false),
        ]
        #expect(try BadgeTable.enrolments(Array(BadgeTable.text(known).utf8)) == known)
    }

    private static let number = String(repeating: "0A", count: 16)

    @Test(arguments: [
        "00,899700010031,ev2,,no", number + ",899700010031,ev3,,no", number + ",,ev2,,no",
        number + ",8997,ev2,soon,no", number + ",8997,ev2,,maybe", number + ",8997,ev2,no",
        [number + ",8997,ev2,,no", number + ",8998,ev2,,no"].joined(separator: "\n"),
    ])
    func refusesATableWithAWrongLine(text: String) {
        #expect(throws: Failure.self) { try BadgeTable.enrolments(Array(text.utf8)) }
    }

    @Test func readsSecretsOfTheirOwnerAlone() throws {
        let path = try file("1234\nmore\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let secret = try SecretFile.read(path)
        #expect(secret.count == 4)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: Failure.self) { _ = try SecretFile.read(path) }
        #expect(throws: Failure.self) { _ = try SecretFile.read("/nonexistent") }
    }
}
