// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardTesting
import CardToolSupport
import Foundation
import Testing

@testable import CardCommands

@Suite struct RegistrationTests {
    private let folder: TemporaryFolder
    private let module: String

    init() throws {
        folder = try TemporaryFolder()
        module = folder.path + "/lib/" + ModulePlace.fileName
        try put("", at: "/lib/" + ModulePlace.fileName)
    }

    private func put(_ text: String, at path: String) throws {
        let file = URL(fileURLWithPath: folder.path + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private func levels(isRoot: Bool = false) -> [String] {
        let places = RegistrationPlaces(environment: ["HOME": "/users/test"], isRoot: isRoot, root: folder.path)
        return places.checks(module: module).map { "\($0.name) \($0.level.rawValue)" }
    }

    @Test func missesARegistration() {
        #expect(levels() == ["p11-kit warning", "nss ok"])
    }

    @Test(arguments: [
        "/usr/share/p11-kit/modules/caducee.module", "/etc/pkcs11/modules/of-the-practice.module",
        "/users/test/.config/pkcs11/modules/caducee.module",
    ])
    func findsARegistrationByAnyName(file: String) throws {
        try put("# first line\nmodule:   \(module)  \ncritical: no\n", at: file)
        #expect(levels().first == "p11-kit ok")
    }

    @Test func rootHasNoFileOfItsOwn() throws {
        try put("module: \(module)\n", at: "/users/test/.config/pkcs11/modules/caducee.module")
        #expect(levels(isRoot: true).first == "p11-kit warning")
    }

    @Test func findsALinkToTheModule() throws {
        let link = folder.path + "/link.so"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: module)
        try put("module: \(link)\n", at: "/etc/pkcs11/modules/caducee.module")
        #expect(levels().first == "p11-kit ok")
    }

    @Test func aModuleThatIsGoneIsAFailure() throws {
        try put("module: /nonexistent/libcaducee-pkcs11.so\n", at: "/etc/pkcs11/modules/caducee.module")
        #expect(levels() == ["p11-kit failed", "p11-kit warning", "nss ok"])
    }

    /// As modutil of NSS 3.87 leaves the file, the internal module's parameters shortened.
    private func database(_ library: String) -> String {
        """
        library=
        name=NSS Internal PKCS #11 Module
        parameters=configdir='sql:/users/test/.pki/nssdb'
        NSS=Flags=internal,critical trustOrder=75

        library=\(library)
        name=Caducee

        """
    }

    @Test func readsTheDatabaseOfNSS() throws {
        try put("", at: "/users/test/.pki/nssdb/cert9.db")
        #expect(levels().last == "nss warning")
        try put(database(module), at: "/users/test/.pki/nssdb/pkcs11.txt")
        #expect(levels().last == "nss ok")
        try put(database("/elsewhere.so"), at: "/users/test/.pki/nssdb/pkcs11.txt")
        #expect(levels().last == "nss warning")
        #expect(NSSDatabase("sql:" + folder.path + "/users/test/.pki/nssdb").ours == "/elsewhere.so")
    }

    // MARK: Where the module is

    @Test func findsTheModuleBesideTheProgram() throws {
        try put("", at: "/bin/caducee")
        #expect(try ModulePlace.find(nil, program: folder.path + "/bin/caducee") == module)
    }

    @Test func findsAnInstalledModuleBelowARoot() throws {
        try put("", at: "/usr/lib/caducee/" + ModulePlace.fileName)
        #expect(
            try ModulePlace.find(nil, program: "/bin/caducee", root: folder.path)
                == "/usr/lib/caducee/" + ModulePlace.fileName)
    }

    @Test func refusesAModuleThatIsNotThere() {
        #expect(throws: Failure.self) { try ModulePlace.find("/nonexistent.so", program: "/bin/caducee") }
        #expect(throws: Failure.self) { try ModulePlace.find(folder.path, program: "/bin/caducee") }
        #expect(throws: Failure.self) {
            try ModulePlace.find(nil, program: "/bin/caducee", root: folder.path + "/empty")
        }
    }
}
