// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import TOMLReading

extension ModuleSettings {
    /// Every variable that ``read(files:environment:)`` looks at.
    public static let environmentNames: [String] =
        SettingKey.allCases.compactMap(\.environmentName) + [traceName, debugName] + historicTraceNames
        + ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", fileName]

    /// Names the only file to read.
    static let fileName = "CADUCEE_CONFIG"
    private static let traceName = "CADUCEE_PKCS11_TRACE"
    private static let debugName = "CPS3_DEBUG"
    // The manuals of the historic module spell it both ways.
    private static let historicTraceNames = ["CPS3_PKCS11_TRACES", "CPS3_PCS11_TRACES"]

    /// Takes what the environment says; an empty variable counts as none.
    mutating func take(environment: [String: String]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        takeHistoricTraces(environment, &diagnostics)
        if let list = text(ModuleSettings.traceName, environment) { takeTraces(list, &diagnostics) }
        for key in SettingKey.allCases {
            guard let name = key.environmentName, let text = text(name, environment) else { continue }
            do throws(SettingRefusal) {
                try set(key, to: key.value(of: text))
            } catch {
                diagnostics.append(Diagnostic(name, error.message))
            }
        }
        return diagnostics
    }

    /// The historic names only ever switch something on, as they did.
    private mutating func takeHistoricTraces(_ environment: [String: String], _ diagnostics: inout [Diagnostic]) {
        for name in ModuleSettings.historicTraceNames {
            if ["true", "1"].contains(environment[name]) { trace.api = true }
        }
        guard let level = text(ModuleSettings.debugName, environment) else { return }
        guard let number = Int(level), (0...10).contains(number) else {
            diagnostics.append(Diagnostic(ModuleSettings.debugName, "wants 0 to 10"))
            return
        }
        if number > 0 { trace.api = true }
        if number == 10 { trace.apdu = true }
    }

    /// A list replaces what files said: `none`, or some of `api` and `apdu`.
    private mutating func takeTraces(_ list: String, _ diagnostics: inout [Diagnostic]) {
        let words = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard words == ["none"] || words.allSatisfy({ ["api", "apdu"].contains($0) }) else {
            diagnostics.append(Diagnostic(ModuleSettings.traceName, "wants api, apdu, both with a comma, or none"))
            return
        }
        trace.api = words.contains("api")
        trace.apdu = words.contains("apdu")
    }

    private func text(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension ModuleSettings {
    /// The holder's own file (XDG Base Directory Specification: relative paths there count as none).
    static func userFile(_ environment: [String: String]) -> String? {
        folder("XDG_CONFIG_HOME", orHome: "/.config", environment).map { $0 + "/caducee/caducee.toml" }
    }

    static func defaultTraceFolder(_ environment: [String: String]) -> String? {
        folder("XDG_STATE_HOME", orHome: "/.local/state", environment).map { $0 + "/caducee/log" }
    }

    private static func folder(_ name: String, orHome below: String, _ environment: [String: String]) -> String? {
        if let own = environment[name], isPath(own) { return own }
        if let home = environment["HOME"], isPath(home) { return home + below }
        return nil
    }
}
