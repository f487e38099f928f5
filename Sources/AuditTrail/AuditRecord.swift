// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What happened, by whom, where, and how it ended; no patient's data, and no content of any document.
public struct AuditEntry: Hashable, Sendable {
    /// Who acted: a professional's identifier, or a pseudonym of the establishment.
    public var who: String
    /// The operation, such as `session.open`, with a digest where there is something to point to.
    public var what: String
    /// The machine, such as a kiosk's name.
    public var place: String
    /// How the person proved who they are: `card-pin`, `badge`, `fido`, `password`, `none`.
    public var means: String

    /// From its parts.
    public init(who: String, what: String, place: String, means: String) {
        self.who = who
        self.what = what
        self.place = place
        self.means = means
    }
}

/// How an operation ended.
public enum AuditResult: Hashable, Sendable {
    /// As it was meant to.
    case done
    /// Refused, for a reason from a closed list of words.
    case refused(String)
    /// It failed, for a reason from a closed list of words.
    case failed(String)
    /// The program ended in between: nobody knows.
    case unknown

    var text: String {
        switch self {
        case .done: "done"
        case .refused(let reason): "refused: \(reason)"
        case .failed(let reason): "failed: \(reason)"
        case .unknown: "unknown"
        }
    }
}

/// One line of the trail.
struct AuditRecord: Codable, Equatable {
    /// What a line is.
    enum Kind: String, Codable {
        /// The first line of a file: it names the last line of the file before.
        case file
        /// Something is about to be done.
        case intent
        /// It has ended.
        case outcome
        /// Something happened that nobody meant to do.
        case event
        /// Older files were deleted on purpose.
        case purge
    }

    let sequence: Int
    let kind: Kind
    /// RFC 3339, UTC, milliseconds.
    let time: String
    /// Milliseconds since the machine was started: goes on when somebody sets the clock back.
    let uptime: Int64
    /// Whether the clock could be trusted.
    let isClockTrusted: Bool
    var who: String?
    var what: String?
    var place: String?
    var means: String?
    var result: String?
    /// The intent that an outcome ends.
    var intent: Int?
    /// SHA-256 of the line before, without its end mark.
    let previous: String

    enum CodingKeys: String, CodingKey {
        case sequence, kind, time, uptime, who, what
        case isClockTrusted = "clock_trusted"
        case place = "where"
        case means, result, intent, previous
    }

    static func encoded(_ record: AuditRecord) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(record)
    }
}

/// What can go wrong with a trail.
public enum AuditError: Error, Hashable, Sendable {
    /// The folder cannot be used; the payload says why.
    case folder(String)
    /// A line could not be made durable: what it announces must not be done.
    case storage(String)
    /// Another process writes this trail.
    case inUse
    /// The trail was changed; the payload names file and line.
    case broken(file: String, line: Int, Finding)

    /// What is wrong with a line.
    public enum Finding: String, Hashable, Sendable {
        /// It is no record.
        case unreadable
        /// It does not name the line before: that one was changed, removed, or moved.
        case chain
        /// Its number is not the next one.
        case sequence
        /// The trail ends before the line that the seal names.
        case truncated
        /// The seal was not made with this machine's key, or not for this line.
        case seal
    }
}
