// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import Foundation
import FuzzEntry
import ISO7816
import SecretMemory
import Testing

@testable import DESFire
@testable import VirtualCards

/// The seeds of the badge's fuzzer are what the host says to it, sessions and all.
///
/// With CADUCEE_WRITE_SEEDS=1 they are written anew.
@Suite struct CorpusTests {
    private static let writes = ProcessInfo.processInfo.environment["CADUCEE_WRITE_SEEDS"] == "1"

    @Test(arguments: Array(BadgeEntry.kinds.enumerated())) func isWhatAHostSays(_ kind: Int, _ name: String) throws {
        let badge = try BadgeEntry.badge(kind)
        badge.face.powerOn()
        let link = BadgeLink(badge.face)
        var said: [[UInt8]] = []
        link.alter = { bytes in
            said.append(bytes)
            return bytes
        }
        let host = DESFireCard(
            DESFireChannel(over: link, syntax: kind % 2 == 0 ? .wrapped : .native), random: SeededRandom(seed: 2))
        let key = try DESFireKey(.aes, WipingBytes((0..<16).map { UInt8($0 * 17) }))
        try work(host, name, key)
        let input = BadgeEntry.encode(kind, said + iso)
        let file = Fixtures.folder.appendingPathComponent("Corpora/virtual-badge/\(name).bin")
        if CorpusTests.writes {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(input).write(to: file)
        }
        #expect(try Array(Data(contentsOf: file)) == input)
    }

    private func work(_ host: DESFireCard, _ name: String, _ key: DESFireKey) throws {
        func authenticate(_ number: UInt8) throws {
            switch name {
            case "ev1": try host.authenticateEV1(number, key)
            case "lrp": try host.authenticateLRP(number, key)
            default: try host.authenticateEV2(number, key)
            }
        }
        _ = try host.version()
        try authenticate(0)
        _ = (try host.applications(), try host.freeMemory(), try host.uid(), try host.keySettings())
        try host.create(ApplicationPlan(ApplicationID(2), KeySettings(rawValue: 0x0F), keyCount: 1, keyType: .aes))
        try host.delete(ApplicationID(2))
        try host.select(ApplicationID(1))
        try authenticate(0)
        try host.write(WipingBytes(repeatElement(7, count: 64)), to: 2, .full)
        try host.change(file: 3, by: -2, .mac)
        try host.writeRecord([1, 2, 3], to: 4, .full)
        try host.commit()
        _ = (try host.read(2, 0..<64, .full), try host.value(ofFile: 3, .mac), try host.settings(ofFile: 4))
        try host.changeKey(1, to: .factory(.aes), from: key)
        guard name != "ev1" else { return }
        let file = try hex("0F00F0EF02")
        _ = try host.perform(
            LogicalCommand(
                instruction: .createTransactionMACFile, header: file, data: WipingBytes(joining: [key.bytes, [1]]),
                mode: .full))
        _ = (try host.files(), try host.keyVersion(1))
    }

    /// A session's end, then ISO's commands.
    private var iso: [[UInt8]] {
        [
            [], [0x00, 0xA4, 0x04, 0x00, 0x07, 0xD2, 0x76, 0, 0, 0x85, 1, 1, 0], [0x00, 0xA4, 0, 0x0C, 2, 0xE1, 0x03],
            [0x00, 0xB0, 0, 0, 0x10], [0x00, 0xD6, 0, 4, 2, 7, 7], [0x00, 0xB2, 0, 0x24, 0], [0x00, 0x84, 0, 0, 0x10],
            [0xFF, 0xCA, 0, 0, 0],
        ]
    }
}
