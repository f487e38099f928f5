// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// One thing that verification found, where, and nothing of the content.
public struct Finding: Hashable, Sendable {
    /// What.
    public let code: FindingCode
    /// How grave.
    public let severity: FindingCode.Severity
    /// The file on disk.
    public let file: String
    /// The entry inside a container.
    public let entry: String?
    /// The field (JSON Pointer), record or detail code.
    public let field: String?
    /// The FSE's number, where it is known.
    public let number: Int?

    /// A finding.
    public init(
        _ code: FindingCode, severity: FindingCode.Severity? = nil, file: String, entry: String? = nil,
        field: String? = nil, number: Int? = nil
    ) {
        self.code = code
        self.severity = severity ?? code.severity
        self.file = file
        self.entry = entry
        self.field = field
        self.number = number
    }
}

/// The result of a verification.
public struct VerificationReport: Sendable {
    /// An FSE that was looked at.
    public struct Item: Hashable, Sendable {
        /// The file on disk.
        public let file: String
        /// The entry inside a container.
        public let entry: String?
        /// Its number.
        public let number: Int?
        /// National identifier of the signer (CN of the certificate), if the signature is right.
        public let signer: String?
        /// Time that the signer claims, seconds since 1970.
        public let signingTime: Int64?
        /// Total of its acts, in cents; nil for a B2 block.
        public let total: Int?
    }

    /// A container that was looked at.
    public struct Lot: Hashable, Sendable {
        /// The file on disk.
        public let file: String
        /// National identifier of the issuer.
        public let issuer: String
        /// The lot's number.
        public let number: Int
        /// The lot before it.
        public let previous: LotRecord.Link?
        /// SHA-256 of its lot.json, which the next lot names.
        public let digest: [UInt8]
    }

    /// All FSE, in the order they were found.
    public internal(set) var items: [Item] = []
    /// All containers.
    public internal(set) var lots: [Lot] = []
    /// All findings.
    public internal(set) var findings: [Finding] = []

    /// Whether nothing is wrong.
    public var isValid: Bool { !findings.contains { $0.severity == .error } }

    /// The gravest kind of error, nil if nothing is wrong: an altered byte before a doubtful signer, both before
    /// faults of the content.
    public var gravestCategory: FindingCode.Category? {
        let found = Set(findings.filter { $0.severity == .error }.map(\.code.category))
        return [.signature, .revoked, .untrusted, .expired, .input].first(where: found.contains)
    }
}
