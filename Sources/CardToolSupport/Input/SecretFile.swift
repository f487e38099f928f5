// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import SecretMemory

/// Reads a secret that a service is given in a file, as systemd's credentials are.
public enum SecretFile {
    /// The file's first line, in wiped memory.
    ///
    /// - Throws: exit 65 for a file that cannot be read, is empty or too long, and for one that others may read.
    public static func read(_ path: String) throws(Failure) -> SecretBytes {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw unreadable(path) }
        defer { close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_mode & 0o077 == 0,
            facts.st_uid == geteuid() || facts.st_uid == 0
        else { throw unreadable(path) }
        do throws(DescriptorLine.Stop) {
            return try DescriptorLine(descriptor: file, deadline: .now + .seconds(5)).read()
        } catch {
            throw unreadable(path)
        }
    }

    private static func unreadable(_ path: String) -> Failure {
        Failure(.inputInvalid, InputMessage.secretUnreadable(path) as any Message)
    }
}

/// What is said of secrets in files.
public enum InputMessage: Message, Hashable {
    case secretUnreadable(String)

    /// The sentence in French.
    public var french: String {
        switch self {
        case .secretUnreadable(let path):
            "Le secret « \(path) » ne peut pas être lu, ou d'autres que son propriétaire peuvent le lire (attendu : 0600)."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .secretUnreadable(let path):
            "The secret \"\(path)\" cannot be read, or others than its owner may read it (expected: 0600)."
        }
    }
}
