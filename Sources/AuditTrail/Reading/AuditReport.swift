// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto

/// What a trail was found to be.
public struct AuditReport: Hashable, Sendable {
    /// What is wrong, in the order of the files; empty for a trail that is as it was written.
    public var findings: [AuditFinding] = []
    /// The first record that is there; after a purge its number is above 1.
    public var first: AuditHead?
    /// The last record: worth keeping elsewhere, as an anchor for the next time.
    public var last: AuditHead?
    /// Records read.
    public var records = 0
    /// Files read.
    public var files = 0
    /// Records after the last one that the signed head vouches for: who can write here could have changed them.
    public var unsealed = 0
    /// Whether the last writer closed the trail.
    public var isClosed = false
    /// Whether some process writes it now.
    public var isInUse = false
    /// Bytes of a line at the end that a crash cut short, or that is being written.
    public var tornBytes = 0
    /// Operations without an outcome.
    public var open: [AuditOperationID] = []
    /// Operations that ended as unknown and were not settled.
    public var unsettled: [AuditOperationID] = []
    /// Purges that are written down.
    public var purges: [AuditPurge] = []

    /// Whether nothing is wrong.
    public var isWhole: Bool { findings.isEmpty }
}

/// What a reader of a trail knows from elsewhere.
public struct AuditExpectation: Sendable {
    /// The device's public key; nil takes the one in the folder, which proves less.
    var key: Ed25519PublicKey?
    /// A record that was there once: shows that an older copy of the whole trail was put back.
    var anchor: AuditHead?

    /// From a public key as `seal.pub` holds it (PEM), and an anchor.
    ///
    /// - Throws: ``AuditError/key(_:)`` for what is no such key.
    public init(publicKey pem: [UInt8]? = nil, anchor: AuditHead? = nil) throws(AuditError) {
        if let pem {
            guard let key = AuditKey.publicKey(pem) else { throw .key("public key") }
            self.key = key
        }
        self.anchor = anchor
    }

    /// Nothing.
    public init() {}
}

/// A record as it stands in the trail.
public struct AuditLine: Hashable, Sendable {
    /// The line, without its end mark.
    public let text: String
    /// Its members in their order.
    public let members: [RecordMember]
    let record: AuditRecord
}
