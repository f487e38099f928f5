// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What is wrong in a profile folder: the file, the field, never a value.
public struct ProfileFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Path of the file.
    public let file: String
    /// Path of the field, as in `activities.0.mode`.
    public let field: String
    /// What is the matter.
    public let reason: String

    init(file: String, field: String, reason: String) {
        self.file = file
        self.field = field
        self.reason = reason
    }

    init(_ error: DecodingError, in file: String) {
        let (path, reason): ([any CodingKey], String) =
            switch error {
            case .keyNotFound(let key, let context): (context.codingPath + [key], "missing field")
            case .typeMismatch(_, let context): (context.codingPath, "wrong type")
            case .valueNotFound(_, let context): (context.codingPath, "missing value")
            case .dataCorrupted(let context): (context.codingPath, context.debugDescription)
            @unknown default: ([], "unreadable")
            }
        self.init(
            file: file, field: path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "."),
            reason: reason)
    }

    /// File, field, reason.
    public var description: String { "\(file): \(field): \(reason)" }

    /// Reads the card.json of a folder.
    static func decode<Document: Decodable>(_ document: Document.Type, in folder: URL) throws -> Document {
        let file = folder.appendingPathComponent("card.json")
        do {
            return try JSONDecoder().decode(document, from: Data(contentsOf: file))
        } catch let error as DecodingError {
            throw ProfileFolderError(error, in: file.path)
        }
    }
}
