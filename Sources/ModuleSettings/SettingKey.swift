// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import TOMLReading

/// Each thing that can be set, by its key in the file.
enum SettingKey: String, CaseIterable {
    case mode = "pkcs11.mode"
    case idleSeconds = "pkcs11.idle_seconds"
    case allowLastTry = "pkcs11.allow_last_try"
    case mirrorIdentity = "pkcs11.mirror_identity"
    case readers = "pkcs11.readers"
    case traceAPI = "pkcs11.trace.api"
    case traceAPDU = "pkcs11.trace.apdu"
    case traceFolder = "pkcs11.trace.folder"

    static let tables: Set<String> = ["pkcs11", "pkcs11.trace"]

    /// The environment variable for the same thing.
    var environmentName: String? {
        switch self {
        case .mode: "CADUCEE_PKCS11_MODE"
        case .idleSeconds: "CADUCEE_PKCS11_IDLE_SECONDS"
        case .allowLastTry: "CADUCEE_PKCS11_ALLOW_LAST_TRY"
        case .mirrorIdentity: "CADUCEE_PKCS11_MIRROR_IDENTITY"
        case .traceFolder: "CADUCEE_PKCS11_TRACE_FOLDER"
        // Reader names may hold any separator; both traces share one variable.
        case .readers, .traceAPI, .traceAPDU: nil
        }
    }

    /// An environment variable's text as the file would give it.
    func value(of text: String) throws(SettingRefusal) -> SettingValue {
        switch self {
        case .mode, .traceFolder, .readers: return .string(text)
        case .idleSeconds:
            guard let number = Int(text) else { throw SettingRefusal("wants an integer") }
            return .integer(number)
        case .allowLastTry, .mirrorIdentity, .traceAPI, .traceAPDU:
            switch text {
            case "true", "1": return .boolean(true)
            case "false", "0": return .boolean(false)
            default: throw SettingRefusal("wants true or false")
            }
        }
    }
}

/// A value as a source gives it.
typealias SettingValue = TOMLValue

extension ModuleSettings {
    /// Takes one value, or leaves everything as it is and says why.
    mutating func set(_ key: SettingKey, to value: SettingValue) throws(SettingRefusal) {
        switch key {
        case .mode:
            guard let known = Mode(rawValue: try ModuleSettings.string(value)) else {
                throw SettingRefusal("wants native, compat or strict")
            }
            mode = known
        case .idleSeconds:
            guard case .integer(let seconds) = value else { throw SettingRefusal("wants an integer") }
            guard (10...300).contains(seconds) else { throw SettingRefusal("wants 10 to 300 seconds") }
            idleLimit = .seconds(seconds)
        case .allowLastTry: allowsLastTry = try ModuleSettings.boolean(value)
        case .mirrorIdentity: mirrorsIdentity = try ModuleSettings.boolean(value)
        case .readers:
            guard case .strings(let names) = value else { throw SettingRefusal("wants an array of strings") }
            // An empty name begins every reader's name: the list would show what it seems to hide.
            guard !names.contains("") else { throw SettingRefusal("holds an empty name") }
            readers = names
        case .traceAPI: trace.api = try ModuleSettings.boolean(value)
        case .traceAPDU: trace.apdu = try ModuleSettings.boolean(value)
        case .traceFolder:
            let path = try ModuleSettings.string(value)
            guard ModuleSettings.isPath(path) else { throw SettingRefusal("wants an absolute path") }
            trace.folder = path
        }
    }

    /// Whether a text names a file whatever folder the host stands in.
    static func isPath(_ text: String) -> Bool {
        // A zero byte would end the path early on its way to the system.
        text.utf8.first == UInt8(ascii: "/") && !text.utf8.contains(0)
    }

    private static func string(_ value: SettingValue) throws(SettingRefusal) -> String {
        guard case .string(let text) = value else { throw SettingRefusal("wants a string") }
        return text
    }

    private static func boolean(_ value: SettingValue) throws(SettingRefusal) -> Bool {
        guard case .boolean(let flag) = value else { throw SettingRefusal("wants true or false") }
        return flag
    }
}
