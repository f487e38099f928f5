// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TOMLReading
import Testing

@testable import ModuleSettings

@Suite("Sources of the settings")
struct SettingsSourceTests {
    private func read(_ files: [String], _ environment: [String: String] = [:]) -> (ModuleSettings, [String]) {
        let contents = files.enumerated().map { (path: "f\($0.offset)", bytes: Array($0.element.utf8)) }
        let result = ModuleSettings.read(files: contents, environment: environment)
        return (result.settings, result.diagnostics.map(\.description))
    }

    @Test func laterSourcesWin() {
        let system = "[pkcs11]\nmode = 'compat'\nidle_seconds = 60\nallow_last_try = true"
        let user = "[pkcs11]\nmode = 'strict'\nidle_seconds = 90"
        let (settings, diagnostics) = read([system, user], ["CADUCEE_PKCS11_IDLE_SECONDS": "120"])
        #expect(diagnostics == [])
        #expect(settings.mode == .strict)
        #expect(settings.idleLimit == .seconds(120))
        #expect(settings.allowsLastTry)
    }

    @Test func hearsEveryVariable() {
        let (settings, diagnostics) = read(
            [],
            [
                "CADUCEE_PKCS11_MODE": "strict", "CADUCEE_PKCS11_IDLE_SECONDS": "10",
                "CADUCEE_PKCS11_ALLOW_LAST_TRY": "1", "CADUCEE_PKCS11_MIRROR_IDENTITY": "true",
                "CADUCEE_PKCS11_TRACE": "api,apdu", "CADUCEE_PKCS11_TRACE_FOLDER": "/t",
            ])
        var expected = ModuleSettings()
        expected.mode = .strict
        expected.idleLimit = .seconds(10)
        expected.allowsLastTry = true
        expected.mirrorsIdentity = true
        expected.trace.api = true
        expected.trace.apdu = true
        expected.trace.folder = "/t"
        #expect(settings == expected)
        #expect(diagnostics == [])
    }

    @Test(arguments: [
        ("CADUCEE_PKCS11_MODE", "x", "wants native, compat or strict"),
        ("CADUCEE_PKCS11_IDLE_SECONDS", "ten", "wants an integer"),
        ("CADUCEE_PKCS11_IDLE_SECONDS", "301", "wants 10 to 300 seconds"),
        ("CADUCEE_PKCS11_ALLOW_LAST_TRY", "yes", "wants true or false"),
        ("CADUCEE_PKCS11_MIRROR_IDENTITY", "TRUE", "wants true or false"),
        ("CADUCEE_PKCS11_TRACE", "api;apdu", "wants api, apdu, both with a comma, or none"),
        ("CADUCEE_PKCS11_TRACE", "api,", "wants api, apdu, both with a comma, or none"),
        ("CADUCEE_PKCS11_TRACE_FOLDER", "t", "wants an absolute path"),
        ("CPS3_DEBUG", "11", "wants 0 to 10"),
        ("CPS3_DEBUG", "-1", "wants 0 to 10"),
    ])
    func saysWhichVariableIsWrong(name: String, value: String, message: String) {
        let (settings, diagnostics) = read([], [name: value])
        #expect(diagnostics == ["\(name): \(message)"])
        #expect(settings == ModuleSettings())
    }

    @Test func emptyVariablesCountAsNone() {
        let names = ModuleSettings.environmentNames
        let (settings, diagnostics) = read([], Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))
        #expect(settings == ModuleSettings())
        #expect(diagnostics == [])
    }

    @Test(arguments: [
        (["CPS3_PKCS11_TRACES": "true"], true, false), (["CPS3_PKCS11_TRACES": "1"], true, false),
        (["CPS3_PCS11_TRACES": "1"], true, false), (["CPS3_PKCS11_TRACES": "false"], false, false),
        (["CPS3_DEBUG": "0"], false, false), (["CPS3_DEBUG": "9"], true, false), (["CPS3_DEBUG": "10"], true, true),
        (["CPS3_DEBUG": "10", "CADUCEE_PKCS11_TRACE": "none"], false, false),
        (["CPS3_PKCS11_TRACES": "1", "CADUCEE_PKCS11_TRACE": "apdu"], false, true),
    ])
    func hearsTheHistoricNames(environment: [String: String], api: Bool, apdu: Bool) {
        let (settings, _) = read([], environment)
        #expect(settings.trace.api == api)
        #expect(settings.trace.apdu == apdu)
    }

    @Test(
        arguments: [
            (["HOME": "/h"], "/h/.local/state/caducee/log"),
            (["HOME": "/h", "XDG_STATE_HOME": "/s"], "/s/caducee/log"),
            (["HOME": "/h", "XDG_STATE_HOME": "s"], "/h/.local/state/caducee/log"),
            (["HOME": "h"], nil), ([:], nil),
        ] as [([String: String], String?)])
    func tracesIntoTheStateFolder(environment: [String: String], folder: String?) {
        #expect(read([], environment).0.trace.folder == folder)
    }

    @Test func saysThatThereIsNoFolderForATrace() {
        let (_, diagnostics) = read(["[pkcs11.trace]\napi = true"])
        #expect(diagnostics == ["pkcs11.trace.folder: a trace is asked for, and there is no folder for it"])
    }

    @Test(arguments: [
        (["HOME": "/h"], ["/etc/caducee/caducee.toml", "/h/.config/caducee/caducee.toml"]),
        (["HOME": "/h", "XDG_CONFIG_HOME": "/c"], ["/etc/caducee/caducee.toml", "/c/caducee/caducee.toml"]),
        (["HOME": "/h", "CADUCEE_CONFIG": "/x.toml"], ["/x.toml"]),
        (["HOME": "/h", "CADUCEE_CONFIG": "x.toml"], []),
        // As in a process with raised rights.
        ([:], ["/etc/caducee/caducee.toml"]),
    ])
    func knowsWhichFilesToRead(environment: [String: String], paths: [String]) {
        var diagnostics: [ModuleSettings.Diagnostic] = []
        #expect(ModuleSettings.sources(environment, &diagnostics).map(\.path) == paths)
        #expect(diagnostics.isEmpty == !paths.isEmpty)
    }

    @Test func aSourceOnOneLineIsNotTwo() {
        let diagnostic = ModuleSettings.Diagnostic("a\nb\u{1B}[2J", "wrong")
        #expect(diagnostic.description == "a\\u{a}b\\u{1b}[2J: wrong")
    }
}

@Suite("Files of the settings")
final class SettingsOnDiskTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("caducee-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func file(_ content: String, mode: Int) throws -> String {
        let path = folder.appendingPathComponent("caducee.toml").path
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test(arguments: [0o600, 0o644, 0o444]) func readsAFileOfItsOwner(mode: Int) throws {
        #expect(try HostSystem.content(file("a", mode: mode)) == [0x61])
    }

    @Test(arguments: [0o620, 0o602, 0o666, 0o664]) func refusesAFileThatOthersMayWrite(mode: Int) throws {
        let path = try file("a", mode: mode)
        #expect(throws: SettingRefusal("may be written by others: not read")) { try HostSystem.content(path) }
    }

    @Test func refusesWhatIsNoFile() throws {
        #expect(throws: SettingRefusal("is no regular file: not read")) { try HostSystem.content(folder.path) }
        let pipe = folder.appendingPathComponent("pipe").path
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        #expect(throws: SettingRefusal("is no regular file: not read")) { try HostSystem.content(pipe) }
    }

    @Test func saysWhyAFileCannotBeOpened() throws {
        let path = folder.appendingPathComponent("loop").path
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        #expect(throws: SettingRefusal("cannot be opened: Too many levels of symbolic links")) {
            try HostSystem.content(path)
        }
    }

    @Test func aMissingFileIsNone() throws {
        #expect(try HostSystem.content(folder.path + "/none") == nil)
        #expect(try HostSystem.content(file("", mode: 0o600) + "/below-a-file") == nil)
    }

    @Test func readsNoMoreThanItNeedsOfALongFile() throws {
        let path = try file(String(repeating: "#", count: 200_000), mode: 0o600)
        let bytes = try #require(try HostSystem.content(path))
        #expect(bytes.count < 80_000)
        let diagnostics = ModuleSettings.read(files: [(path, bytes)], environment: [:]).diagnostics
        #expect(diagnostics.map(\.message) == ["longer than 64 KiB: not read"])
    }
}
