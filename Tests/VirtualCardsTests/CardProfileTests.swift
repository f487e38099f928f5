// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardProfiles
import Foundation
import ISO7816
import SecretMemory
import Testing
import VirtualCards

@Suite struct CardProfileTests {
    private static let fields = """
        {"generation": "cps4", "contact": {"atr": "3B9B188001001225006480040100009044", "transmission": "t1"},
        "serial": "99001010", "product": "80", "family": "00", "validity": "20311231",
        "holder": {"profession": "10", "speciality": "SM54"}, "name": "DR TEST", "languages": ["fr"],
        "activities": [{"number": 3, "mode": "01", "structureName": "CABINET TEST",
        "structureIdentifier": "11990000010", "sector": "SA01"}],
        "billing": {"hex": "F003800101"}, "tokenInfo": {"manufacturer": "TEST", "label": "CPX IAS"},
        "pin": {"value": "1234", "minimum": 4, "stored": 8, "maximum": 8, "tries": 3},
        "puk": {"value": "12345678", "tries": 10, "uses": 100},
        "keys": {"signature": "keys/sig.pem", "authentication": "keys/aut.pem"},
        "certificates": {"signature": "keys/sig.der", "authentication": "keys/aut.der"}}
        """

    /// A folder with the keys of another profile and a description of its own.
    private func profile(_ change: (String) -> String = { $0 }) throws -> CardProfile {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            at: repository.appendingPathComponent("Cards/transcript-cps4/keys"),
            to: folder.appendingPathComponent("keys"))
        try Data(change(Self.fields).utf8).write(to: folder.appendingPathComponent("card.json"))
        return try CardProfile(folder: folder)
    }

    @Test(arguments: [
        ("\"name\"", "\"nom\"", "nom"), ("\"number\"", "\"rank\"", "activities.0.rank"),
        ("\"tries\": 3", "\"tries\": 3, \"lenght\": 4", "pin.lenght"),
        ("\"label\"", "\"title\"", "tokenInfo.title"),
    ])
    func refusesUnknownFieldsByName(_ found: String, _ replacement: String, _ field: String) throws {
        let error = #expect(throws: ProfileFolderError.self) {
            _ = try profile { $0.replacingOccurrences(of: found, with: replacement) }
        }
        #expect(error?.field == field)
    }

    @Test(arguments: [
        ("\"t1\"", "\"t9\"", "contact.transmission"), ("F003800101", "F0038", "billing.hex"),
        ("\"number\": 3", "\"number\": 17", "activities.0.number"), ("\"cps4\"", "\"cps5\"", "generation"),
        ("20311231", "203112", "validity"), ("\"serial\": \"99001010\", ", "", "serial"),
    ])
    func refusesValuesByField(_ found: String, _ replacement: String, _ field: String) throws {
        let error = #expect(throws: ProfileFolderError.self) {
            _ = try profile { $0.replacingOccurrences(of: found, with: replacement) }
        }
        #expect(error?.field == field)
    }

    @Test func derivesBusinessData() throws {
        let card = try VirtualCard(try profile(), random: SeededRandom(seed: 1))
        func read(_ path: String) -> String {
            func send(_ command: String) -> String {
                card.contact.respond(to: [UInt8](hexadecimal: command) ?? []).hexadecimal
            }
            _ = send("01A4040C088025000001FF0100")
            _ = send("01200001 04 31323334")
            _ = send("01A4080C" + (path.count == 4 ? "02" : "04") + path)
            return send("01B0000000")
        }
        // Luhn over 8025000001 99001010 gives 7.
        #expect(read("D003") == "5A0A8025000001990010107F9000")
        #expect(read("0001D101").hasPrefix("E30C" + "800180" + "810100" + "840420311231" + "0000"))
        #expect(read("0001D102").hasPrefix("E409" + "8407" + Array("DR TEST".utf8).hexadecimal + "0000"))
        #expect(read("0001D104").hasSuffix(Array("SM54".utf8).hexadecimal + "9000"))
        #expect(read("0001D120") == "6986")
        #expect(
            read("0001D122").hasPrefix(
                "EE24" + "800101" + "840C" + Array("CABINET TEST".utf8).hexadecimal + "850B"
                    + Array("11990000010".utf8).hexadecimal + "8604" + Array("SA01".utf8).hexadecimal))
        #expect(read("0001D130").hasPrefix("F003800101"))
        #expect(read("0001D152").hasPrefix("EE24"))
    }

    @Test func holdsSixteenActivities() throws {
        let card = try CardUnderTest("transcript-cps3") { profile in
            profile.practice.activities = (1...16).map { number in
                CardProfile.Activity(
                    number: number, mode: 0, structureName: "CABINET TEST \(number)", structureIdentifier: "1990000010",
                    sector: "SA07")
            }
        }
        #expect(card("00200001 04 31323334") == "9000")
        #expect(card("00A4090C063F000001D12F") == "9000")
        #expect(card("00B0000010").contains(Array("CABIN".utf8).hexadecimal))
        #expect(card("00A4090C063F000001D130") == "6A82")
        #expect(card("A0A40000023F00") == "9F0F")
        #expect(card("A0A4000002401F") == "9F0F")
        #expect(card("A0A40000024020") == "9404")
        #expect(card("00A4090C063F0000017006") == "9000")
        #expect(card("00B0036030").contains(Array("CPS_ACTIVITY_16_PS".utf8).hexadecimal))
    }

    @Test func keepsPrivateFilesPrivateWhateverTheirSource() throws {
        let hidden = try #require(CardFilePath([0x00, 0x01, 0xD1, 0x2A]))
        let shown = try #require(CardFilePath([0x00, 0x01, 0xD1, 0x0A]))
        let card = try CardUnderTest("transcript-cps3") {
            $0.files[hidden] = [0x42]
            $0.files[shown] = [0x43]
        }
        #expect(card("00A4090C063F000001D12A") == "9000")
        #expect(card("00B0000001") == "6982")
        #expect(card("00A4090C063F000001D10A") == "9000")
        #expect(card("00B0000001") == "439000")
    }

    @Test func makesACardOfEveryFolder() throws {
        let cards = repository.appendingPathComponent("Cards")
        let folders = try FileManager.default.contentsOfDirectory(at: cards, includingPropertiesForKeys: nil).filter {
            FileManager.default.fileExists(atPath: $0.appendingPathComponent("card.json").path)
        }
        #expect(folders.count >= 3)
        for folder in folders {
            let atrs: [[UInt8]?]
            switch try ProfileContent(folder: folder) {
            case .card(let profile):
                let card = try VirtualCard(profile, random: SeededRandom(seed: 1))
                atrs = [card.contact.atr] + (card.contactless.map { [$0.atr] } ?? [])
            case .badge(let profile): atrs = [try VirtualBadge(profile, random: SeededRandom(seed: 1)).face.atr]
            }
            for case let atr? in atrs { #expect((try? ATR(parsing: atr)) != nil, "\(folder.lastPathComponent)") }
        }
    }

    @Test func refusesCardsThatCannotBe() throws {
        func made(_ change: (inout CardProfile) -> Void) throws {
            var description = try profile()
            change(&description)
            _ = try VirtualCard(description, random: SeededRandom(seed: 1))
        }
        try made { _ in }
        #expect(throws: CardProfileError.key(.signature)) { try made { $0.keys[.signature] = nil } }
        #expect(throws: CardProfileError.key(.authentication)) {
            try made { $0.keys[.authentication] = CardProfile.Key(pem: [0x00], certificate: []) }
        }
        #expect(throws: CardProfileError.field("pin")) { try made { $0.pin.left = 4 } }
        #expect(throws: CardProfileError.field("serial")) { try made { $0.identity.serial = "1234567X" } }
        #expect(throws: CardProfileError.field("activities")) {
            try made { $0.practice.activities += $0.practice.activities }
        }
        let path = try #require(CardFilePath([0x00, 0x01, 0xD1, 0x01]))
        #expect(throws: CardProfileError.file(path)) {
            try made { $0.files[path] = [UInt8](repeating: 0, count: 0x8000) }
        }
    }
}
