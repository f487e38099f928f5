// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import Foundation

/// Reads a trail from its first line to its last and finds what was changed, removed, or moved.
enum AuditVerification {
    /// What a whole trail tells.
    struct Finding {
        /// The last line; nil for a trail without any.
        var head: AuditHead?
        /// Whether the line that the seal names was there.
        var isSealSeen = false
        /// Lines after it.
        var unsealed = 0
        /// Operations that were announced and did not end.
        var open: [Int: AuditEntry] = [:]
        /// Lines.
        var count = 0
        /// The number of the first line that is left.
        var first = 1
        /// Whether a line says that files were deleted on purpose.
        var tellsOfPurge = false
    }

    /// Reads everything.
    ///
    /// A last line that a crash cut short was never acknowledged: it is dropped. So is nothing else.
    static func run(_ folder: AuditFolder, _ key: AuditKey) throws -> Finding {
        var finding = Finding()
        let sealed = try folder.sealed(key)
        let files = folder.files()
        for name in files {
            let (lines, isCut) = try folder.lines(of: name)
            if isCut {
                guard name == files.last else {
                    throw AuditError.broken(file: name, line: lines.count + 1, .unreadable)
                }
                try folder.dropCutLine(of: name)
            }
            for (index, line) in lines.enumerated() {
                try read(line, name, index + 1, isFirst: name == files.first && index == 0, &finding)
                if let sealed, finding.head == sealed { finding.isSealSeen = true }
            }
        }
        guard finding.first == 1 || finding.tellsOfPurge else {
            throw AuditError.broken(file: files.first ?? "", line: 1, .truncated)
        }
        switch (sealed, finding.head) {
        case (nil, nil): break
        case (let sealed?, let head?):
            guard head.sequence >= sealed.sequence else {
                throw AuditError.broken(file: "seal.json", line: 1, .truncated)
            }
            guard finding.isSealSeen else { throw AuditError.broken(file: "seal.json", line: 1, .seal) }
            // A power cut may lose the last seals, though not the lines that they name.
            finding.unsealed = head.sequence - sealed.sequence
        default: throw AuditError.broken(file: "seal.json", line: 1, sealed == nil ? .seal : .truncated)
        }
        return finding
    }

    private static func read(
        _ line: Data, _ file: String, _ number: Int, isFirst: Bool, _ finding: inout Finding
    ) throws {
        guard let record = try? JSONDecoder().decode(AuditRecord.self, from: line) else {
            throw AuditError.broken(file: file, line: number, .unreadable)
        }
        // The oldest file that is left may follow others that were purged: its first line says which.
        let before =
            finding.head
            ?? (isFirst && record.kind == .file
                ? AuditHead(sequence: record.sequence - 1, digest: record.previous) : .none)
        guard record.previous == before.digest else { throw AuditError.broken(file: file, line: number, .chain) }
        guard record.sequence == before.sequence + 1 else {
            throw AuditError.broken(file: file, line: number, .sequence)
        }
        finding.head = AuditHead(
            sequence: record.sequence, digest: HashFunction.sha256.digest(line).hexadecimalText)
        if finding.count == 0 { finding.first = record.sequence }
        finding.count += 1
        switch record.kind {
        case .intent:
            finding.open[record.sequence] = AuditEntry(
                who: record.who ?? "", what: record.what ?? "", place: record.place ?? "", means: record.means ?? "")
        case .outcome:
            if let intent = record.intent { finding.open[intent] = nil }
        case .purge: finding.tellsOfPurge = true
        case .file, .event: break
        }
    }
}
