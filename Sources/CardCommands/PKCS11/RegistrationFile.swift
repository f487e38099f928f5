// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import Foundation

/// Writes what every program of the machine, or of the user, shall read: unlike what the tool writes otherwise, which
/// is for its owner alone.
enum RegistrationFile {
    private static let mode = 0o644
    private static let folderMode = 0o755

    static func isReadable(_ path: String) -> Bool {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return (facts?[.posixPermissions] as? NSNumber)?.intValue == mode
    }

    /// Replaces or makes a file by rename.
    static func write(_ content: String, to path: String) throws(Failure) {
        try doing(path) {
            try makeFolder(of: path)
            try Data(content.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
    }

    /// Makes a symbolic link, in the place of one that was ours.
    static func link(_ path: String, to target: String) throws(Failure) {
        try doing(path) {
            try makeFolder(of: path)
            if (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil {
                try FileManager.default.removeItem(atPath: path)
            }
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        }
    }

    static func remove(_ path: String) throws(Failure) {
        try doing(path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// Removes the folder of a file when nothing else is in it.
    static func removeEmptyFolder(of path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard let rest = try? FileManager.default.contentsOfDirectory(atPath: folder), rest.isEmpty else { return }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The process's umask is for personal data: each folder gets its mode by itself.
    private static func makeFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        try makeFolder(of: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: folderMode], ofItemAtPath: folder)
    }

    private static func doing(_ path: String, _ work: () throws -> Void) throws(Failure) {
        do {
            try work()
        } catch CocoaError.fileWriteNoPermission {
            throw Failure(
                .accessDenied, InstallMessage.notAllowed(path) as any Message, hint: InstallMessage.useSudo)
        } catch {
            throw Failure(.failed, FileMessage.notWritten(path) as any Message)
        }
    }
}
