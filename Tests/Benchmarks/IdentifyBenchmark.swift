// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardCrypto
import CardTesting
import CardToken
import Foundation
import HealthCard

/// Exchanges and bytes per operation at the boundary where PC/SC would stand, beside those of Cryptolib.
enum IdentifyBenchmark {
    /// A line of baseline.json: Cryptolib's figures for one operation, and which of ours does the same.
    private struct Baseline: Decodable {
        let operation: String
        let card: String
        let peer: [Int]
    }

    private static let faces: [(key: String, profile: String, contactless: Bool)] = [
        ("cps3", "cps3-medecin", false), ("cps3-contactless", "cps3-medecin", true),
        ("cps4-t1", "cps4-medecin", false), ("cps4-t0", "cps4-t0", false),
    ]

    static func run() throws -> Report {
        var report = Report(name: "identify")
        let data = try Data(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("baseline.json"))
        let baselines = try JSONDecoder().decode([Baseline].self, from: data)
        report.notes.append(row("operation", "card", "exchanges", "out", "in", "Cryptolib"))
        for face in faces {
            let measured = try measure(face.profile, face.contactless)
            for (operation, counts) in measured {
                let peer = baselines.first { $0.operation == operation && $0.card == face.key }?.peer
                let others = peer.map { $0.map(String.init).joined(separator: " / ") } ?? "-"
                report.notes.append(
                    row(operation, face.key, String(counts[0]), String(counts[1]), String(counts[2]), others))
                guard let peer, peer.count == 3 else { continue }
                for (index, unit) in ["exchanges", "bytes out", "bytes in"].enumerated() {
                    report.figures.append(
                        Figure(
                            what: "\(face.key), \(operation), \(unit)", value: Double(counts[index]), unit: unit,
                            comparison: .init(what: "Cryptolib", value: Double(peer[index])),
                            bar: index == 0 ? .atMost(Double(peer[index])) : nil))
                }
            }
        }
        return report
    }

    private static func measure(_ profile: String, _ contactless: Bool) throws -> [(String, [Int])] {
        let bench = try TestBench(profile, contactless: contactless)
        let connection = try bench.connect()
        var found: [(String, [Int])] = []
        func count(_ operation: String, _ body: () throws -> Void) rethrows {
            connection.restart()
            try body()
            found.append((operation, [connection.commands.count, connection.bytes.sent, connection.bytes.received]))
        }
        var opened: HealthCardToken?
        try count("identify, cold") {
            let token = try HealthCardToken(connection)
            _ = try token.summary()
            opened = token
        }
        guard let token = opened else { throw BenchmarkError.failed(profile) }
        try count("identify, again") { _ = try token.summary() }
        try count("show") { _ = try token.contents() }
        guard !contactless else { return found }
        let role = [("sign SIG", KeyRole.signature), ("sign AUT", .authentication)]
        for (operation, key) in role {
            let session = try token.signingSession(key, .pkcs1(.sha256), TestBench.pin("1234")) { .zero }
            _ = try session.sign([1])
            try count(operation) { _ = try session.sign([UInt8](repeating: 2, count: 24)) }
            session.close()
        }
        return found
    }

    private static func row(_ columns: String...) -> String {
        let widths = [18, 18, 10, 6, 6, 0]
        return zip(columns, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
            .joined()
    }
}
