// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Rules on the numbers of several FSE.
enum Numbering {
    /// FSE in a folder: a number stands for one FSE of an issuer; numbers that are missing are worth a look, since a
    /// folder may hold several days.
    static func checkLoose(_ items: [VerificationReport.Item], _ report: inout VerificationReport) {
        let bySigner = Dictionary(grouping: items.filter { $0.number != nil }) { $0.signer }
        for items in bySigner.values {
            let sorted = items.sorted { ($0.number ?? 0, $0.file) < ($1.number ?? 0, $1.file) }
            for (item, next) in zip(sorted, sorted.dropFirst()) {
                guard let number = item.number, let following = next.number else { continue }
                if following == number {
                    report.findings.append(
                        Finding(.duplicateNumber, file: next.file, field: "/number", number: following))
                } else if following > number + 1 {
                    report.findings.append(
                        Finding(.lotGap, severity: .warning, file: next.file, field: "/number", number: following))
                }
            }
        }
    }

    /// FSE of a lot, in the order of its index: ascending, without gap, each once.
    static func checkLot(_ items: [LotIndex.Item], file: String) -> [Finding] {
        var findings: [Finding] = []
        func finding(_ code: FindingCode, _ number: Int) {
            findings.append(Finding(code, file: file, entry: LotIndex.path, field: "/files", number: number))
        }
        let numbers = items.map(\.number)
        let sorted = numbers.sorted()
        for (number, next) in zip(sorted, sorted.dropFirst()) {
            if next == number { finding(.duplicateNumber, next) }
            if next > number + 1 { finding(.lotGap, next) }
        }
        if numbers != sorted {
            let first = zip(numbers, sorted).first { $0 != $1 }
            finding(.lotOrder, first?.0 ?? 0)
        }
        return findings
    }
}

/// Rules on lots that were verified together.
enum LotChain {
    static func check(_ report: inout VerificationReport) {
        checkLinks(&report)
        checkReuse(&report)
    }

    /// A number serves once: for one lot, and inside one lot.
    private static func checkReuse(_ report: inout VerificationReport) {
        var lots: [String: VerificationReport.Lot] = [:]
        var owners: [String: VerificationReport.Lot] = [:]
        let items = Dictionary(grouping: report.items) { $0.file }
        for lot in report.lots {
            let key = "\(lot.issuer) \(lot.number)"
            // The same lot twice is a copy, not a reuse.
            if let other = lots[key] {
                guard other.digest != lot.digest else { continue }
                report.findings.append(Finding(.lotReused, file: lot.file, entry: LotIndex.path, field: "/lot"))
            }
            lots[key] = lot
            for number in (items[lot.file] ?? []).compactMap(\.number) {
                let key = "\(lot.issuer) \(number)"
                if let owner = owners[key], owner.digest != lot.digest {
                    report.findings.append(
                        Finding(.duplicateNumber, file: lot.file, field: "/number", number: number))
                }
                owners[key] = lot
            }
        }
    }

    /// Each lot names the one before it by the digest of its index.
    private static func checkLinks(_ report: inout VerificationReport) {
        for lot in report.lots {
            guard let previous = lot.previous else { continue }
            for other in report.lots where other.issuer == lot.issuer && other.number == previous.lot {
                guard other.digest != previous.digest else { continue }
                report.findings.append(
                    Finding(.lotChain, file: lot.file, entry: LotIndex.path, field: "/previous/sha256"))
            }
        }
    }
}
