// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardProfiles
import Foundation
import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// Activation, versions, syntaxes and frames (checklist 1 to 4).
@Suite struct CardAndFramingTests {
    private static let cards = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Cards")

    @Test(arguments: [
        ("badge-ev1", "3B8180018080", "80"), ("badge-ev2", "3B8180018080", "80"), ("badge-ev3", "3B8180018080", "80"),
        ("badge-ev3-uc", "3B8580018073C821100E", "8073C82110"),
        ("badge-cps3", "3B8F80010031B86404B0ECC1739401808290000E", "80"),
    ])
    func answersToReset(_ name: String, _ atr: String, _ historical: String) throws {
        let profile = try BadgeProfile(folder: CardAndFramingTests.cards.appendingPathComponent(name))
        let bench = try BadgeBench(profile)
        #expect(text(bench.badge.face.atr) == atr)
        #expect(try bench.say("FFCA010000") == historical + "9000")
        if !profile.isUIDRandom { #expect(try bench.say("FFCA000000") == text(profile.uid) + "9000") }
        #expect(try bench.wrap(0x60) == text(profile.hardware) + "91AF")
    }

    @Test func answersForTheReader() throws {
        let bench = try BadgeBench(.plain())
        #expect(try bench.say("FFCA000004") == "6C07")
        #expect(try bench.say("FFCA000009") == "04A1B2C3D4E5F66282")
        #expect(try bench.say("FFCA020000") == "6A81")
        // The reader's own commands fix no syntax.
        #expect(try bench.say("6A") == "00")
    }

    @Test func hidesItsUID() throws {
        var profile = try BadgeProfile.plain()
        profile.isUIDRandom = true
        let bench = try HostBench(profile)
        let face = bench.badge.face
        let ask: [UInt8] = [0xFF, 0xCA, 0, 0, 0]
        let first = face.respond(to: ask)
        #expect(first.count == 6 && first[0] == 0x08)
        #expect(face.respond(to: ask) == first)
        face.reset()
        #expect(face.respond(to: ask) != first)
        #expect(try bench.host.version().isUIDHidden)
        try bench.host.authenticateEV1(0, .factory(.des2Keys))
        #expect(try bench.host.version().uid == profile.uid)
        #expect(try bench.host.uid() == profile.uid)
    }

    @Test func tellsItsShortIdentifier() throws {
        let bench = try HostBench()
        try bench.host.authenticateEV2(0, HostBench.zero)
        let plain = try bench.host.perform(
            LogicalCommandOf.uid(option: 1))
        #expect(text(plain).hasPrefix("000704A1B2C3D4E5F6"))
        #expect(plain.count == 13)
        // Shown to everybody, where the card is configured so.
        let ask: [UInt8] = [0xFF, 0xCA, 0, 0, 0]
        #expect(bench.badge.face.respond(to: ask).count == 9)
        try bench.full(.setConfiguration, "00", "40")
        #expect(bench.badge.face.respond(to: ask) == Array(plain.suffix(4)) + [0x90, 0x00])
        #expect(plain[9] & 0x0F == 0x0F)
    }

    @Test func tellsItsVersionInThreeFrames() throws {
        let bench = try BadgeBench(.plain())
        #expect(try bench.say("60") == "AF04010133001805")
        #expect(try bench.say("AF") == "AF04010103001805")
        #expect(try bench.say("AF") == "0004A1B2C3D4E5F6BA4519E3204913")
        // Nothing is open any more.
        #expect(try bench.say("AF") == "1C")
        #expect(try bench.say("60").hasPrefix("AF"))
        #expect(try bench.say("6A") == "CA")
        #expect(try bench.say("60").hasPrefix("AF"))
        #expect(try bench.say("AF00") == "7E")
    }

    @Test func keepsToOneSyntax() throws {
        let native = try BadgeBench(.plain())
        #expect(try native.say("6A") == "00")
        #expect(try native.say("906A000000") == "1C")
        #expect(try native.say("00A4040007D276000085010000") == "1C")
        let wrapped = try BadgeBench(.plain())
        #expect(try wrapped.wrap(0x6A) == "9100")
        #expect(try wrapped.say("6A") == "6E00")
        #expect(try wrapped.say("00A4040007D276000085010000") == "9000")
        // A selection by name lets the next command choose.
        #expect(try wrapped.say("6A") == "00")
        wrapped.badge.face.reset()
        #expect(try wrapped.wrap(0x6A) == "9100")
    }

    @Test func hearsOnlyAfterItsSelectionWhereItIsSo() throws {
        var profile = try BadgeProfile.plain()
        profile.needsSelection = true
        let bench = try BadgeBench(profile)
        #expect(try bench.wrap(0x60) == "6E00")
        #expect(try bench.say("00A4040007D276000085010000") == "9000")
        #expect(try bench.wrap(0x60).hasSuffix("91AF"))
    }

    @Test(arguments: [
        ("9060000000FF", "917E"), ("90600000", "917E"), ("905A000003000000", "917E"), ("905A00000300000000", "9100"),
        ("905A00000400000000", "917E"), ("905A0000020000", "917E"), ("9060010000", "6A86"), ("9060000100", "6A86"),
        ("905A0000020000 00", "917E"), ("90FF000000", "911C"), ("", "6700"), ("00", "6700"), ("00A4", "6700"),
    ])
    func checksLengths(_ command: String, _ answer: String) throws {
        #expect(try BadgeBench(.plain()).say(command) == answer)
    }

    @Test func refusesLongFramesOfAnEV1Alone() throws {
        let long = "905A00003A" + String(repeating: "00", count: 58) + "00"
        #expect(try BadgeBench(.plain(.ev1)).say(long) == "917E")
        let native = "5A" + String(repeating: "00", count: 62)
        #expect(try BadgeBench(.plain(.ev1)).say(native) == "7E")
    }

    /// Lists, data and secrets are cut where genuine cards cut them.
    @Test func cutsAnswersByTheFrame() throws {
        var profile = try BadgeProfile.plain()
        profile.keys[0] = BadgeProfile.zeroAES
        profile.applications = (1...25).map { .init($0, settings: 0x0F, keys: [BadgeProfile.zeroAES]) }
        profile.applications[0].files = [
            .init(1, mode: 0, rights: 0xEEEE, .data([UInt8](repeating: 7, count: 130), isBackup: false)),
            .init(2, mode: 3, rights: 0x0000, .data([UInt8](repeating: 7, count: 130), isBackup: false)),
        ]
        let bench = try BadgeBench(profile)
        // 19 applications.
        #expect(try bench.wrap(0x6A).count == 2 * (57 + 2))
        #expect(try bench.wrap(0xAF).count == 2 * (18 + 2))
        _ = try bench.wrap(0x5A, "010000")
        #expect(try bench.wrap(0xBD, "01000000000000").count == 2 * (59 + 2))
        #expect(try bench.wrap(0xAF).hasSuffix("91AF"))
        #expect(try bench.wrap(0xAF).count == 2 * (12 + 2))
        // Too long for one frame, and for the host to know.
        #expect(try bench.wrap(0xBD, "01000000000001") == "91BE")
        try bench.openEV2(
            1, 0, enc: "00112233445566778899AABBCCDDEEFF", mac: "00112233445566778899AABBCCDDEEFF", ti: "01020304")
        let session = try #require(bench.system.session as? CountedSession)
        let code = try session.truncated(WipingBytes([0xBD, 0, 0, 1, 2, 3, 4, 2, 0, 0, 0, 0, 0, 0]))
        #expect(try bench.wrap(0xBD, "02000000000000" + text(code)).count == 2 * (48 + 2))
    }

    @Test func takesDataInFramesOfAnySize() throws {
        var profile = try BadgeProfile.plain()
        profile.applications = [
            .init(
                1, settings: 0x0F, keys: [BadgeProfile.zeroAES],
                files: [.init(1, mode: 0, rights: 0xEEEE, .data([UInt8](repeating: 0, count: 70), isBackup: false))])
        ]
        let bench = try BadgeBench(profile)
        try bench.play("5A010000 -> 00\n3D01000000460000 -> AF")
        let part = String(repeating: "AB", count: 59)
        #expect(try bench.say("AF" + part) == "AF")
        #expect(bench.states.isEmpty)
        #expect(try bench.say("AF" + String(repeating: "CD", count: 11)) == "00")
        #expect(bench.states.count == 1)
        // Too much, and too little followed by something else.
        try bench.play("3D01000000020000 -> AF\nAF010203 -> 7E\n3D01000000020000 -> AF\n6F -> CA")
        #expect(bench.states.count == 1)
        // The one-sequence form takes all at once, or nothing.
        #expect(try bench.say("8D01000000020000") == "7E")
        #expect(try bench.say("8D010000004600" + "00" + String(repeating: "11", count: 70)) == "00")
        #expect(try bench.say("AD01000000000000").count == 2 * 71)
    }

    /// A badge whose ATS says 256 bytes sends longer frames.
    @Test func usesLongFrames() throws {
        var profile = try BadgeProfile.plain()
        profile.ats = Array(try hex("0A787791028073C82110"))
        profile.applications = [
            .init(
                1, settings: 0x0F, keys: [BadgeProfile.zeroAES],
                files: [.init(1, mode: 0, rights: 0xEEEE, .data([UInt8](repeating: 0, count: 300), isBackup: false))])
        ]
        let bench = try BadgeBench(profile)
        _ = try bench.wrap(0x5A, "010000")
        #expect(try bench.wrap(0xBD, "01000000000000").count == 2 * (251 + 2))
    }
}

enum LogicalCommandOf {
    static func uid(option: UInt8) -> LogicalCommand {
        LogicalCommand(instruction: .getCardUID, header: [option], answerMode: .full)
    }
}
