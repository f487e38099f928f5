// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A line that was read, and its signature when it has one.
struct ReadRecord {
    let record: AuditRecord
    let signature: [UInt8]?
    /// What the signature is over.
    let signed: [UInt8]
    let members: [RecordMember]

    /// Nil for what no writer of ours would have spelled so.
    init?(_ line: some Collection<UInt8>) {
        guard let read = RecordLine(line) else { return nil }
        var members = read.members
        var signature: [UInt8]?
        if members.last?.name == "signature" {
            guard case .text(let text)? = members.popLast()?.value, let bytes = text.bytesOfHexadecimal else {
                return nil
            }
            signature = bytes
        }
        guard let record = AuditRecord(members), record.members == members, record.isSigned == (signature != nil),
            RecordLine.encoded(members, signature: signature).elementsEqual(line)
        else { return nil }
        self.record = record
        self.signature = signature
        signed = RecordLine.open(members)
        self.members = read.members
    }
}

extension AuditRecord {
    fileprivate init?(_ members: [RecordMember]) {
        let fields = RecordFields(members)
        guard let number = fields.number("n"), number > 0, let kind = fields.text("kind"),
            let utc = fields.text("utc").flatMap(AuditTime.milliseconds), let uptime = fields.number("uptime"),
            let clock = fields.text("clock"), clock == "trusted" || clock == "untrusted",
            let previous = fields.digest("previous"), let body = Body(kind, fields)
        else { return nil }
        self.init(
            number: number, moment: AuditMoment(utc: utc, uptime: Int64(uptime), isTrusted: clock == "trusted"),
            body: body, previous: previous)
    }
}

/// The members of a line by their names.
struct RecordFields {
    private let values: [String: RecordMember.Value]

    init(_ members: [RecordMember]) {
        values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    func text(_ name: String) -> String? {
        if case .text(let text)? = values[name] { text } else { nil }
    }

    func number(_ name: String) -> Int? {
        if case .number(let number)? = values[name] { number } else { nil }
    }

    func numbers(_ name: String) -> [Int]? {
        if case .numbers(let numbers)? = values[name] { numbers } else { nil }
    }

    func digest(_ name: String) -> AuditDigest? { text(name).flatMap { AuditDigest($0) } }
}

extension AuditRecord.Body {
    fileprivate init?(_ kind: String, _ fields: RecordFields) {
        switch kind {
        case "file":
            guard let open = fields.numbers("open"), let unknown = fields.numbers("unknown") else { return nil }
            self = .file(open: open, unknown: unknown)
        case "open":
            guard let boot = fields.text("boot"), boot.utf8.count == 32, boot.utf8.allSatisfy(\.isHexadecimal),
                let unsealed = fields.number("unsealed"), let key = fields.digest("key")
            else { return nil }
            self = .opening(boot: boot, unsealed: unsealed, key: key.text)
        case "intent":
            guard let entry = AuditEntry(fields) else { return nil }
            self = .intent(entry)
        case "outcome", "settlement":
            guard let intent = fields.number("intent"), let result = AuditResult(fields) else { return nil }
            self = kind == "outcome" ? .outcome(intent, result) : .settlement(intent, result)
        case "event":
            guard let entry = AuditEntry(fields), let result = AuditResult(fields) else { return nil }
            self = .event(entry, result)
        case "torn":
            guard let bytes = fields.number("bytes"), let digest = fields.digest("digest") else { return nil }
            self = .torn(bytes: bytes, digest: digest)
        case "seal":
            guard let key = fields.digest("key") else { return nil }
            self = .seal(key: key.text)
        case "purge":
            guard let purge = AuditPurge(fields), let key = fields.digest("key") else { return nil }
            self = .purge(purge, key: key.text)
        default: return nil
        }
    }
}

extension AuditEntry {
    fileprivate init?(_ fields: RecordFields) {
        guard let person = fields.text("who").flatMap(AuditPerson.init(text:)),
            let operation = fields.text("what").flatMap(AuditOperation.init),
            let place = fields.text("where").flatMap({ AuditPlace($0) }),
            let means = fields.text("means").flatMap(AuditMeans.init),
            let level = fields.text("level").flatMap(AuditLevel.init)
        else { return nil }
        let reference = fields.text("reference").map { AuditReference(text: $0) }
        // Present, and no reference.
        if case .some(.none) = reference { return nil }
        self.init(
            operation, by: person, at: place, means: means, level: level, reference: reference.flatMap { $0 })
    }
}

extension AuditResult {
    fileprivate init?(_ fields: RecordFields) {
        guard let word = fields.text("result") else { return nil }
        self.init(word: word, reason: fields.text("reason"))
    }
}

extension AuditPurge {
    fileprivate init?(_ fields: RecordFields) {
        guard let first = fields.number("first"), let firstDigest = fields.digest("first_digest"),
            let last = fields.number("last"), let lastDigest = fields.digest("last_digest"),
            let count = fields.number("count"), let files = fields.number("files"), first > 0, last >= first,
            count == last - first + 1
        else { return nil }
        self.init(
            first: AuditHead(number: first, digest: firstDigest), last: AuditHead(number: last, digest: lastDigest),
            count: count, files: files)
    }
}
