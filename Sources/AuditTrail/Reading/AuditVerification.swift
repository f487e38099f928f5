// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import Glibc

/// Reads a trail from its first record to its last, changes nothing, and finds what was removed, changed, moved or cut.
public struct AuditVerification {
    private let folder: AuditFolder
    private let expectation: AuditExpectation
    private let key: Ed25519PublicKey?
    private var seal: AuditSeal?
    private var report = AuditReport()
    private var chain: AuditChain?
    private var open: Set<Int> = []
    private var unknown: Set<Int> = []
    /// Digests that were expected at a number and are still to come.
    private var awaited: [(head: AuditHead, file: String)] = []
    private let fragments: Set<String>
    /// What the first line says of the record before it.
    private var beginning: AuditDigest?

    /// Verifies the trail in a folder; it may be in use.
    ///
    /// - Parameter visit: is given every readable record in its order.
    /// - Throws: ``AuditError`` when the folder or a file in it cannot be read.
    public static func run(
        path: String, expecting expectation: AuditExpectation = AuditExpectation(),
        visit: (AuditLine) -> Void = { _ in }
    ) throws(AuditError) -> AuditReport {
        let folder = try AuditFolder(path, isOwned: false)
        var verification = try AuditVerification(folder, expectation)
        try verification.read(visit)
        return verification.report
    }

    private init(_ folder: AuditFolder, _ expectation: AuditExpectation) throws(AuditError) {
        self.folder = folder
        self.expectation = expectation
        let own = try folder.read(AuditKey.publicName, limit: 4096).flatMap(AuditKey.publicKey)
        key = expectation.key ?? own
        fragments = Set(try folder.names().filter { $0.hasPrefix("torn-") })
        report.isInUse = AuditLock.isHeld(folder)
        // Where no key is known at all, the head says so.
        if expectation.key != nil, own != key { note(AuditKey.publicName, nil, .wrongKey) }
        // The head before the files: a writer that goes on meanwhile only adds to what it names.
        try readHead()
        if let anchor = expectation.anchor { awaited.append((anchor, "anchor")) }
    }

    private mutating func readHead() throws(AuditError) {
        guard let content = try folder.read(AuditNames.head, limit: 4096) else {
            return note(AuditNames.head, nil, .noHead)
        }
        guard let seal = AuditSeal(content) else { return note(AuditNames.head, 1, .head) }
        if let reason = signatureFault(seal.key, seal.signature, seal.signed) {
            return note(AuditNames.head, 1, reason)
        }
        self.seal = seal
        report.isClosed = seal.isClosed
        if seal.head.number > 0 { awaited.append((seal.head, AuditNames.head)) }
    }

    private mutating func read(_ visit: (AuditLine) -> Void) throws(AuditError) {
        let files = AuditNames.files(try folder.names())
        for (name, number) in files {
            let isLast = number == files.last?.number
            // Gone since the folder was read: a writer purges, and what is known of the rest is no judgement.
            guard let content = try folder.read(name, limit: AuditNames.fileLimit) else { throw .storage(name, ENOENT) }
            let lines = AuditLines(content)
            if lines.lines.isEmpty, !isLast { note(name, nil, .fileBegin) }
            report.files += 1
            for (index, line) in lines.lines.enumerated() { read(line, name, number, index + 1, visit) }
            guard !lines.torn.isEmpty else { continue }
            if isLast { report.tornBytes = lines.torn.count } else { note(name, lines.lines.count + 1, .torn) }
        }
        if try isOpenedSince() { report.isClosed = false }
        conclude(files.first?.name ?? AuditNames.head)
    }

    /// Whether a writer has begun again since the head was read.
    private func isOpenedSince() throws(AuditError) -> Bool {
        guard seal?.isClosed == true, let content = try folder.read(AuditNames.head, limit: 4096),
            let now = AuditSeal(content), signatureFault(now.key, now.signature, now.signed) == nil
        else { return false }
        return !now.isClosed
    }

    private mutating func read(
        _ line: ArraySlice<UInt8>, _ name: String, _ fileNumber: Int, _ lineNumber: Int, _ visit: (AuditLine) -> Void
    ) {
        let read = ReadRecord(line)
        if chain == nil {
            // The oldest line that is left: whether others may be missing before it is judged at the end.
            let before = fileNumber <= 1 ? AuditDigest.none : read?.record.previous ?? .none
            beginning = before
            chain = AuditChain(last: AuditHead(number: fileNumber - 1, digest: before))
            report.first = AuditHead(number: fileNumber, digest: AuditDigest(of: line))
        }
        if let reason = chain?.next(line, read) { note(name, lineNumber, reason) }
        report.records += 1
        report.last = chain?.last
        if let last = chain?.last { arrive(last, name, lineNumber) }
        guard let read else { return }
        judge(read, name, fileNumber, lineNumber)
        visit(AuditLine(text: String(decoding: line, as: UTF8.self), members: read.members, record: read.record))
    }

    private mutating func judge(_ read: ReadRecord, _ name: String, _ fileNumber: Int, _ lineNumber: Int) {
        let record = read.record
        var begins = false
        switch record.body {
        case .file(let open, let unknown):
            begins = true
            // The oldest file that is left says what the purged ones had left open.
            if report.records == 1 { (self.open, self.unknown) = (Set(open), Set(unknown)) }
        case .intent: open.insert(record.number)
        case .outcome(let intent, let result):
            if open.remove(intent) == nil { note(name, lineNumber, .outcome) }
            if result.isUnknown { unknown.insert(intent) }
        case .settlement(let intent, _):
            if unknown.remove(intent) == nil { note(name, lineNumber, .outcome) }
        case .torn(_, let digest): judgeFragment(digest, name, lineNumber)
        case .opening(_, _, let named):
            if named != key?.bytes.hexadecimal { note(name, lineNumber, .wrongKey) }
        case .purge(let purge, _): report.purges.append(purge)
        case .event, .seal: break
        }
        if begins != (lineNumber == 1) || begins && record.number != fileNumber { note(name, lineNumber, .fileBegin) }
        guard let named = record.body.key else { return }
        if let reason = signatureFault(named, read.signature ?? [], read.signed) { note(name, lineNumber, reason) }
    }

    private mutating func judgeFragment(_ digest: AuditDigest, _ name: String, _ lineNumber: Int) {
        let kept = fragments.first { $0.hasPrefix(AuditNames.fragment(digest)) }
        let content = kept.flatMap { kept in (try? folder.read(kept, limit: AuditNames.fileLimit)) ?? nil }
        guard let content, AuditDigest(of: content) == digest else { return note(name, lineNumber, .fragment) }
    }

    private func signatureFault(_ name: String, _ signature: [UInt8], _ signed: [UInt8]) -> AuditFinding.Reason? {
        guard let key, name == key.bytes.hexadecimal else { return .wrongKey }
        return key.verifies(signature, of: signed) ? nil : .signature
    }

    /// Compares a record with what the head or an anchor says of it.
    private mutating func arrive(_ head: AuditHead, _ name: String, _ line: Int) {
        guard awaited.contains(where: { $0.head.number == head.number }) else { return }
        let differs = awaited.contains { $0.head.number == head.number && $0.head != head }
        awaited.removeAll { $0.head.number == head.number }
        if differs { note(name, line, .replaced) }
    }

    private mutating func conclude(_ firstFile: String) {
        let last = report.last?.number ?? 0
        judgeBeginning(firstFile)
        for (head, file) in awaited {
            // An anchor of before a purge says nothing any more: what went is in the purge's record.
            let isPurged = file == "anchor" && head.number < report.first?.number ?? 1
            if !isPurged { note(file, nil, head.number > last ? .truncated : .replaced) }
        }
        if let seal {
            report.unsealed = max(0, last - seal.head.number)
            if report.isClosed, report.unsealed > 0 || report.tornBytes > 0 {
                note(AuditNames.head, 1, .afterClose)
            }
        }
        report.open = open.sorted().map(AuditOperationID.init(number:))
        report.unsettled = unknown.sorted().map(AuditOperationID.init(number:))
    }

    /// A trail that begins later than 1 needs a purge that says so.
    private mutating func judgeBeginning(_ firstFile: String) {
        guard let first = report.first, first.number > 1 else { return }
        let isPurged = report.purges.contains { purge in
            // A crash may have left the later ones of the files that were to go.
            purge.last.number >= first.number || purge.last.number == first.number - 1 && purge.last.digest == beginning
        }
        if !isPurged { note(firstFile, 1, .beginning) }
    }

    private mutating func note(_ file: String, _ line: Int?, _ reason: AuditFinding.Reason) {
        report.findings.append(AuditFinding(file, line, reason))
    }
}
