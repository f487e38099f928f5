// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardToken
import CertificateTrust
import FSE
import FSEDocuments
import Foundation
import HealthCard
import VirtualCards

/// A day's lot on a CPS4 in loopback: what the host costs beside the card, how much memory, how many commands.
///
/// Folders: the documents to sign, a place in memory (tmpfs), a place on disk.
enum LotBenchmark {
    static func run(_ folders: [String]) throws -> Report {
        guard folders.count == 3 else { throw BenchmarkError.usage }
        let files = try FileManager.default.contentsOfDirectory(atPath: folders[0]).sorted()
            .map { folders[0] + "/" + $0 }
        var report = Report(name: "lot")
        let memory = try LotRun(files, folders[1])
        let peak = try Instrument.peakMemory()
        let disk = try LotRun(files, folders[2])
        let each = Double(files.count)
        report.notes.append("\(files.count) FSE and a manifest, CPS4, T=1, loopback; PIN presented once")
        report.figures = [
            Figure(
                what: "host per FSE, median, register on tmpfs", value: memory.host, unit: "ms",
                comparison: .init(what: "the card's own", value: memory.card), bar: .atMost(1)),
            Figure(
                what: "host per FSE, median, register on disk", value: disk.host, unit: "ms",
                comparison: .init(what: "the card's own", value: disk.card)),
            Figure(
                what: "host for the whole lot, tmpfs", value: memory.whole, unit: "ms",
                comparison: .init(what: "the card's own", value: memory.wholeCard)),
            Figure(
                what: "peak memory, card included", value: peak, unit: "MiB",
                comparison: .init(what: "before the first signature", value: memory.memoryBefore), bar: .atMost(60)),
            Figure(
                what: "VERIFY commands with data", value: Double(memory.verifications), unit: "", bar: .atMost(1)),
            Figure(
                what: "SELECT commands per FSE", value: Double(memory.selections) / each, unit: "",
                comparison: .init(what: "Cryptolib", value: 2), bar: .atMost(0.1)),
            Figure(
                what: "commands per FSE", value: Double(memory.commands) / each, unit: "",
                comparison: .init(what: "Cryptolib", value: 3)),
        ]
        return report
    }
}
