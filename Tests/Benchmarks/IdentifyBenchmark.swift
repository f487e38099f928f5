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

    /// A face: the data set of the baseline to list, and a card whose certificates match its keys to sign.
    private struct Face {
        let key: String
        let listed: String
        let signing: String?
        var isContactless = false
    }

    private static let faces = [
        Face(key: "cps3", listed: "transcript-cps3", signing: "cps3-medecin"),
        Face(key: "cps3-contactless", listed: "transcript-cps3", signing: nil, isContactless: true),
        Face(key: "cps4-t1", listed: "transcript-cps4", signing: "cps4-medecin"),
        Face(key: "cps4-t0", listed: "transcript-cps4-t0", signing: "cps4-t0"),
    ]

    static func run() throws -> Report {
        var report = Report(name: "identify", isTable: true)
        let data = try Data(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("baseline.json"))
        let baselines = try JSONDecoder().decode([Baseline].self, from: data)
        report.notes.append(row("operation", "card", "exchanges", "out", "in", "Cryptolib (same three)"))
        for face in faces {
            let measured = try list(face) + sign(face)
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

    private static func list(_ face: Face) throws -> [(String, [Int])] {
        let connection = try TestBench(face.listed, contactless: face.isContactless).connect()
        var found: [(String, [Int])] = []
        let token = try count("identify, cold", connection, &found) {
            let token = try HealthCardToken(connection)
            _ = try token.summary()
            return token
        }
        _ = try count("identify, again", connection, &found) { try token.summary() }
        // A card that nobody knows yet: each file is read once, private ones are refused.
        try count("all objects", connection, &found) {
            let token = try HealthCardToken(connection)
            _ = try token.summary()
            _ = try token.certificates()
            for object in try token.objects() where !object.isPrivate { _ = try token.read(object.label) }
        }
        return found
    }

    private static func sign(_ face: Face) throws -> [(String, [Int])] {
        guard let profile = face.signing else { return [] }
        let connection = try TestBench(profile).connect()
        let token = try HealthCardToken(connection)
        var found: [(String, [Int])] = []
        for (operation, role) in [("sign SIG", KeyRole.signature), ("sign AUT", .authentication)] {
            let session = try token.signingSession(role, .pkcs1(.sha256), TestBench.pin("1234")) { .zero }
            _ = try session.sign([1])
            _ = try count(operation, connection, &found) { try session.sign([UInt8](repeating: 2, count: 24)) }
            session.close()
        }
        return found
    }

    private static func count<R>(
        _ operation: String, _ connection: CountingConnection, _ found: inout [(String, [Int])],
        _ body: () throws -> R
    ) rethrows -> R {
        connection.restart()
        let result = try body()
        found.append((operation, [connection.commands.count, connection.bytes.sent, connection.bytes.received]))
        return result
    }

    private static func row(_ columns: String...) -> String {
        let widths = [18, 18, 10, 6, 6, 0]
        return zip(columns, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
            .joined()
    }
}
