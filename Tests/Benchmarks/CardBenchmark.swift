// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import ISO7816
import VirtualCards

/// A virtual card in process: pairs of SELECT and READ BINARY of 231 bytes a second, on one core.
enum CardBenchmark {
    private static let pairs = 200_000
    private static let rounds = 5

    static func run() throws -> Report {
        var report = Report(name: "card")
        for (profile, contactless) in [("cps3-medecin", false), ("cps3-medecin", true), ("cps4-medecin", false)] {
            let bench = try TestBench(profile, contactless: contactless)
            guard let face = contactless ? bench.card.contactless : bench.card.contact else {
                throw BenchmarkError.failed(profile)
            }
            let commands = try pair(face)
            let rate = best { measure(face, commands) }
            let floor = best { measure(Echo(face), commands) }
            report.figures.append(
                Figure(
                    what: "\(profile)\(contactless ? ", contactless" : ""), SELECT + READ of 231 bytes", value: rate,
                    unit: "pairs/s", comparison: .init(what: "floor, ready answers copied", value: floor),
                    bar: .atLeast(100_000)))
        }
        return report
    }

    /// The commands for one of the card's certificates, in the form that its generation takes.
    private static func pair(_ face: any VirtualCardFace) throws -> (select: [UInt8], read: [UInt8]) {
        face.powerOn()
        let read: [UInt8] = [0x00, 0xB0, 0x00, 0x00, 0xE7]
        let candidates: [(opening: [UInt8]?, select: [UInt8], read: [UInt8])] = [
            (nil, [0x00, 0xA4, 0x09, 0x0C, 0x06, 0x3F, 0x00, 0x00, 0x01, 0xA0, 0x01], read),
            (nil, [0x00, 0xA4, 0x09, 0x0C, 0x06, 0x3F, 0x00, 0x00, 0x02, 0xA0, 0x03], read),
            (
                [0x01, 0xA4, 0x04, 0x0C, 0x08, 0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x01, 0x00],
                [0x01, 0xA4, 0x08, 0x00, 0x04, 0x00, 0x01, 0xA0, 0x01], [0x01] + read.dropFirst()
            ),
        ]
        for (opening, select, read) in candidates {
            if let opening { _ = face.respond(to: opening) }
            let selected = face.respond(to: select)
            guard selected.suffix(2) == [0x90, 0x00] || selected.first == 0x61 else { continue }
            guard face.respond(to: read).count == 233 else { continue }
            return (select, read)
        }
        throw BenchmarkError.failed("no certificate to read")
    }

    private static func measure(_ face: any VirtualCardFace, _ commands: (select: [UInt8], read: [UInt8])) -> Double {
        var bytes = 0
        let duration = ContinuousClock().measure {
            for _ in 0..<pairs {
                bytes &+= face.respond(to: commands.select).count
                bytes &+= face.respond(to: commands.read).count
            }
        }
        return bytes >= pairs * 235 ? Double(pairs) / Instrument.seconds(duration) : 0
    }

    private static func best(_ body: () -> Double) -> Double {
        (0..<rounds).map { _ in body() }.max() ?? 0
    }
}

/// The least that any card in this process can cost: a call, and an answer of its own length in new memory.
private final class Echo: VirtualCardFace {
    let atr: [UInt8]
    let transmission: TransmissionProtocol
    private let content = [UInt8](repeating: 0x5A, count: 231)

    init(_ face: any VirtualCardFace) {
        atr = face.atr
        transmission = face.transmission
    }

    func powerOn() {}
    func powerOff() {}
    func reset() {}

    func respond(to command: [UInt8]) -> [UInt8] {
        guard command.count == 5 else { return [0x90, 0x00] }
        return content + [0x90, 0x00]
    }
}
