// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardProfiles
import CardTesting
import Foundation
import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// Profiles of badges, and the badge of a CPS4.
@Suite struct BadgeProfileTests {
    private static let cards = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Cards")

    @Test(arguments: [
        ("\"ev3\"", "\"ev9\"", "badge.generation"), ("\"04CAD0CEE30001\"", "\"04CAD0\"", "badge.uid"),
        ("\"full\"", "\"secret\"", "badge.applications.0.files.0.mode"),
        ("\"standard\"", "\"nothing\"", "badge.applications.0.files.0.type"),
        ("\"F5CA01\"", "\"F5CA\"", "badge.applications.0.identifier"),
        ("\"number\": 1", "\"number\": 32", "badge.applications.0.files.0.number"),
        ("\"aes\"", "\"des9\"", "badge.applications.0.keys.0.kind"),
        ("\"kind\": \"badge\"", "\"kind\": \"stone\"", "kind"),
        ("\"capacity\"", "\"capacitty\"", "capacitty"),
        ("\"testValue\": \"10", "\"testValue\": \"", "badge.applications.0.keys.0.testValue"),
    ])
    func namesTheFieldThatIsWrong(_ old: String, _ new: String, _ field: String) throws {
        let folder = try TemporaryFolder()
        let whole = try String(
            contentsOf: BadgeProfileTests.cards.appendingPathComponent("badge-ev3/card.json"), encoding: .utf8)
        let range = try #require(whole.range(of: old))
        try whole.replacingCharacters(in: range, with: new).write(
            toFile: folder.file("card.json"), atomically: true, encoding: .utf8)
        let place = URL(fileURLWithPath: folder.file("card.json")).deletingLastPathComponent()
        do {
            _ = try ProfileContent(folder: place)
            Issue.record("\(new) passes")
        } catch let error as ProfileFolderError {
            #expect(error.field == field)
        }
    }

    @Test func refusesBadgesThatCannotBe() throws {
        func made(_ change: (inout BadgeProfile) throws -> Void) throws {
            var profile = try BadgeProfile.plain()
            profile.applications = [.init(1, settings: 0x0F, keys: [BadgeProfile.zeroAES])]
            try change(&profile)
            _ = try VirtualBadge(profile, random: SeededRandom(seed: 1))
        }
        try made { _ in }
        #expect(throws: CardProfileError.field("uid")) { try made { $0.uid = [4] } }
        #expect(throws: CardProfileError.field("ats")) { try made { $0.ats = [0x06, 0x75] } }
        // Frames of 16 bytes.
        #expect(throws: CardProfileError.field("ats")) { try made { $0.ats = [0x06, 0x70, 0, 0, 0, 0] } }
        #expect(throws: CardProfileError.field("keys")) { try made { $0.keys[0x30] = BadgeProfile.zeroAES } }
        #expect(throws: CardProfileError.field("keys.0")) { try made { $0.keys[0] = .init(.aes, [1, 2, 3]) } }
        #expect(throws: CardProfileError.field("signature")) { try made { $0.signature = [1] } }
        #expect(throws: CardProfileError.field("applications")) { try made { $0.applications += $0.applications } }
        #expect(throws: CardProfileError.field("applications")) {
            try made {
                $0.applications[0].files = [.init(1, mode: 0, rights: 0x5000, .data([1], isBackup: false))]
            }
        }
        #expect(throws: CardProfileError.field("leakageResilient")) {
            try made {
                $0.generation = .ev1
                $0.isLeakageResilient = true
            }
        }
    }

    /// Every CPS4 of the shelf: an EV3 on a microcontroller, in which no site creates freely, and a site's application.
    @Test func isBehindEveryCPS4() throws {
        var count = 0
        for folder in try FileManager.default.contentsOfDirectory(
            at: BadgeProfileTests.cards, includingPropertiesForKeys: nil)
        {
            guard let content = try? ProfileContent(folder: folder), case .card(let profile) = content else { continue }
            let isRecorded = folder.lastPathComponent.hasPrefix("transcript")
            #expect(
                (profile.badge != nil) == (profile.generation == .cps4 && !isRecorded), "\(folder.lastPathComponent)")
            guard profile.badge != nil else { continue }
            count += 1
            let card = try VirtualCard(profile, random: SeededRandom(seed: 1))
            let face = try #require(card.contactless)
            face.powerOn()
            let host = DESFireCard(DESFireChannel(over: BadgeLink(face)))
            let version = try host.version()
            #expect(version.generation == .ev3)
            #expect(version.hardware.type == 0x81)
            #expect(throws: DESFireError.status(.permissionDenied, during: .createApplication)) {
                try host.create(
                    ApplicationPlan(ApplicationID(1), KeySettings(rawValue: 0x0F), keyCount: 1, keyType: .aes))
            }
            try host.select(ApplicationID(0xF5CA01))
            let read = DESFireKey.factory(.aes).bytes
            #expect(throws: DESFireError.self) { try host.authenticateEV2(1, DESFireKey(.aes, read)) }
            try host.authenticateEV2(1, DESFireKey(.aes, WipingBytes((0x40...0x4F).map { UInt8($0) })))
            #expect(String(decoding: try host.read(1, 0..<11, .full), as: UTF8.self).hasPrefix("TEST-"))
        }
        #expect(count == 10)
    }

    /// One state for both sides of a card, told when either changes.
    @Test func sharesTheStateOfItsCard() throws {
        let profile = try CardProfile(folder: BadgeProfileTests.cards.appendingPathComponent("cps4-medecin"))
        let card = try VirtualCard(profile, random: SeededRandom(seed: 1))
        let first = card.snapshot
        var told: [CardSnapshot] = []
        card.written = { told.append($0) }
        let face = try #require(card.contactless)
        face.powerOn()
        let host = DESFireCard(DESFireChannel(over: BadgeLink(face)))
        try host.select(ApplicationID(0xF5CA01))
        try host.authenticateEV2(2, DESFireKey(.aes, WipingBytes((0x70...0x7F).map { UInt8($0) })))
        try host.write([1, 2, 3], to: 1, .full)
        #expect(told.count == 1)
        #expect(told.last == card.snapshot)
        #expect(told.last?.badge != first.badge)
        #expect(told.last?.pin == first.pin)
        card.restore(first)
        #expect(card.snapshot == first)
        var older = try CardProfile(folder: BadgeProfileTests.cards.appendingPathComponent("cps3-medecin"))
        older.badge = profile.badge
        #expect(throws: CardProfileError.field("badge")) { try VirtualCard(older, random: SeededRandom(seed: 1)) }
    }
}
