// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// An issuer's lot as the register keeps it.
public struct LotRecord: Hashable, Sendable {
    /// What a lot is bound to: the issuer and, in order, each number with the SHA-256 of its signed bytes.
    public struct Binding: Hashable, Sendable {
        /// National identifier of the issuer.
        public let issuer: String
        /// Numbers without gap, ascending.
        public let entries: [Entry]

        /// A binding.
        public init(issuer: String, entries: [Entry]) {
            self.issuer = issuer
            self.entries = entries
        }
    }

    /// A number and its content.
    public struct Entry: Hashable, Sendable {
        /// The FSE's number.
        public let number: Int
        /// SHA-256 of the bytes that are signed.
        public let digest: [UInt8]

        /// An entry.
        public init(number: Int, digest: [UInt8]) {
            self.number = number
            self.digest = digest
        }
    }

    /// A signature and when it was made.
    public struct Signature: Hashable, Sendable {
        /// DER of the CMS.
        public let cms: [UInt8]
        /// Signing time, seconds since 1970.
        public let time: Int64

        /// A signature.
        public init(cms: [UInt8], time: Int64) {
            self.cms = cms
            self.time = time
        }
    }

    /// A finished lot that this one follows.
    public struct Link: Hashable, Sendable {
        /// Its number.
        public let lot: Int
        /// SHA-256 of its lot.json.
        public let digest: [UInt8]

        /// A link.
        public init(lot: Int, digest: [UInt8]) {
            self.lot = lot
            self.digest = digest
        }
    }

    /// The lot's number, from 1 for each issuer.
    public let number: Int
    /// The lot before it; nil for the issuer's first.
    public let previous: Link?
    /// Numbers whose signature is already kept.
    public let signed: Set<Int>
}
