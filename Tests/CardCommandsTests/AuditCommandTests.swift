// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import AuditTrail
import CardAccess
import CardCommands
import CardTesting
import CardToolSupport
import Foundation
import ISO7816
import Testing

@Suite struct AuditCommandTests {
    private let temporary: TemporaryFolder
    private let path: String

    /// A trail of two persons, closed.
    init() throws {
        temporary = try TemporaryFolder()
        path = temporary.file("audit")
        let trail = try AuditTrail(path: path, clock: MachineClock(isTrusted: true))
        for identifier in ["899700010038", "899700010046"] {
            let entry = AuditEntry(
                .cardSign, by: .professional(try #require(NationalIdentifier(identifier))),
                at: try #require(AuditPlace("kiosk-1")), means: .card, level: .high)
            try trail.end(trail.begin(entry), .done)
        }
        try trail.close()
    }

    private func context(_ language: Language = .english, isJSON: Bool = false) -> CommandContext {
        CommandContext(
            console: Console(), language: language, command: "audit", isJSON: isJSON, interruption: Interruption(),
            openReaders: { () throws(CardError) -> any CardReaderService in throw .transport(.serviceUnavailable) })
    }

    private func records() throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        return path + "/" + (try #require(names.first { $0.hasPrefix("audit-") }))
    }

    @Test(arguments: [
        (Language.english, "8 records, nothing to report."), (.french, "8 enregistrements, rien à signaler."),
    ])
    func verifies(_ language: Language, _ sentence: String) throws {
        let report = try AuditVerify(path).run(context(language))
        #expect(report.failure == nil)
        #expect(report.lines.first == sentence)
        #expect(report.data["valid"] == true && report.data["closed"] == true && report.data["records"] == 8)
        #expect(report.warnings.count == 1)
        // What it shows can be given back, with the key from elsewhere.
        let anchor = try #require(report.lines.last?.split(separator: " ").last.map(String.init))
        let key = temporary.file("kept.pub")
        try FileManager.default.copyItem(atPath: path + "/seal.pub", toPath: key)
        let again = try AuditVerify(path, keyFile: key, anchor: anchor).run(context(language))
        #expect(again.failure == nil && again.warnings.isEmpty)
    }

    @Test func saysWhatIsWrongAndHowItEnds() throws {
        let file = try records()
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data(text.replacing("899700010046", with: "899700010047").utf8).write(to: URL(fileURLWithPath: file))
        let report = try AuditVerify(path).run(context())
        #expect(report.failure?.exit == .inputInvalid)
        #expect(report.data["valid"] == false)
        #expect(report.lines.first?.contains(":7: does not name the line before it") == true)
        #expect(!report.lines.joined().contains("899700010047"))
        // Both sentences exist for every finding.
        let french = try AuditVerify(path).run(context(.french))
        #expect(french.lines.first?.contains(":7 : ne désigne pas la ligne précédente") == true)

        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let head = try String(contentsOfFile: path + "/head.json", encoding: .utf8)
        try Data(head.replacing("closed", with: "open").utf8).write(to: URL(fileURLWithPath: path + "/head.json"))
        #expect(try AuditVerify(path).run(context()).failure?.exit == .signatureInvalid)
    }

    @Test func refusesWhatItCannotRead() throws {
        #expect(throws: Failure.self) { try AuditVerify(temporary.file("nothing")).run(context()) }
        for anchor in ["", "8", "8:00", "0:" + String(repeating: "0", count: 64), "x:y:z"] {
            do {
                _ = try AuditVerify(path, anchor: anchor).run(context())
                Issue.record("\(anchor) is no anchor")
            } catch let failure as Failure {
                #expect(failure.exit == .usage)
            }
        }
        do {
            _ = try AuditVerify(path, keyFile: path + "/head.json").run(context())
            Issue.record("a head is no key")
        } catch let failure as Failure {
            #expect(failure.exit == .inputInvalid)
        }
        try FileManager.default.createDirectory(atPath: temporary.file("empty"), withIntermediateDirectories: true)
        #expect(try AuditVerify(temporary.file("empty")).run(context()).failure?.exit == .inputInvalid)
    }

    @Test func exportsAPerson() throws {
        var request = AuditExport.Request(path)
        request.person = "899700010038"
        let report = try AuditExport(request).run(context())
        #expect(report.failure == nil && report.lines.count == 2)
        #expect(report.lines.first?.contains("899700010038") == true && report.lines.last?.contains("outcome") == true)
        let json = try AuditExport(request).run(context(isJSON: true))
        guard case .array(let lines)? = json.data["lines"] else {
            Issue.record("no lines")
            return
        }
        #expect(lines.map { $0["kind"] } == ["intent", "outcome"] && lines[0]["who"] == "899700010038")

        request.person = nil
        request.output = temporary.file("out.jsonl")
        let whole = try AuditExport(request).run(context())
        #expect(whole.lines == ["8 records exported."] && whole.data["records"] == 8)
        let written = FileManager.default.contents(atPath: temporary.file("out.jsonl"))
        #expect(written == FileManager.default.contents(atPath: try records()))
        #expect(try temporary.permissions(temporary.file("out.jsonl")) == 0o600)

        request.from = .max
        #expect(try AuditExport(request).run(context()).data["records"] == 0)
        request.person = "1850578006084"
        #expect(throws: Failure.self) { try AuditExport(request).run(context()) }
    }

    @Test func findsAPersonByTheirPseudonym() throws {
        let keyFile = temporary.file("site.key")
        try Data(repeating: 9, count: 32).write(to: URL(fileURLWithPath: keyFile))
        #expect(throws: AuditError.exposed(keyFile)) { try PseudonymKey(path: keyFile) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile)
        var policy = AuditPolicy()
        policy.identity = .pseudonym(try PseudonymKey(path: keyFile))
        let hidden = temporary.file("hidden")
        let trail = try AuditTrail(path: hidden, policy: policy, clock: MachineClock(isTrusted: true))
        let person = AuditPerson.professional(try #require(NationalIdentifier("899700010038")))
        try trail.note(
            AuditEntry(.badgeRead, by: person, at: try #require(AuditPlace("k")), means: .badge, level: .low))
        try trail.close()
        var request = AuditExport.Request(hidden)
        request.person = "899700010038"
        #expect(try AuditExport(request).run(context()).lines.isEmpty)
        request.siteKey = keyFile
        #expect(try AuditExport(request).run(context()).lines.count == 1)
        request.siteKey = path + "/lock"
        #expect(throws: Failure.self) { try AuditExport(request).run(context()) }
    }

    @Test(arguments: AuditHelp.allCases) func helpIsTranslated(_ message: AuditHelp) {
        #expect(message.french != message.english)
    }

    @Test(arguments: AuditFinding.Reason.allCases) func findingsAreTranslated(_ reason: AuditFinding.Reason) {
        let message = AuditMessage.finding(AuditFinding("head.json", 1, reason))
        #expect(message.french != message.english)
        #expect(!message.english.contains("\"") && message.english.hasPrefix("head.json:1: "))
    }
}
