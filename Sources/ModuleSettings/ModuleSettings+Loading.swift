// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import TOMLReading

extension ModuleSettings {
    /// The settings of every user of the machine.
    static let systemFile = "/etc/caducee/caducee.toml"

    /// Reads the sources of this process, the weakest first.
    ///
    /// `/etc/caducee/caducee.toml`, then `${XDG_CONFIG_HOME:-$HOME/.config}/caducee/caducee.toml`, or only the file
    /// that `CADUCEE_CONFIG` names; then the environment. A process with raised rights (set-user-ID and the like)
    /// hears the system's file alone: its environment belongs to whoever started it.
    public static func load() -> (settings: ModuleSettings, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let environment = HostSystem.hasRaisedRights ? [:] : HostSystem.environment(environmentNames, &diagnostics)
        var files: [(path: String, bytes: [UInt8])] = []
        for source in sources(environment, &diagnostics) {
            do throws(SettingRefusal) {
                if let bytes = try HostSystem.content(source.path) {
                    files.append((source.path, bytes))
                } else if source.isNamed {
                    diagnostics.append(Diagnostic(source.path, "there is no such file"))
                }
            } catch {
                diagnostics.append(Diagnostic(source.path, error.message))
            }
        }
        let understood = read(files: files, environment: environment)
        return (understood.settings, diagnostics + understood.diagnostics)
    }

    /// Understands sources that were already read; later ones win, and the environment wins over files.
    ///
    /// - Parameters:
    ///   - files: contents with the names that diagnostics call them by, the weakest first.
    ///   - environment: the variables that ``environmentNames`` lists; others are not looked at.
    public static func read(
        files: [(path: String, bytes: [UInt8])], environment: [String: String]
    ) -> (settings: ModuleSettings, diagnostics: [Diagnostic]) {
        var settings = ModuleSettings()
        var diagnostics: [Diagnostic] = []
        for (path, bytes) in files {
            var file = SettingsFile(path: path)
            file.read(bytes, into: &settings)
            diagnostics += file.diagnostics
        }
        diagnostics += settings.take(environment: environment)
        if settings.trace.folder == nil { settings.trace.folder = defaultTraceFolder(environment) }
        if settings.trace.folder == nil, settings.trace.api || settings.trace.apdu {
            diagnostics.append(Diagnostic("pkcs11.trace.folder", "a trace is asked for, and there is no folder for it"))
        }
        return (settings, diagnostics)
    }

    /// The files to read; a file that somebody named must exist, the usual ones need not.
    static func sources(
        _ environment: [String: String], _ diagnostics: inout [Diagnostic]
    ) -> [(path: String, isNamed: Bool)] {
        if let named = environment[fileName], !named.isEmpty {
            if isPath(named) { return [(named, true)] }
            diagnostics.append(Diagnostic(fileName, "wants an absolute path: no file is read"))
            return []
        }
        return [(systemFile, false)] + (userFile(environment).map { [($0, false)] } ?? [])
    }
}
