// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
public import FSEDocuments

/// The content of `lot.json`: what a lot holds, in order, and which lot it follows.
public struct LotIndex: Sendable, Hashable {
    /// The schema's name.
    public static let schema = "fse-open-lot/1"
    /// Its name in the container.
    public static let path = "lot.json"
    /// Most FSE in a lot.
    public static let maximumCount = 1_000

    /// A file and its fingerprint.
    public struct File: Sendable, Hashable {
        /// Name in the container.
        public let name: String
        /// SHA-256.
        public let digest: [UInt8]
        /// Bytes.
        public let size: Int

        /// The entry for these bytes.
        public init(name: String, content: [UInt8]) {
            self.init(name: name, digest: DigestAlgorithm.sha256.digest(content), size: content.count)
        }

        /// An entry.
        public init(name: String, digest: [UInt8], size: Int) {
            self.name = name
            self.digest = digest
            self.size = size
        }
    }

    /// One FSE of the lot.
    public struct Item: Sendable, Hashable {
        /// Its number.
        public let number: Int
        /// The signed bytes.
        public let payload: File
        /// The signature.
        public let signature: File

        /// An item.
        public init(number: Int, payload: File, signature: File) {
            self.number = number
            self.payload = payload
            self.signature = signature
        }
    }

    /// Sums over the documents of a lot, in cents.
    public struct Sums: Sendable, Hashable {
        /// How many documents they cover; B2 blocks are not among them.
        public var documents = 0
        /// All acts.
        public var acts = 0
        /// AMO part.
        public var compulsory = 0
        /// AMC part.
        public var complementary = 0
        /// Patients' part.
        public var patient = 0

        /// Nothing.
        public init() {}

        /// Adds a document's totals; ``LotIndex/maximumCount`` keeps the sums far below 2^53.
        public mutating func add(_ totals: Totals) {
            documents += 1
            acts += totals.acts
            compulsory += totals.compulsory
            complementary += totals.complementary
            patient += totals.patient
        }
    }

    /// National identifier of the issuer.
    public let issuer: String
    /// The activity's structure identifier.
    public let structure: String
    /// The activity's sector.
    public let sector: String
    /// The lot's number.
    public let number: Int
    /// The lot before, nil for the issuer's first.
    public let previous: LotRecord.Link?
    /// The FSE, in ascending order of their numbers.
    public let items: [Item]
    /// Sums.
    public let sums: Sums

    /// An index.
    public init(
        issuer: String, structure: String, sector: String, number: Int, previous: LotRecord.Link?, items: [Item],
        sums: Sums
    ) {
        self.issuer = issuer
        self.structure = structure
        self.sector = sector
        self.number = number
        self.previous = previous
        self.items = items
        self.sums = sums
    }
}
