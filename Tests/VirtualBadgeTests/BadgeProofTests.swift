// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import CardCrypto
import CardProfiles
import Foundation
import SecretMemory
import Testing
import VirtualCardPlugs

@testable import DESFire
@testable import VirtualCards

/// Dynamic reads, proximity, originality, ISO commands and time (checklist 15, 17, 19, 21, 24).
@Suite struct BadgeProofTests {
    private static let key = "00112233445566778899AABBCCDDEEFF"

    /// A text of 128 zeros: identity at 8, enciphered 32 characters at 44, code at 80.
    private func mirrored(meta: String = "1", limit: String = "") throws -> HostBench {
        let bench = try HostBench()
        try bench.openApplication(iso: 0xE110)
        let key = try DESFireKey(.aes, hex(BadgeProofTests.key))
        try bench.host.changeKey(1, to: key, from: HostBench.zero)
        try bench.host.changeKey(2, to: key, from: HostBench.zero)
        // Room for characters, free to read.
        try bench.host.createDataFile(1, size: 128, .plain, AccessRights(read: 14, write: 0, readWrite: 0, change: 0))
        try bench.host.write(WipingBytes(repeatElement(0x30, count: 128)), to: 1, .plain)
        let options = limit.isEmpty ? "D1" : "F1"
        let offsets = meta == "E" ? "000000 0E0000" : "080000"
        let block = "40 00E0 \(options) F2 \(meta)2 \(offsets) 080000 2C0000 200000 500000 \(limit)".filter {
            $0 != " "
        }
        try bench.full(.changeFileSettings, "01", block)
        #expect(
            try bench.manage(.getFileSettings, "01") == "00" + String(block.prefix(6)) + "800000"
                + String(block.dropFirst(6)))
        return bench
    }

    @Test func writesWhoItIsIntoEachRead() throws {
        let bench = try mirrored()
        let key = try DESFireKey(.aes, hex(BadgeProofTests.key))
        // With a session nothing is counted and nothing mirrored.
        #expect(try bench.host.read(1, 0..<128, .plain).allSatisfy { $0 == 0x30 })
        try bench.host.select(ApplicationID(1))
        for number in UInt32(1)...3 {
            let read = try bench.host.read(1, 0..<128, .plain)
            let shown = String(decoding: read, as: UTF8.self)
            func digits(_ start: Int, _ count: Int) throws -> WipingBytes {
                try hex(String(shown.dropFirst(start).prefix(count)))
            }
            let message = try DynamicMessage(digits(8, 32), under: key)
            #expect(message.uid == bench.badge.profile.uid)
            #expect(message.counter == number)
            #expect(try message.verifies(digits(80, 16), over: read.part(8, 72), under: key))
            #expect(try message.fileData(digits(44, 32), under: key) == WipingBytes(repeatElement(0x30, count: 16)))
            // The rest of a text belongs to the same read.
            _ = try bench.host.read(1, 64..<128, .plain)
        }
        try bench.authenticate(2, key)
        let counters = try bench.host.perform(
            LogicalCommand(instruction: .getFileCounters, header: [1], answerMode: .full))
        #expect(text(counters) == "0300000000")
    }

    @Test func writesInTheOpen() throws {
        let bench = try mirrored(meta: "E")
        try bench.host.select(ApplicationID(1))
        let shown = String(decoding: try bench.host.read(1, 0..<24, .plain), as: UTF8.self)
        #expect(shown == "04A1B2C3D4E5F6" + "000001" + "0000")
    }

    @Test func countsReadsUpToTheLimit() throws {
        let bench = try mirrored(limit: "020000")
        try bench.host.select(ApplicationID(1))
        for _ in 0..<2 { _ = try bench.host.read(1, 0..<8, .plain) }
        #expect(bench.status { _ = try bench.host.read(1, 0..<8, .plain) } == 0x9D)
    }

    @Test(arguments: [
        // Past the end, over each other, not whole blocks, a code before its input, no such key, no characters.
        "D1F212 610000080000 2C0000200000 500000", "D1F212 400000080000 2C0000200000 500000",
        "D1F212 080000080000 2C0000110000 500000", "D1F212 080000510000 2C0000200000 500000",
        "D1F252 080000080000 2C0000200000 500000", "D0F212 080000080000 2C0000200000 500000",
    ])
    func refusesMirrorsThatDoNotFit(_ block: String) throws {
        let bench = try HostBench()
        try bench.openApplication()
        try bench.host.createDataFile(1, size: 128, .plain, AccessRights(read: 14, write: 0, readWrite: 0, change: 0))
        #expect(bench.status { try bench.full(.changeFileSettings, "01", "4000E0" + block) } == 0x9E)
    }

    @Test(arguments: [1, 2, 4, 8]) func provesItsPresence(_ rounds: Int) throws {
        var profile = try BadgeProfile.plain(.ev2)
        profile.keys[0] = BadgeProfile.zeroAES
        profile.keys[0x21] = try BadgeProfile.aes(BadgeProofTests.key)
        let bench = try HostBench(profile)
        try bench.host.authenticateEV2(0, HostBench.zero)
        try bench.full(.setConfiguration, "00", "04")
        bench.badge.face.reset()
        bench.host.endSession()
        #expect(bench.status { _ = try bench.host.applications() } == 0x0B)
        let proof = try bench.host.checkProximity(DESFireKey(.aes, hex(BadgeProofTests.key)), roundCount: rounds)
        #expect(proof.publishedResponseTime == 0x03B4)
        #expect(try bench.host.applications() == [])
        // Within a session, under its key for codes.
        try bench.host.authenticateEV2(0, HostBench.zero)
        _ = try bench.host.checkProximity(nil, roundCount: rounds)
        #expect(bench.status { _ = try bench.host.checkProximity(DESFireKey(.aes, hex(BadgeProofTests.key))) } == 0x1E)
    }

    @Test func checksTheOrderOfProximity() throws {
        let bench = try BadgeBench(.plain(.ev2))
        try bench.play("F201AA -> 1C\nFD0000000000000000 -> 1C")
        #expect(try bench.say("F0").hasPrefix("00"))
        #expect(try bench.say("FD0000000000000000") == "1C")
        #expect(try bench.say("F0").hasPrefix("00"))
        #expect(try bench.say("F2090000000000000000 00") == "9E")
        #expect(try bench.say("F0").hasPrefix("00"))
        #expect(try bench.say("F203AA") == "7E")
        #expect(bench.system.proximity == nil)
    }

    @Test func isOriginal() throws {
        let cards = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Cards")
        let pem = try Data(contentsOf: cards.appendingPathComponent("originality/public.pem"))
        for name in ["badge-ev2", "badge-ev3", "badge-ev3-uc"] {
            let profile = try BadgeProfile(folder: cards.appendingPathComponent(name))
            let bench = try BadgeBench(profile)
            let answer = try bench.say("3C00")
            #expect(answer.hasPrefix("90"))
            let signature = Array(try hex(String(answer.dropFirst(2))))
            #expect(verifies(signature, profile.uid, Array(pem)))
            #expect(!verifies(signature, [4, 1, 2, 3, 4, 5, 6], Array(pem)))
            #expect(try bench.say("3C01") == "9E")
        }
        #expect(try BadgeBench(.plain(.ev2)).say("3C00") == "9D")
    }

    private func verifies(_ signature: [UInt8], _ message: [UInt8], _ pem: [UInt8]) -> Bool {
        guard let memory = unsafe BIO_new_mem_buf(pem, Int32(pem.count)) else { return false }
        defer { unsafe BIO_free(memory) }
        guard let key = unsafe PEM_read_bio_PUBKEY(memory, nil, nil, nil) else { return false }
        defer { unsafe EVP_PKEY_free(key) }
        guard let context = unsafe EVP_PKEY_CTX_new(key, nil), unsafe EVP_PKEY_verify_init(context) == 1 else {
            return false
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var number = Array(bytes.drop { $0 == 0 })
            if (number.first ?? 0x80) & 0x80 != 0 { number.insert(0, at: 0) }
            return [0x02, UInt8(number.count)] + number
        }
        let body = integer(signature.prefix(28)) + integer(signature.suffix(28))
        let der = [0x30, UInt8(body.count)] + body
        return unsafe EVP_PKEY_verify(context, der, der.count, message, message.count) == 1
    }

    /// Selection by names and identifiers, bytes, records, and an authentication of ISO's kind.
    @Test func speaksISO() throws {
        var profile = try BadgeProfile.plain()
        profile.applications = [
            .init(
                1, settings: 0x0F, keys: [BadgeProfile.zeroAES], isoIdentifier: 0xE110,
                isoName: Array(try hex("D2760000850101")),
                files: [
                    .init(3, isoIdentifier: 0xE103, mode: 0, rights: 0xEEEE, .data([1, 2, 3, 4], isBackup: false)),
                    .init(
                        4, isoIdentifier: 0xE104, mode: 0, rights: 0xEEEE, .records(size: 2, most: 3, isCyclic: true)),
                    .init(5, isoIdentifier: 0xE105, mode: 3, rights: 0x0000, .data([9], isBackup: false)),
                ])
        ]
        let bench = try BadgeBench(profile)
        try bench.play(
            """
            00A4040007D276000085010100 -> 9000
            00A4000C02E103 -> 9000
            00B0000000 -> 010203049000
            00B0000200 -> 03049000
            00B0000105 -> 0203046282
            00B0000400 -> 6B00
            00D60001027788 -> 9000
            00B0830002 -> 01779000
            00D60003020000 -> 6B00
            00E2002002ABCD -> 9000
            90C7000000 -> 9100
            00B2002400 -> ABCD9000
            00B2022400 -> 6A83
            00B0850000 -> 6982
            00A4000C02E199 -> 6A82
            00A4000C023F00 -> 9000
            00A4010C00 -> 6A86
            00C0000000 -> 6D00
            00A4000C02E110 -> 9000
            """)
        let host = "000102030405060708090A0B0C0D0E0F"
        let challenge = try bench.say("0084000010").dropLast(4)
        let cipher = try BadgeKey.factory(.aes).cipher()
        var vector = cipher.zeroVector
        let proof = try cipher.encryptCBC(hex(host + challenge), &vector)
        #expect(try bench.say("0082098020" + text(proof)) == "9000")
        let answer = try hex(String(bench.say("0088098010" + host + "00").dropLast(4)))
        vector = cipher.zeroVector
        let opened = try cipher.decryptCBC(answer, &vector)
        #expect(text(opened.part(16, 16)) == host)
        // The session is one of EV1: a host with its key reads what is enciphered.
        let keys = BadgeSessionKeys.mixed(.factory(.aes), host: try hex(host), card: opened.part(0, 16))
        let session = try EV1Messaging(0, .aes128, keys)
        let command = LogicalCommand(
            instruction: .readData, header: try hex("05000000010000"), mode: .full, isFileData: true, answerMode: .full,
            answerCount: 1)
        let sent = try session.protect(command)
        let told = try hex(String(bench.wrap(0xBD, text(sent)).dropLast(4)))
        #expect(try session.verify(told, .ok, to: command) == [9])
        // A proof is good for one session, a challenge for one proof.
        #expect(try bench.say("0088098010" + host + "00") == "6985")
        #expect(try bench.say("0082098020" + text(proof)) == "6985")
        _ = try bench.say("0084000010")
        #expect(try bench.say("0082098020" + text(proof)) == "6982")
    }

    /// A face on the air answers the same, later by what its bytes take.
    @Test func answersAsFastAsTheAir() throws {
        let badge = try VirtualBadge(.plain(), random: SeededRandom(seed: 1))
        let timing = RadioTiming(.kbit106)
        let face = RadioFace(badge.face, timing)
        face.powerOn()
        let command: [UInt8] = [0x90, 0x60, 0, 0, 0]
        let reaction = face.react(to: command)
        #expect(reaction.event == .answered(Array(try hex("0401013300180591AF"))))
        #expect(reaction.delay == timing.time(of: [.init(command: 5, answer: 9)]))
        // 20 bytes of frames at nine bits, two starts and ends, and one pause.
        #expect(abs(reaction.delay / .microseconds(1) - (186 * 9.44 + 86.4)) < 1)
    }

    /// The table of the page, to a tenth of a millisecond.
    @Test(arguments: [
        (RadioTiming.Rate.kbit106, 17.2), (.kbit212, 8.8), (.kbit424, 4.6), (.kbit848, 2.5),
    ])
    func takesItsTime(_ rate: RadioTiming.Rate, _ milliseconds: Double) {
        // Select, two steps of EV2First, a read of 32 enciphered bytes: 172 bytes in all.
        let exchanges = [(9, 2), (8, 18), (38, 34), (21, 42)].map { RadioTiming.Exchange(command: $0.0, answer: $0.1) }
        #expect(exchanges.reduce(0) { $0 + $1.command + $1.answer } == 172)
        let time = RadioTiming(rate).time(of: exchanges)
        #expect(abs(time / .milliseconds(1) - milliseconds) < 0.1)
        let frame =
            RadioTiming(rate).time(of: [.init(command: 61, answer: 0)])
            - RadioTiming(rate).time(of: [.init(command: 0, answer: 0)])
        #expect(frame > .zero)
        // What does not fit into one frame costs more than its bytes.
        let long = RadioTiming(rate, frameSize: 64).time(of: [.init(command: 200, answer: 2)])
        #expect(long > RadioTiming(rate, frameSize: 256).time(of: [.init(command: 200, answer: 2)]))
        #expect(RadioTiming.activation(hasRandomUID: true) < RadioTiming.activation(hasRandomUID: false))
    }
}
