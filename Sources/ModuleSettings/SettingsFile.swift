// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import TOMLReading

/// One `caducee.toml` on its way into the settings.
struct SettingsFile {
    /// Most bytes of one file.
    static let longest = 65_536
    /// Most diagnostics about one file: a file of faults must not become a larger log.
    static let mostDiagnostics = 50

    let path: String
    private(set) var diagnostics: [ModuleSettings.Diagnostic] = []
    /// The table that keys belong to now; nil in one that nobody knows.
    private var table: String? = ""
    private var tablesSeen: Set<String> = []
    private var keysSeen: Set<String> = []

    init(path: String) {
        self.path = path
    }

    /// Takes what the file holds; a fault costs its line, never the file.
    mutating func read(_ bytes: [UInt8], into settings: inout ModuleSettings) {
        guard bytes.count <= SettingsFile.longest else { return say(nil, "longer than 64 KiB: not read") }
        var reader = TOMLReader(bytes)
        while true {
            do throws(SettingRefusal) {
                guard let statement = try reader.next() else { return }
                take(statement, at: reader.statementLine, into: &settings)
            } catch {
                say(reader.line, error.message)
                // Keys after a heading that cannot be read belong to a table that nobody knows.
                if reader.isAtTable { table = nil }
                reader.skipLine()
            }
            guard diagnostics.count < SettingsFile.mostDiagnostics else {
                return say(reader.line, "too many faults: the rest is not read")
            }
        }
    }

    private mutating func take(_ statement: TOMLReader.Statement, at line: Int, into settings: inout ModuleSettings) {
        switch statement {
        case .table(let name):
            let isKnown = SettingKey.tables.contains(name)
            table = isKnown ? name : nil
            if !isKnown { say(line, "unknown table \(ModuleSettings.Diagnostic.printable(name))") }
            // TOML 1.0 "Table": no table may be defined twice. Its keys are taken all the same.
            if isKnown, !tablesSeen.insert(name).inserted { say(line, "table \(name) for the second time") }
        case .pair(let name, let value):
            guard let table else { return }
            let full = table.isEmpty ? name : "\(table).\(name)"
            guard let key = SettingKey(rawValue: full) else {
                return say(line, "unknown key \(ModuleSettings.Diagnostic.printable(full))")
            }
            guard keysSeen.insert(full).inserted else {
                return say(line, "\(full) for the second time: the first counts")
            }
            do throws(SettingRefusal) {
                try settings.set(key, to: value)
            } catch {
                say(line, "\(full) \(error.message)")
            }
        }
    }

    private mutating func say(_ line: Int?, _ message: String) {
        diagnostics.append(ModuleSettings.Diagnostic(path, line: line, message))
    }
}
