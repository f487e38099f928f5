// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import BadgeAccess
import CardCrypto
import DESFire
import Foundation
import ISO7816
import SecretMemory
import VirtualCards

/// What a tap that opens a session again sends to the badge, and how long that takes on the air at least.
enum TapBenchmark {
    /// The bounds of the public timing model for selection, EV2 authentication and a read of 32 enciphered bytes, in
    /// milliseconds: about 172 bytes, without activation and without the badge's own work.
    private static let bounds: [(RadioTiming.Rate, Double)] = [(.kbit106, 17.2), (.kbit848, 2.5)]

    static func run() throws -> Report {
        var report = Report(name: "tap")
        let field = try Field()
        let keys = try TestKeyFile(
            WipingBytes(
                Array(
                    """
                    # TEST keys, of no value
                    read = 00112233445566778899AABBCCDDEEFF
                    write = 102132435465768798A9BACBDCEDFE0F
                    master = 2031425364758697A8B9CADBECFD0E1F
                    """.utf8)))
        let site = try BadgeSite(name: Array("CHU TEST".utf8), application: ApplicationID(0x01CAF5))
        _ = try BadgeIssuer(site, keys).issue(on: field, card: .factory(.des2Keys))
        let reader = BadgeReader(site, keys)
        field.activate()
        _ = try reader.prove(field)
        field.activate()
        _ = try reader.prove(field)
        let sent = field.exchanges.reduce(0) { $0 + $1.command }
        let received = field.exchanges.reduce(0) { $0 + $1.answer }
        report.figures.append(
            Figure(what: "frames of a tap", value: Double(field.exchanges.count), unit: "exchanges", bar: .atMost(4)))
        report.figures.append(
            Figure(
                what: "bytes of a tap, both ways", value: Double(sent + received), unit: "bytes",
                comparison: .init(what: "the model's tap, about", value: 172), bar: .atMost(188)))
        for (rate, bound) in bounds {
            let time = RadioTiming(rate).time(of: field.exchanges)
            let milliseconds = Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3
            report.figures.append(
                Figure(
                    what: "computed time on the air, \(rate.rawValue) kbit/s", value: milliseconds, unit: "ms",
                    comparison: .init(what: "the model's tap", value: bound)))
        }
        let rounds = 2_000
        let begun = ContinuousClock.now
        for _ in 0..<rounds {
            field.activate()
            _ = try reader.prove(field)
        }
        let each = (ContinuousClock.now - begun) / rounds
        report.figures.append(
            Figure(
                what: "host and virtual badge together", value: Double(each.components.attoseconds) / 1e12,
                unit: "µs a tap"))
        return report
    }

    /// A badge before a reader that knows its UID.
    private final class Field: CardLink {
        let transmission = TransmissionProtocol.t1
        private let badge: VirtualBadge
        private(set) var exchanges: [RadioTiming.Exchange] = []

        init() throws {
            let profile = BadgeProfile(
                .ev3, uid: [4, 0x7E, 0x57, 0, 0, 0, 1], hardware: [4, 1, 1, 0x33, 0, 0x18, 5],
                software: [4, 1, 1, 3, 0, 0x18, 5], production: [0xBA, 0x45, 0x19, 0xE3, 0x20, 0x49, 0x13],
                capacity: 4096)
            badge = try VirtualBadge(profile, random: SystemRandom())
            badge.face.powerOn()
        }

        func activate() {
            badge.face.powerOff()
            badge.face.powerOn()
            exchanges = []
        }

        func exchange(_ command: WipingBytes) throws(CardError) -> WipingBytes {
            let answer = badge.face.respond(to: Array(command))
            // Commands to the reader do not reach the badge.
            if command.first != 0xFF { exchanges.append(.init(command: command.count, answer: answer.count)) }
            return WipingBytes(answer)
        }
    }
}
