// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Files of the owner alone.
enum PrivateFile {
    /// Makes a folder of mode 0700, or checks that the one there is.
    static func requireFolder(_ path: String) throws(RegisterError) {
        let manager = FileManager.default
        if !manager.fileExists(atPath: path) {
            try? manager.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        try requirePrivate(path)
    }

    /// Makes an empty file of mode 0600, or checks that the one there is.
    static func requireFile(_ path: String) throws(RegisterError) {
        let manager = FileManager.default
        if !manager.fileExists(atPath: path) {
            _ = manager.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        try requirePrivate(path)
    }

    private static func requirePrivate(_ path: String) throws(RegisterError) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let permissions = attributes[.posixPermissions] as? NSNumber
        else { throw .storage(code: 0) }
        guard permissions.intValue & 0o077 == 0 else { throw .notPrivate(URL(filePath: path).lastPathComponent) }
    }
}
