// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import Foundation

/// A folder with an NSS database (`cert9.db`), as far as modules are concerned.
struct NSSDatabase {
    /// The name that our module has in every database.
    static let moduleName = "Caducee"

    let folder: String

    /// `modutil` and browsers write the folder with a prefix that says its kind.
    init(_ folder: String) {
        self.folder = folder.hasPrefix("sql:") ? String(folder.dropFirst(4)) : folder
    }

    var exists: Bool { FileManager.default.fileExists(atPath: folder + "/cert9.db") }

    /// The modules that the database loads: lines of `pkcs11.txt`, one block for each.
    private var modules: [(name: String, library: String)] {
        guard let content = try? InputFile.read(folder + "/pkcs11.txt", limit: 1 << 20) else { return [] }
        var modules: [(name: String, library: String)] = []
        var library = ""
        for line in String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline) {
            if line.hasPrefix("library=") { library = String(line.dropFirst("library=".count)) }
            if line.hasPrefix("name=") { modules.append((String(line.dropFirst("name=".count)), library)) }
        }
        return modules
    }

    var libraries: [String] { modules.map(\.library) }

    /// What is registered under our name.
    var ours: String? { modules.first { $0.name == NSSDatabase.moduleName }?.library }
}

extension NSSDatabase {
    /// Has NSS's own tool register the module; it loads the module to do so.
    func register(_ module: String, replacing: Bool, _ environment: [String: String]) throws(Failure) {
        if replacing { try unregister(environment) }
        try modutil(["-add", NSSDatabase.moduleName, "-libfile", module], environment)
    }

    /// Has NSS's own tool forget the module.
    func unregister(_ environment: [String: String]) throws(Failure) {
        try modutil(["-delete", NSSDatabase.moduleName], environment)
    }

    private func modutil(_ arguments: [String], _ environment: [String: String]) throws(Failure) {
        let folders = (environment["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init)
        let found = folders.map { $0 + "/modutil" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            throw Failure(.failed, InstallMessage.noModutil as any Message, hint: InstallMessage.installModutil)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: found)
        // Without -force it waits for somebody to confirm that no browser is running.
        process.arguments = ["-force", "-dbdir", "sql:" + folder] + arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Failure(.failed, InstallMessage.noModutil as any Message, hint: InstallMessage.installModutil)
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(.failed, InstallMessage.modutilFailed(process.terminationStatus) as any Message)
        }
    }
}
