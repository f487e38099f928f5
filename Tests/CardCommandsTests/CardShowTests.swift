// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCommands
import CardTesting
import CardToolSupport
import Foundation
import Testing

@Suite struct CardShowTests {
    private static let root = TestBench.cards.deletingLastPathComponent()

    /// Everything that the command prints, the part behind the PIN included.
    private func show(_ profile: String, _ language: Language) throws -> Report {
        let bench = try TestBench(profile)
        let context = CommandContext(
            console: Console(), language: language, command: "card show", isQuiet: true, interruption: Interruption(),
            openReaders: { [service = bench.service] in service })
        let trust = try TrustFolder.load([TestBench.cards.appending(path: "pki").path], environment: [:])
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data("1234\n".utf8))
        let descriptors = SecretDescriptors(pin: pipe.fileHandleForReading.fileDescriptor)
        // 2026-06-01T00:00:00Z
        let command = CardShow(trust: trust, now: 1_780_272_000, presentation: PresentationOptions(descriptors))
        return try withExtendedLifetime((bench, pipe)) { try command.run(context) }
    }

    @Test(arguments: [("cps3-medecin", Language.french, "fr"), ("cps4-medecin", .english, "en")])
    func printsEveryField(profile: String, language: Language, suffix: String) throws {
        let file = CardShowTests.root.appending(path: "Tests/Fixtures/CardShow/\(profile).\(suffix).txt")
        let expected = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(try show(profile, language).lines == expected)
    }

    @Test func tellsProgramsCodesAndLabels() throws {
        let data = try show("cps4-medecin", .english).data
        #expect(data["generation"] == "cps4")
        #expect(data["serial"] == "99001003")
        #expect(data["identifier"] == "899700010038")
        #expect(data["family"] == "cps")
        #expect(data["test"] == true)
        #expect(data["profession"]?["code"] == "10")
        #expect(data["profession"]?["label"] == "Médecin")
        #expect(data["speciality"]?["code"] == "SM54")
        #expect(data["validity"] == "20311231")
        #expect(data["pin"]?["tries_left"] == 3)
        #expect(data["puk"]?["tries_left"] == 10)
        guard case .array(let activities)? = data["activities"], case .array(let certificates)? = data["certificates"]
        else {
            Issue.record("activities or certificates are missing")
            return
        }
        #expect(activities.map { $0["number"] } == [1, 3])
        #expect(activities.map { $0["sector"]?["code"] } == ["SA07", "SA01"])
        #expect(certificates.map { $0["role"] } == ["signature", "authentication"])
        #expect(certificates.map { $0["chain"] } == ["valid", "valid"])
        #expect(certificates.map { $0["days_left"] } == [948, 948])
    }

    @Test func tellsWhatIsWrongWithACertificate() throws {
        for (profile, chain) in [("cps4-revoked", "revoked"), ("cps4-expired", "expired")] {
            guard case .array(let certificates)? = try show(profile, .french).data["certificates"] else {
                Issue.record("no certificates")
                return
            }
            #expect(certificates.map { $0["chain"] } == [.string(chain), .string(chain)])
        }
    }
}
