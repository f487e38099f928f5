// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

/// Where a trail ends: what a writer must know to go on with it.
///
/// Reads the last file only.
struct TrailEnd {
    private(set) var seal: AuditSeal?
    private(set) var last = AuditHead.none
    /// Operations without an outcome.
    private(set) var open: Set<Int> = []
    /// Operations that ended as unknown.
    private(set) var unknown: Set<Int> = []
    /// The file to go on with, and the bytes of its whole lines.
    private(set) var file: (name: String, size: Int)?
    /// The day in its name.
    private(set) var torn: [UInt8] = []

    /// Of a folder without a trail.
    init() {}

    /// Reads the end and checks it against the signed head.
    init(_ folder: AuditFolder, _ names: [String], _ key: AuditKey) throws(AuditError) {
        guard let content = try folder.read(AuditNames.head, limit: 4096) else {
            throw TrailEnd.broken(AuditNames.head, nil, .noHead)
        }
        guard let seal = AuditSeal(content) else { throw TrailEnd.broken(AuditNames.head, 1, .head) }
        guard seal.key == key.name else { throw TrailEnd.broken(AuditNames.head, 1, .wrongKey) }
        guard key.key.publicKey.verifies(seal.signature, of: seal.signed) else {
            throw TrailEnd.broken(AuditNames.head, 1, .signature)
        }
        self.seal = seal
        try read(folder, AuditNames.files(names).map(\.name))
        guard last.number >= seal.head.number else { throw TrailEnd.broken(AuditNames.head, 1, .truncated) }
        if seal.isClosed, last.number > seal.head.number || !torn.isEmpty {
            throw TrailEnd.broken(AuditNames.head, 1, .afterClose)
        }
    }

    private mutating func read(_ folder: AuditFolder, _ files: [String]) throws(AuditError) {
        for name in files.reversed() {
            let lines = AuditLines(try folder.read(name, limit: AuditNames.fileLimit) ?? [])
            if file == nil {
                file = (name, lines.size)
                torn = Array(lines.torn)
            } else if !lines.torn.isEmpty {
                throw TrailEnd.broken(name, lines.lines.count + 1, .torn)
            }
            // A new file whose first line was never whole: the trail ends in the one before.
            guard !lines.lines.isEmpty else { continue }
            return try read(lines, name)
        }
    }

    private mutating func read(_ lines: AuditLines, _ name: String) throws(AuditError) {
        guard let line = lines.lines.first, let first = ReadRecord(line)?.record,
            case .file(let open, let unknown) = first.body, first.number == AuditNames.number(name)
        else { throw TrailEnd.broken(name, 1, .fileBegin) }
        (self.open, self.unknown) = (Set(open), Set(unknown))
        var chain = AuditChain(last: AuditHead(number: first.number - 1, digest: first.previous))
        try compare(chain.last, name, 1)
        for (index, line) in lines.lines.enumerated() {
            let record = ReadRecord(line)
            if let reason = chain.next(line, record) { throw TrailEnd.broken(name, index + 1, reason) }
            try compare(chain.last, name, index + 1)
            guard let record = record?.record else { continue }
            guard follow(record) else { throw TrailEnd.broken(name, index + 1, .outcome) }
        }
        last = chain.last
        // Files are sealed before the next one begins, so that the head is never behind the last file.
        if let seal, seal.head.number < first.number - 1 { throw TrailEnd.broken(AuditNames.head, 1, .replaced) }
    }

    private func compare(_ head: AuditHead, _ name: String, _ line: Int) throws(AuditError) {
        guard let seal, seal.head.number == head.number, seal.head != head else { return }
        throw TrailEnd.broken(name, line, .replaced)
    }

    /// False for the end of an operation that is not open.
    private mutating func follow(_ record: AuditRecord) -> Bool {
        switch record.body {
        case .intent: open.insert(record.number)
        case .outcome(let intent, let result):
            guard open.remove(intent) != nil else { return false }
            if result.isUnknown { unknown.insert(intent) }
        case .settlement(let intent, _): return unknown.remove(intent) != nil
        case .purge(let purge, _): unknown = unknown.filter { $0 > purge.last.number }
        default: break
        }
        return true
    }

    private static func broken(_ file: String, _ line: Int?, _ reason: AuditFinding.Reason) -> AuditError {
        .broken(AuditFinding(file, line, reason))
    }
}
