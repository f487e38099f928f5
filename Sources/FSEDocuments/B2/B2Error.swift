// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not a B2 invoice block, and in which record.
public struct B2Error: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        case empty = "b2.empty"
        case tooLarge = "b2.too-large"
        case recordLength = "b2.record-length"
        case characters = "b2.characters"
        case recordType = "b2.record-type"
        case order = "b2.record-order"
        case nirKey = "b2.nir-key"
    }

    /// What is wrong.
    public let reason: Reason
    /// The record, from 1; 0 for the block as a whole.
    public let record: Int

    /// An error.
    public init(_ reason: Reason, record: Int) {
        self.reason = reason
        self.record = record
    }
}
