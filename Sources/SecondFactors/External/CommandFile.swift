// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Why a command may not be trusted.
public enum CommandRefusal: Hashable, Sendable {
    /// No absolute path, or one that goes through symbolic links, `.` or `..`.
    case path
    /// Nothing is there that can be run.
    case missing
    /// It, or a folder on the way to it, is neither root's nor the user's that we run as.
    case owner
    /// Others than its owner may write it, or put another one in its place.
    case writable
}

/// Whether a file is a command that only root and the user we run as can change.
enum CommandFile {
    /// Why not; nil when it is.
    static func refusal(_ path: String) -> CommandRefusal? {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else { return .path }
        guard let real = unsafe realpath(path, nil) else { return .missing }
        defer { unsafe free(real) }
        // A link could lie where others put links, and lead to a command that is right to everything.
        guard unsafe String(cString: real) == path else { return .path }
        var place = path
        while true {
            var facts = stat()
            guard unsafe lstat(place.isEmpty ? "/" : place, &facts) == 0 else { return .missing }
            let isFile = place == path
            guard facts.st_mode & S_IFMT == (isFile ? S_IFREG : S_IFDIR) else { return isFile ? .missing : .path }
            guard facts.st_uid == 0 || facts.st_uid == geteuid() else { return .owner }
            // In a sticky folder nobody can move what is somebody else's (unlink(2)).
            let isSafe = facts.st_mode & (S_IWGRP | S_IWOTH) == 0 || (!isFile && facts.st_mode & S_ISVTX != 0)
            guard isSafe else { return .writable }
            guard !place.isEmpty else { break }
            place = String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)])
        }
        return unsafe access(path, X_OK) == 0 ? nil : .missing
    }
}
