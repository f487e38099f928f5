// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Keeps what a virtual card remembers without power, one file per card in one folder.
///
/// A file is replaced as a whole: whoever reads it, at any moment and after any crash, finds the old content or
/// the new one. The folder is 0700 and its files 0600, because card states hold PINs.
public struct StateStore: Sendable {
    private let directory: String

    /// Opens the folder, making it when it is missing.
    ///
    /// - Throws: ``SystemFailure``; `EPERM` when the folder belongs to somebody else.
    public init(directory: String) throws(SystemFailure) {
        self.directory = directory
        if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST { throw SystemFailure("mkdir", directory) }
        var facts = stat()
        guard unsafe stat(directory, &facts) == 0 else { throw SystemFailure("stat", directory) }
        guard facts.st_mode & S_IFMT == S_IFDIR else { throw SystemFailure("open", directory, code: ENOTDIR) }
        guard facts.st_uid == geteuid() else { throw SystemFailure("open", directory, code: EPERM) }
        if facts.st_mode & 0o077 != 0, unsafe chmod(directory, 0o700) != 0 { throw SystemFailure("chmod", directory) }
    }

    /// The last state saved under a name; nil when there is none.
    public func load(_ name: String) throws(SystemFailure) -> [UInt8]? {
        try WholeFile.read(path(of: name))
    }

    /// Replaces the state of that name; when this returns, the new state survives a power cut.
    public func save(_ content: [UInt8], as name: String) throws(SystemFailure) {
        try WholeFile.replace(path(of: name), with: content)
    }

    /// Names stay inside the folder: letters, digits, `-`, `_` and `.`, not first.
    private func path(of name: String) throws(SystemFailure) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, (1...100).contains(name.utf8.count), !name.hasPrefix(".") else {
            throw SystemFailure("open", directory + "/" + name, code: EINVAL)
        }
        return directory + "/" + name + ".state"
    }
}
