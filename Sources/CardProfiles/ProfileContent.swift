// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import VirtualCards

/// What a profile folder describes: a card of the family, or a badge.
public enum ProfileContent: Sendable {
    case card(CardProfile)
    case badge(BadgeProfile)

    /// Reads a profile folder; `"kind": "badge"` in its card.json tells a badge.
    ///
    /// - Throws: ``ProfileFolderError`` with the file and the field that are wrong.
    public init(folder: URL) throws {
        switch try ProfileFolderError.decode(Kind.self, in: folder).kind {
        case nil: self = .card(try CardProfile(folder: folder))
        case "badge": self = .badge(try BadgeProfile(folder: folder))
        default:
            throw ProfileFolderError(
                file: folder.appendingPathComponent("card.json").path, field: "kind", reason: "value that no card holds"
            )
        }
    }

    private struct Kind: Decodable {
        var kind: String?
    }
}

extension BadgeProfile {
    /// Reads the profile folder of a badge.
    ///
    /// - Throws: ``ProfileFolderError`` with the file and the field that are wrong.
    public init(folder: URL) throws {
        let document = try ProfileFolderError.decode(BadgeDocument.self, in: folder)
        let reader = FieldReader(file: folder.appendingPathComponent("card.json").path)
        self = try reader.badge(document, "badge")
    }
}
