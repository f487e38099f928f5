// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

extension AuditTrail {
    /// Deletes files whose records are older than the policy keeps them; a signed record says what went.
    ///
    /// Whole files only, oldest first, never the one being written to nor one with an operation that is still open.
    /// Without a trustworthy clock, or a term in the policy, nothing is deleted.
    ///
    /// - Returns: nil when nothing was deleted.
    public func purge() throws(AuditError) -> AuditPurge? {
        let moment = clock.moment
        guard let days = policy.retentionDays, days > 0, moment.isTrusted else { return nil }
        let border = moment.utc - min(days, 100_000) * 86_400_000
        let candidates = try PurgeCandidates(folder, border: border, firstOpen: open.min())
        guard let purge = candidates.purge else { return nil }
        // Said before it is done: a trail that begins later than 1 without a word was cut.
        try appendPurge(purge)
        for name in candidates.names + candidates.fragments { try folder.remove(name) }
        try folder.sync()
        return purge
    }
}

/// The files that can go.
private struct PurgeCandidates {
    private(set) var names: [String] = []
    private(set) var fragments: [String] = []
    private(set) var purge: AuditPurge?

    init(_ folder: AuditFolder, border: Int64, firstOpen: Int?) throws(AuditError) {
        let files = AuditNames.files(try folder.names()).dropLast()
        var chain: AuditChain?
        var first: AuditHead?
        var seen: [String] = []
        var torn: [String] = []
        for (name, number) in files {
            let content = AuditLines(try folder.read(name, limit: AuditNames.fileLimit) ?? [])
            var newest: Int64?
            for (index, line) in content.lines.enumerated() {
                let read = ReadRecord(line)
                var next =
                    chain
                    ?? AuditChain(
                        last: AuditHead(number: number - 1, digest: read?.record.previous ?? .none))
                // Damage is not tidied away.
                if let reason = next.next(line, read) { throw .broken(AuditFinding(name, index + 1, reason)) }
                chain = next
                if first == nil { first = next.last }
                guard let record = read?.record else { continue }
                // The seal at a file's end may come days after its records, with the next one. And a clock that nobody
                // trusted says nothing of a record's age.
                if record.moment.isTrusted, !record.body.isSeal { newest = max(newest ?? 0, record.moment.utc) }
                if case .torn(_, let digest) = record.body { torn.append(AuditNames.fragment(digest)) }
            }
            guard let last = chain?.last, let first, newest ?? 0 < border, last.number < firstOpen ?? .max else {
                return
            }
            seen.append(name)
            guard newest != nil else { continue }
            names = seen
            fragments = torn
            purge = AuditPurge(
                first: first, last: last, count: last.number - first.number + 1, files: names.count)
        }
    }
}
