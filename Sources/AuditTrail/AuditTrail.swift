// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import Foundation

/// A register of what was done, to which lines can only be added: each names the one before by its digest.
///
/// What is about to be done is durable before it is done; how it ended comes after. Lines are JSON, files change when
/// they are full, and a seal beside them names the last line under a key of the machine, so that a cut end shows too.
/// One owner, one process: a lock on the folder keeps others out.
public final class AuditTrail {
    let folder: AuditFolder
    private let clock: any AuditClock
    private let key: AuditKey
    private let fileLimit: Int
    private var file: FileHandle
    private var fileSize: Int
    private var last: AuditHead

    /// An operation that was announced and has not ended.
    public struct Ticket: Hashable, Sendable {
        let sequence: Int
        let entry: AuditEntry
    }

    /// Opens the trail in a folder, or begins one; what was announced and never ended is written down as unknown.
    ///
    /// - Parameters:
    ///   - path: a folder that nobody else may read; it is made where there is none.
    ///   - fileLimit: bytes after which a new file begins.
    /// - Returns: through ``unfinished`` what the last run left open.
    /// - Throws: ``AuditError``; a trail that was changed is not gone on with.
    public init(path: String, clock: any AuditClock = MachineClock(), fileLimit: Int = 16 << 20) throws {
        folder = try AuditFolder(path)
        self.clock = clock
        self.fileLimit = fileLimit
        key = try folder.key()
        let found = try AuditVerification.run(folder, key)
        if let head = found.head, let name = folder.files().last {
            file = try folder.append(to: name)
            fileSize = try folder.size(of: name)
            last = head
        } else {
            (file, last) = try folder.begin(.none)
            fileSize = 0
        }
        unfinished = []
        if found.head == nil { try write(.file) }
        if found.unsealed > 1 {
            try note(
                AuditEntry(who: "system", what: "lines without a seal: \(found.unsealed)", place: "", means: "none"))
        }
        for (sequence, entry) in found.open.sorted(by: { $0.key < $1.key }) {
            unfinished.append(entry)
            try write(.outcome, entry, result: .unknown, intent: sequence)
        }
    }

    /// What the last run announced and did not end.
    public private(set) var unfinished: [AuditEntry]

    /// Announces an operation; once this returns, it may be done.
    ///
    /// - Throws: ``AuditError/storage(_:)``: then it must not be.
    public func begin(_ entry: AuditEntry) throws -> Ticket {
        try write(.intent, entry)
        return Ticket(sequence: last.sequence, entry: entry)
    }

    /// Tells how it ended.
    public func end(_ ticket: Ticket, _ result: AuditResult) throws {
        try write(.outcome, ticket.entry, result: result, intent: ticket.sequence)
    }

    /// Writes down what nobody announced, such as a card that was pulled.
    public func note(_ entry: AuditEntry, _ result: AuditResult = .done) throws {
        try write(.event, entry, result: result)
    }

    /// Deletes whole files whose last line is older than a moment; the trail says so.
    ///
    /// - Returns: how many files went.
    public func purge(before moment: Date) throws -> Int {
        let border = AuditTime.text(moment)
        let old = try folder.files().dropLast().prefix { name in
            guard let line = try folder.lastLine(of: name) else { return false }
            return try JSONDecoder().decode(AuditRecord.self, from: line).time < border
        }
        guard let newest = old.last else { return 0 }
        // Said before it is done: a trail that begins later than 1 without a word was cut.
        let entry = AuditEntry(who: "system", what: "purge through \(newest)", place: "", means: "none")
        try write(.purge, entry)
        for name in old { try folder.delete(name) }
        return old.count
    }

    private func write(
        _ kind: AuditRecord.Kind, _ entry: AuditEntry? = nil, result: AuditResult? = nil, intent: Int? = nil
    ) throws {
        if kind != .file, fileSize > fileLimit { try change() }
        let record = AuditRecord(
            sequence: last.sequence + 1, kind: kind, time: AuditTime.text(clock.now), uptime: clock.uptime,
            isClockTrusted: clock.isTrusted, who: entry?.who, what: entry?.what, place: entry?.place,
            means: entry?.means, result: result?.text, intent: intent, previous: last.digest)
        let line = try AuditRecord.encoded(record)
        do {
            try file.write(contentsOf: line + Data([0x0A]))
            try file.synchronize()
        } catch {
            throw AuditError.storage(error.localizedDescription)
        }
        fileSize += line.count + 1
        last = AuditHead(sequence: record.sequence, digest: HashFunction.sha256.digest(line).hexadecimalText)
        try folder.seal(last, key)
    }

    private func change() throws {
        try file.close()
        (file, _) = try folder.begin(last)
        fileSize = 0
        try write(.file)
    }
}

/// The last line: its number and its digest.
struct AuditHead: Hashable, Codable {
    let sequence: Int
    let digest: String

    /// Before the first line.
    static let none = AuditHead(sequence: 0, digest: String(repeating: "0", count: 64))
}

extension [UInt8] {
    /// Lower-case hexadecimal.
    var hexadecimalText: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
