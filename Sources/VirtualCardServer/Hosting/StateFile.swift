// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A card's state in a file that a tester names.
enum StateFile {
    /// Writes it for its owner only, whole or not at all.
    static func write(_ content: [UInt8], to path: String) throws {
        let temporary = path + ".new"
        let isMade = FileManager.default.createFile(
            atPath: temporary, contents: Data(content), attributes: [.posixPermissions: 0o600])
        guard isMade, unsafe rename(temporary, path) == 0 else { throw ControlFailure("\(path) cannot be written") }
    }

    /// Reads it, within reason.
    static func read(_ path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw ControlFailure("\(path) cannot be read") }
        defer { try? handle.close() }
        let longest = 16 << 20
        guard let content = try handle.read(upToCount: longest + 1), content.count <= longest else {
            throw ControlFailure("\(path) is no state of a card")
        }
        return Array(content)
    }
}
