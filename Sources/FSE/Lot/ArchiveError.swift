// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Why a file is not a container that we read, and in which entry.
public struct ArchiveError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        case unreadable = "archive.unreadable"
        case notZIP = "archive.not-zip"
        /// Compressed, encrypted, spanned, commented, with extra fields: made by other software.
        case foreign = "archive.foreign"
        /// The two headers of an entry differ, or entries overlap or leave room between them.
        case inconsistent = "archive.inconsistent"
        case unsafeName = "archive.unsafe-name"
        case duplicateName = "archive.duplicate-name"
        case limits = "archive.limits"
        case checksum = "archive.checksum"
        /// Not `mimetype` first, or another type.
        case type = "archive.type"
        case missingEntry = "archive.missing-entry"
    }

    /// What is wrong.
    public let reason: Reason
    /// The entry; nil for the archive as a whole.
    public let entry: String?

    /// An error.
    public init(_ reason: Reason, entry: String? = nil) {
        self.reason = reason
        self.entry = entry
    }
}
