// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
internal import Foundation

/// Where the PKCS#11 module is.
public enum ModulePlace {
    /// The name that the module is delivered under.
    public static let fileName = "libcaducee-pkcs11.so"

    /// Where packages put it; the folder of the architecture comes first.
    static let folders: [String] = {
        #if arch(arm64)
            let architecture = "aarch64-linux-gnu"
        #else
            let architecture = "x86_64-linux-gnu"
        #endif
        return [
            "/usr/lib/\(architecture)/pkcs11", "/usr/lib64/pkcs11", "/usr/lib/pkcs11", "/usr/lib/caducee",
            "/usr/local/lib",
        ]
    }()

    /// The module to use, as an absolute path.
    ///
    /// The one that was named, else the one that was delivered with the program (`../lib` beside its folder), else an
    /// installed one. `root` stands before the folders of packages.
    public static func find(_ named: String?, program: String, root: String = "") throws(Failure) -> String {
        if let named {
            let path = URL(fileURLWithPath: named).standardizedFileURL.path
            // A packager names the place that the file will have.
            guard [path, root + path].contains(where: isFile) else { throw missing(named) }
            return path
        }
        let beside = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "lib/\(fileName)").standardizedFileURL.path
        if root.isEmpty, isFile(beside) { return beside }
        for path in folders.map({ $0 + "/" + fileName }) where isFile(root + path) { return path }
        throw missing(beside)
    }

    private static func isFile(_ path: String) -> Bool {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let facts = try? FileManager.default.attributesOfItem(atPath: resolved)
        return facts?[.type] as? FileAttributeType == .typeRegular
    }

    private static func missing(_ path: String) -> Failure {
        Failure(.inputInvalid, ModuleMessage.notFound(path) as any Message, hint: ModuleMessage.nameModule)
    }
}
