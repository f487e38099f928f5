// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Measures one thing, prints it beside what it is compared with, and writes it as JSON:
/// `Benchmarks NAME FILE [FOLDER…]`.
@main
struct Benchmarks {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 2 else { throw BenchmarkError.usage }
        let folders = Array(arguments[2...])
        let report =
            switch arguments[0] {
            case "card": try CardBenchmark.run()
            case "identify": try IdentifyBenchmark.run()
            case "lot": try LotBenchmark.run(folders)
            case "store": try StoreBenchmark.run(folders.first ?? "")
            case "tap": try TapBenchmark.run()
            default: throw BenchmarkError.usage
            }
        for line in report.lines { print(line) }
        try report.json().write(to: URL(fileURLWithPath: arguments[1]), options: .atomic)
        if !report.meetsBars { exit(1) }
    }
}

/// Why nothing was measured.
enum BenchmarkError: Error {
    /// Unknown name, or folders that are missing.
    case usage
    /// What should have worked did not; the figure would mean nothing.
    case failed(String)
}
