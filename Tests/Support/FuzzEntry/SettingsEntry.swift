// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import ModuleSettings

/// What a file of settings may do to the module: nothing but set what it may, within its bounds.
enum SettingsEntry {
    static func run(_ bytes: [UInt8]) throws {
        let (settings, diagnostics) = ModuleSettings.read(files: [("caducee.toml", bytes)], environment: [:])
        try require((.seconds(10) ... .seconds(300)).contains(settings.idleLimit), "the idle limit stays in its bounds")
        try require(settings.trace.folder.map { $0.hasPrefix("/") } ?? true, "the folder of traces is absolute")
        try require(!settings.readers.contains(""), "no reader has an empty name")
        try require(diagnostics.count <= 52, "what is said about a file is bounded")
        let isOneLine = diagnostics.allSatisfy { $0.description.utf8.allSatisfy { $0 >= 0x20 } }
        try require(isOneLine, "a diagnostic is one line")
        let again = ModuleSettings.read(files: [("caducee.toml", bytes)], environment: [:])
        try require(again.settings == settings && again.diagnostics == diagnostics, "the same file means the same")
    }
}
