// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One line of the trail; docs/audit-trail.md has the format.
struct AuditRecord: Hashable, Sendable {
    /// What a line is.
    enum Body: Hashable, Sendable {
        /// The first line of a file: operations that have not ended, and those whose end nobody knows.
        case file(open: [Int], unknown: [Int])
        /// A program begins to write: the machine's boot, records found after the last seal, the key of its seals.
        case opening(boot: String, unsealed: Int, key: String)
        /// Something is about to be done.
        case intent(AuditEntry)
        /// It has ended.
        case outcome(Int, AuditResult)
        /// What became of an operation that had ended as unknown.
        case settlement(Int, AuditResult)
        /// Something happened that nobody announced.
        case event(AuditEntry, AuditResult)
        /// A crash left the beginning of a line, which was kept aside.
        case torn(bytes: Int, digest: AuditDigest)
        /// Everything up to here is what was written.
        case seal(key: String)
        /// Whole files are deleted on purpose.
        case purge(AuditPurge, key: String)
    }

    let number: Int
    let moment: AuditMoment
    let body: Body
    let previous: AuditDigest

    /// The members in their order, the signature left out.
    var members: [RecordMember] {
        var members: [RecordMember] = [
            .init("n", .number(number)), .init("kind", .text(body.kind)),
            .init("utc", .text(AuditTime.text(moment.utc))), .init("uptime", .number(Int(moment.uptime))),
            .init("clock", .text(moment.isTrusted ? "trusted" : "untrusted")),
        ]
        members += body.members
        members.append(.init("previous", .text(previous.text)))
        return members
    }

    /// Whether a signature ends the line.
    var isSigned: Bool { body.key != nil }
}

extension AuditRecord.Body {
    var kind: String {
        switch self {
        case .file: "file"
        case .opening: "open"
        case .intent: "intent"
        case .outcome: "outcome"
        case .settlement: "settlement"
        case .event: "event"
        case .torn: "torn"
        case .seal: "seal"
        case .purge: "purge"
        }
    }

    var isSeal: Bool {
        if case .seal = self { true } else { false }
    }

    /// The key of the signature that belongs to such a line.
    var key: String? {
        switch self {
        case .seal(let key), .purge(_, let key): key
        default: nil
        }
    }

    fileprivate var members: [RecordMember] {
        switch self {
        case .file(let open, let unknown): [.init("open", .numbers(open)), .init("unknown", .numbers(unknown))]
        case .opening(let boot, let unsealed, let key):
            [.init("boot", .text(boot)), .init("unsealed", .number(unsealed)), .init("key", .text(key))]
        case .intent(let entry): entry.members
        case .outcome(let intent, let result), .settlement(let intent, let result):
            [.init("intent", .number(intent))] + result.members
        case .event(let entry, let result): entry.members + result.members
        case .torn(let bytes, let digest): [.init("bytes", .number(bytes)), .init("digest", .text(digest.text))]
        case .seal(let key): [.init("key", .text(key))]
        case .purge(let purge, let key):
            [
                .init("first", .number(purge.first.number)), .init("first_digest", .text(purge.first.digest.text)),
                .init("last", .number(purge.last.number)), .init("last_digest", .text(purge.last.digest.text)),
                .init("count", .number(purge.count)), .init("files", .number(purge.files)), .init("key", .text(key)),
            ]
        }
    }
}

extension AuditEntry {
    fileprivate var members: [RecordMember] {
        var members: [RecordMember] = [
            .init("who", .text(person.text)), .init("what", .text(operation.rawValue)),
        ]
        if let reference { members.append(.init("reference", .text(reference.text))) }
        members += [
            .init("where", .text(place.text)), .init("means", .text(means.rawValue)),
            .init("level", .text(level.rawValue)),
        ]
        return members
    }
}

extension AuditResult {
    fileprivate var members: [RecordMember] {
        [.init("result", .text(word))] + (reason.map { [.init("reason", .text($0))] } ?? [])
    }
}

/// What a purge deleted.
public struct AuditPurge: Hashable, Sendable {
    /// The first record that went.
    public let first: AuditHead
    /// The last record that went.
    public let last: AuditHead
    /// Records that went.
    public let count: Int
    /// Files that went.
    public let files: Int
}
