// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import CardTesting
import CardToolSupport
import Foundation
import ISO7816
import ModuleSettings
import Testing

@testable import CardCommands

@Suite struct PKCS11InstallTests {
    private let folder: TemporaryFolder
    private let places: RegistrationPlaces
    private let module: String

    init() throws {
        folder = try TemporaryFolder()
        places = RegistrationPlaces(environment: ["HOME": "/users/test"], isRoot: false, root: folder.path)
        module = "/usr/lib/caducee/" + ModulePlace.fileName
    }

    private func run(
        _ scope: RegistrationPlaces.Scope = .system, removal: Bool = false, links: Bool = false, dry: Bool = false,
        module: String? = nil
    ) throws -> (outcomes: [String: String], warnings: Int) {
        var request = PKCS11Install.Request(scope, module: module ?? self.module)
        request.isRemoval = removal
        request.linksHistoricPaths = links
        request.isDryRun = dry
        let context = CommandContext(
            console: Console(), language: .english, command: "pkcs11 install", interruption: Interruption(),
            openReaders: { () throws(CardError) -> any CardReaderService in throw .transport(.serviceUnavailable) })
        let report = try PKCS11Install(request, places: places).run(context)
        guard case .array(let steps)? = report.data["steps"] else { return ([:], 0) }
        var outcomes: [String: String] = [:]
        for step in steps {
            guard case .string(let path)? = step["path"], case .string(let outcome)? = step["outcome"] else { continue }
            outcomes[String(path.dropFirst(folder.path.count))] = outcome
        }
        return (outcomes, report.warnings.count)
    }

    private func content(_ path: String) throws -> String {
        try String(contentsOfFile: folder.path + path, encoding: .utf8)
    }

    private func put(_ text: String, at path: String) throws {
        let file = URL(fileURLWithPath: folder.path + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private var files: Set<String> {
        let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return Set(
            found.filter { path in
                let facts = try? FileManager.default.attributesOfItem(atPath: folder.path + "/" + path)
                return facts?[.type] as? FileAttributeType != .typeDirectory
            })
    }

    static let systemFile = "/usr/share/p11-kit/modules/caducee.module"
    static let systemSettings = "/etc/caducee/caducee.toml"

    @Test func writesForEverybody() throws {
        let mask = umask(0o077)
        defer { umask(mask) }
        let expected = [PKCS11InstallTests.systemFile: "written", PKCS11InstallTests.systemSettings: "written"]
        #expect(try run().outcomes == expected)
        let lines = try content(PKCS11InstallTests.systemFile).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["module: \(module)", "priority: 10", "critical: no"])
        for (path, mode) in [(PKCS11InstallTests.systemFile, 0o644), ("/usr/share/p11-kit", 0o755), ("/usr", 0o755)] {
            let facts = try FileManager.default.attributesOfItem(atPath: folder.path + path)
            #expect((facts[.posixPermissions] as? NSNumber)?.intValue == mode, "\(path)")
        }
    }

    @Test func writesForOneUser() throws {
        #expect(
            try run(.user).outcomes == [
                "/users/test/.config/pkcs11/modules/caducee.module": "written",
                "/users/test/.config/caducee/caducee.toml": "written",
            ])
    }

    @Test func changesNothingTheSecondTime() throws {
        _ = try run(links: true)
        let second = try run(links: true)
        #expect(Set(second.outcomes.values) == ["unchanged"])
        #expect(second.warnings == 0)
    }

    @Test func followsAModuleThatMoved() throws {
        _ = try run(links: true)
        let moved = try run(links: true, module: "/opt/new/" + ModulePlace.fileName).outcomes
        #expect(moved[PKCS11InstallTests.systemFile] == "updated")
        #expect(moved["/usr/lib64/libcps3_pkcs11_lux.so"] == "updated")
        #expect(moved[PKCS11InstallTests.systemSettings] == "unchanged")
        #expect(try content(PKCS11InstallTests.systemFile).contains("module: /opt/new/"))
    }

    @Test func removesWhatItWrote() throws {
        _ = try run(links: true)
        #expect(files.count == 6)
        // Links are removed though nobody asks for them: they would lead nowhere.
        #expect(Set(try run(removal: true).outcomes.values) == ["removed"])
        #expect(files.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/etc/caducee"))
        #expect(Set(try run(removal: true).outcomes.values) == ["absent"])
    }

    @Test func saysWhatItWouldDo() throws {
        #expect(Set(try run(links: true, dry: true).outcomes.values) == ["written"])
        #expect(files.isEmpty)
        _ = try run()
        #expect(try run(removal: true, dry: true).outcomes[PKCS11InstallTests.systemFile] == "removed")
        #expect(files.count == 2)
    }

    @Test func leavesAForeignModuleFileAlone() throws {
        try put("module: other.so\n", at: PKCS11InstallTests.systemFile)
        #expect(throws: Failure.self) { try run(links: true) }
        // Nothing else was written either.
        #expect(files == [String(PKCS11InstallTests.systemFile.dropFirst())])
        #expect(try run(removal: true).outcomes[PKCS11InstallTests.systemFile] == "kept")
        #expect(try content(PKCS11InstallTests.systemFile) == "module: other.so\n")
    }

    @Test func leavesChangedSettingsAlone() throws {
        _ = try run()
        try put("[pkcs11]\nmode = \"strict\"\n", at: PKCS11InstallTests.systemSettings)
        #expect(try run().outcomes[PKCS11InstallTests.systemSettings] == "kept")
        #expect(try run(removal: true).outcomes[PKCS11InstallTests.systemSettings] == "kept")
        #expect(try content(PKCS11InstallTests.systemSettings).contains("strict"))
    }

    @Test func leavesTheHistoricModuleAlone() throws {
        let path = "/usr/lib64/libcps3_pkcs11_lux.so"
        try put("somebody else's", at: path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + path + ".0", withDestinationPath: "libcps3_pkcs11_lux.so.0.3.1.0")
        let installed = try run(links: true)
        #expect(installed.outcomes[path] == "kept")
        #expect(installed.outcomes[path + ".0"] == "kept")
        #expect(installed.outcomes["/usr/local/galss/libcps3_pkcs11_lux.so"] == "written")
        #expect(installed.warnings == 2)
        _ = try run(removal: true)
        #expect(files.map { "/" + $0 }.sorted() == [path, path + ".0"])
    }

    @Test func refusesAPathThatWouldAddLines() {
        #expect(throws: Failure.self) { try run(module: "/tmp/a\nremote: |sh") }
        #expect(files.isEmpty)
    }

    @Test func theExampleIsWhatTheModuleDoesAnyway() throws {
        // Each key of the example, without its comment mark, is one that the module knows, with its default.
        let lines = PKCS11Install.settingsExample.split(separator: "\n").map { line in
            line.hasPrefix("# ") && line.contains(" = ") ? line.dropFirst(2) : line
        }
        let understood = ModuleSettings.read(
            files: [("caducee.toml", Array(lines.joined(separator: "\n").utf8))], environment: [:])
        #expect(understood.diagnostics.isEmpty)
        #expect(understood.settings == ModuleSettings())
        #expect(lines.count { $0.contains(" = ") } == 6)
    }
}
