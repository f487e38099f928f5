// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Figures of one benchmark.
struct Report {
    let name: String
    var figures: [Figure] = []
    /// Lines for people that no figure says.
    var notes: [String] = []
    /// Whether the notes are a table that says what the figures say; those that miss their bar are printed all the same.
    var isTable = false

    var meetsBars: Bool { figures.allSatisfy(\.meetsBar) }

    var lines: [String] { notes + figures.filter { !isTable || !$0.meetsBar }.map(\.line) }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(Document(benchmark: name, figures: figures)) + Data("\n".utf8)
    }

    private struct Document: Encodable {
        let benchmark: String
        let figures: [Figure]
    }
}

/// One measured value, beside what it is compared with in the same run and the bar that it must not cross.
struct Figure: Encodable {
    let what: String
    let value: Double
    let unit: String
    /// The peer's or the floor's figure.
    var comparison: Comparison?
    var ratio: Double? { comparison.map { $0.value == 0 ? 0 : value / $0.value } }
    var bar: Bar?
    var meetsBar: Bool { bar?.allows(value) ?? true }

    /// What stands beside it.
    struct Comparison: Encodable {
        let what: String
        let value: Double
    }

    /// A limit, on one side.
    enum Bar: Encodable {
        case atLeast(Double)
        case atMost(Double)

        func allows(_ value: Double) -> Bool {
            switch self {
            case .atLeast(let limit): value >= limit
            case .atMost(let limit): value <= limit
            }
        }

        var text: String {
            switch self {
            case .atLeast(let limit): "≥ \(Figure.short(limit))"
            case .atMost(let limit): "≤ \(Figure.short(limit))"
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }

    var line: String {
        var text = "\(what): \(Figure.short(value)) \(unit)"
        if let comparison, let ratio {
            text += " (\(comparison.what) \(Figure.short(comparison.value)), ratio \(Figure.short(ratio)))"
        }
        if let bar { text += "  [\(bar.text): \(meetsBar ? "kept" : "MISSED")]" }
        return text
    }

    private static func short(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e9 { return String(Int(value)) }
        return String(format: abs(value) < 10 ? "%.3f" : "%.1f", value)
    }

    private enum CodingKeys: String, CodingKey {
        case what, value, unit, comparison, ratio, bar, kept
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(what, forKey: .what)
        try container.encode(value, forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encodeIfPresent(comparison, forKey: .comparison)
        try container.encodeIfPresent(ratio, forKey: .ratio)
        try container.encodeIfPresent(bar, forKey: .bar)
        if bar != nil { try container.encode(meetsBar, forKey: .kept) }
    }
}

/// Instruments of this process.
enum Instrument {
    /// The most memory that was resident at any time, in MiB (VmHWM).
    static func peakMemory() throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            guard let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else { break }
            return kibibytes / 1024
        }
        throw BenchmarkError.failed("VmHWM")
    }

    /// Seconds.
    static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    /// The middle value.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
