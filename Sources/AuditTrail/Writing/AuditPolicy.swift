// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// How a site keeps its trail.
public struct AuditPolicy: Sendable {
    /// How professionals are named.
    public enum Identity: Sendable {
        /// By their national identifier.
        case national
        /// By a pseudonym under the site's key.
        case pseudonym(PseudonymKey)
    }

    /// How professionals are named.
    public var identity = Identity.national
    /// Records after which the next one is preceded by a seal.
    public var sealRecords = 64
    /// Seconds after which a record that is not sealed is.
    public var sealSeconds: Int64 = 600
    /// Bytes after which a new file begins, at most 64 MiB; one begins with every day (UTC) in any case.
    public var fileBytes = 16 << 20
    /// Days that records are kept; nil keeps them for ever.
    public var retentionDays: Int64?

    /// The policy of a site that changes nothing.
    public init() {}
}

/// An operation that was announced.
public struct AuditOperationID: Hashable, Sendable {
    /// The number of its intent in the trail.
    public let number: Int

    /// Of that number.
    public init(number: Int) { self.number = number }
}

/// An operation whose end nobody knows: find out, then ``AuditTrail/settle(_:_:)``.
public struct UnsettledOperation: Hashable, Sendable {
    /// Which one.
    public let id: AuditOperationID
    /// What was announced.
    public let entry: AuditEntry
    /// When.
    public let moment: AuditMoment
}

/// The beginning of a line that a crash left.
public struct TornLine: Hashable, Sendable {
    /// The file in the trail's folder that keeps it.
    public let file: String
    /// Its length in bytes.
    public let bytes: Int
}
