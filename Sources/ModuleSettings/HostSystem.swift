// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CHostProcess
internal import Glibc
internal import TOMLReading

/// What the operating system tells: the environment and the content of files.
enum HostSystem {
    /// Whether this process may do more than whoever started it (getauxval(3), AT_SECURE).
    static var hasRaisedRights: Bool { caducee_runs_with_raised_rights() != 0 }

    /// The variables of these names that are set, as far as they are text.
    static func environment(
        _ names: [String], _ diagnostics: inout [ModuleSettings.Diagnostic]
    ) -> [String: String] {
        var found: [String: String] = [:]
        for name in names {
            guard let value = unsafe getenv(name) else { continue }
            if let text = unsafe String(validatingCString: value) {
                found[name] = text
            } else {
                diagnostics.append(ModuleSettings.Diagnostic(name, "is not UTF-8"))
            }
        }
        return found
    }

    /// A file's content, at most one byte more than a file may have; nil when there is no such file.
    static func content(_ path: String) throws(SettingRefusal) -> [UInt8]? {
        // A pipe without a writer would hold the host for ever.
        let file = unsafe open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw refusal("cannot be opened")
        }
        defer { _ = close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0 else { throw refusal("cannot be read") }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw SettingRefusal("is no regular file: not read") }
        guard facts.st_mode & 0o022 == 0 else { throw SettingRefusal("may be written by others: not read") }
        return try content(of: file)
    }

    private static func content(of file: Int32) throws(SettingRefusal) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while content.count <= SettingsFile.longest {
            let count = unsafe Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw refusal("cannot be read") }
            if count == 0 { break }
            content += chunk.prefix(count)
        }
        return content
    }

    private static func refusal(_ what: String) -> SettingRefusal {
        let words = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return SettingRefusal("\(what): \(words)")
    }
}
