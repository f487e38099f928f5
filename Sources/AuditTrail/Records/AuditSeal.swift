// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The signed head beside the trail: which record was the last one when it was written.
///
/// A seal within the chain cannot show that the end was cut behind an earlier seal; this can, as long as nobody puts an
/// older copy of it back. Its text begins otherwise than a record's, so that no seal of the chain passes for it.
struct AuditSeal {
    let head: AuditHead
    /// Whether a writer ended the trail here, and none has begun again.
    let isClosed: Bool
    let key: String
    let signature: [UInt8]

    private static func members(_ head: AuditHead, _ isClosed: Bool, _ key: String) -> [RecordMember] {
        [
            .init("head", .number(head.number)), .init("digest", .text(head.digest.text)),
            .init("state", .text(isClosed ? "closed" : "open")), .init("key", .text(key)),
        ]
    }

    /// The file of a head, with its end mark.
    static func file(_ head: AuditHead, isClosed: Bool, _ key: AuditKey) throws(AuditError) -> [UInt8] {
        let members = members(head, isClosed, key.name)
        return RecordLine.encoded(members, signature: try key.sign(members)) + [UInt8(ascii: "\n")]
    }

    /// What the signature is over.
    var signed: [UInt8] { RecordLine.open(AuditSeal.members(head, isClosed, key)) }

    /// Nil for what ``file(_:isClosed:_:)`` would not write.
    init?(_ file: [UInt8]) {
        guard file.last == UInt8(ascii: "\n"), let line = RecordLine(file.dropLast()) else { return nil }
        let fields = RecordFields(line.members)
        guard let number = fields.number("head"), let digest = fields.digest("digest"),
            let state = fields.text("state"), state == "open" || state == "closed", let key = fields.digest("key"),
            let signature = fields.text("signature")?.bytesOfHexadecimal
        else { return nil }
        head = AuditHead(number: number, digest: digest)
        isClosed = state == "closed"
        self.key = key.text
        self.signature = signature
        let whole = RecordLine.encoded(AuditSeal.members(head, isClosed, key.text), signature: signature)
        guard whole == Array(file.dropLast()) else { return nil }
    }
}
