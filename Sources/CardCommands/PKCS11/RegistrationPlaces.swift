// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import Foundation

/// Where programs are told of PKCS#11 modules, and where the module's settings lie; all below a root.
public struct RegistrationPlaces: Sendable {
    /// Who is to find the module.
    public enum Scope: String, Sendable, CaseIterable {
        /// Every user of the machine.
        case system
        /// One user.
        case user
    }

    /// The name of the file that p11-kit reads.
    static let p11KitName = "caducee.module"

    /// Stands before every path; empty on the machine itself.
    let root: String
    private let home: String
    /// p11-kit does not read the files of a user for root.
    private let isRoot: Bool
    private let userConfiguration: String

    /// From the environment of a process, root's or another user's, below `root`.
    public init(environment: [String: String], isRoot: Bool, root: String = "") {
        self.isRoot = isRoot
        self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
        home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
        userConfiguration = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.config"
    }

    /// The folder of p11-kit's module files that we write to.
    ///
    /// Packages bring theirs in /usr/share, an administrator's own go to /etc (pkcs11.conf(5)).
    func p11KitFolder(_ scope: Scope) -> String {
        switch scope {
        case .user: root + userConfiguration + "/pkcs11/modules"
        case .system: root + (root.isEmpty ? "/etc/pkcs11/modules" : "/usr/share/p11-kit/modules")
        }
    }

    /// The folder of `caducee.toml`.
    func settingsFolder(_ scope: Scope) -> String {
        root + (scope == .user ? userConfiguration : "/etc") + "/caducee"
    }

    /// Paths that software written for the historic module has in it.
    var historicPaths: [String] {
        [
            "/usr/lib64/libcps3_pkcs11_lux.so", "/usr/lib64/libcps3_pkcs11_lux.so.0",
            "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", "/usr/local/galss/libcps3_pkcs11_lux.so",
        ].map { root + $0 }
    }

    /// The NSS database that browsers share.
    private var userNSS: String { root + home + "/.pki/nssdb" }

    /// Whether a registration in that scope is of no use to whoever makes it.
    func isUnseen(_ scope: Scope) -> Bool { scope == .user && isRoot }

    // MARK: How things stand

    /// Whether p11-kit and NSS know the module.
    func checks(module path: String) -> [CheckResult] {
        let wanted = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        var checks: [CheckResult] = []
        var isRegistered = false
        for file in p11KitFiles {
            guard let named = RegistrationPlaces.module(in: file) else { continue }
            let target = URL(fileURLWithPath: named).resolvingSymlinksInPath().path
            if target == wanted {
                isRegistered = true
                checks.append(CheckResult("p11-kit", .ok, ModuleMessage.registered(file)))
            } else if file.hasSuffix("/" + RegistrationPlaces.p11KitName),
                !FileManager.default.fileExists(atPath: target)
            {
                checks.append(
                    CheckResult(
                        "p11-kit", .failed, ModuleMessage.registeredElsewhere(file: file, path: named),
                        hint: ModuleMessage.installHint))
            }
        }
        if !isRegistered {
            checks.append(
                CheckResult("p11-kit", .warning, ModuleMessage.notRegistered, hint: ModuleMessage.installHint))
        }
        let database = NSSDatabase(userNSS)
        if !database.exists {
            checks.append(CheckResult("nss", .ok, ModuleMessage.nssAbsent))
        } else if database.libraries.contains(where: { $0 == path || $0 == wanted }) {
            checks.append(CheckResult("nss", .ok, ModuleMessage.nssRegistered(userNSS)))
        } else {
            checks.append(
                CheckResult(
                    "nss", .warning, ModuleMessage.nssNotRegistered(userNSS), hint: ModuleMessage.nssHint(userNSS)))
        }
        return checks
    }

    private var p11KitFiles: [String] {
        let folders =
            [root + "/usr/share/p11-kit/modules", root + "/etc/pkcs11/modules"] + (isRoot ? [] : [p11KitFolder(.user)])
        return folders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasSuffix(".module") }.sorted().map { folder + "/" + $0 }
        }
    }

    /// The path after `module:`, where it is absolute; others are names in p11-kit's own folder.
    static func module(in file: String) -> String? {
        guard let content = try? InputFile.read(file, limit: 1 << 16) else { return nil }
        for line in String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline) {
            guard line.hasPrefix("module:") else { continue }
            let path = line.dropFirst("module:".count).trimmingCharacters(in: .whitespaces)
            return path.hasPrefix("/") ? path : nil
        }
        return nil
    }
}
