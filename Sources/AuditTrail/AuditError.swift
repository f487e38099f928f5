// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// What goes wrong with a trail.
///
/// Whatever ``AuditTrail/begin(_:)`` throws: the intent is not durable, do not act.
public enum AuditError: Error, Hashable, Sendable {
    /// The folder cannot be opened or made; the payload is errno.
    case folder(Int32)
    /// A file or the folder (`.`) belongs to somebody else, or others may read or write it.
    case exposed(String)
    /// Another process writes this trail; its number where it can be found.
    case inUse(holder: Int32?)
    /// A file could not be read or written; the name, and errno (ENOSPC, EROFS, EIO, …).
    case storage(String, Int32)
    /// An earlier failure left the end of the trail in doubt: open the trail again.
    case inDoubt
    /// This object was made in another process, before a fork.
    case forked
    /// The trail was closed.
    case closed
    /// Somebody else changed the file that is being written to.
    case changed(String)
    /// What is there is not what was written: nothing is added to it.
    case broken(AuditFinding)
    /// A key that is missing, cannot be used, or is not the one of this trail; the payload says which.
    case key(String)
    /// No such operation is open, or its end is known already.
    case unknownOperation
    /// So many operations are open that their ends must have been forgotten.
    case tooManyOpen
}

/// What is wrong with a trail, and where.
public struct AuditFinding: Hashable, Sendable {
    /// The file's name in the folder.
    public let file: String
    /// The line, from 1; nil for a whole file.
    public let line: Int?
    /// What is wrong.
    public let reason: Reason

    /// From its parts.
    public init(_ file: String, _ line: Int?, _ reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// What can be wrong.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The line is no record, or is spelled otherwise than we would.
        case unreadable
        /// It does not name the line before it: that one was changed, removed or moved.
        case chain
        /// Its number does not follow: records are missing, repeated or moved.
        case number
        /// A file's name does not go with its first line, or that is not one that begins a file.
        case fileBegin = "file_begin"
        /// An outcome of an operation that was not announced or has ended.
        case outcome
        /// A signature does not verify.
        case signature
        /// A signature names another key than the one of this trail.
        case wrongKey = "wrong_key"
        /// A line is cut short that is not the last one.
        case torn
        /// What was kept of a torn line is missing or was changed.
        case fragment
        /// The trail begins later than with record 1, and no purge says why.
        case beginning
        /// There is no trail here, or no signed head.
        case noHead = "no_head"
        /// The signed head is no head.
        case head
        /// The trail ends before the record that its signed head, or an anchor, names.
        case truncated
        /// The record that the signed head, or an anchor, names is another one.
        case replaced
        /// Records follow one that closed the trail.
        case afterClose = "after_close"
    }
}
