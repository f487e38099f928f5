// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import RoamingSessions
import SecondFactors
import SecretMemory
import Testing

/// What nobody is asked about.
@Suite struct RefusalTests {
    private static let settings = DirectoryNameTemplate("uid=%s,dc=example").flatMap {
        DirectorySettings(host: "127.0.0.1", trustFile: "/nonexistent", names: $0)
    }

    @Test(arguments: [
        ([], SecretRefusal.empty), ([0], .holdsNUL), ([97, 0], .holdsNUL), ([97, 0, 98], .holdsNUL),
        ([UInt8](repeating: 97, count: 129), .tooLong), ([UInt8](repeating: 0, count: 4_096), .tooLong),
    ])
    func refuses(bytes: [UInt8], refusal: SecretRefusal) throws {
        try HostileSurroundings.set()
        let person = try #require(PersonIdentifier("899700000001"))
        let listener = try Listener()
        let names = try #require(DirectoryNameTemplate("uid=%s,dc=example"))
        for security in [DirectorySettings.Security.tls, .startTLS] {
            let settings = try #require(
                DirectorySettings(
                    host: "127.0.0.1", port: listener.port, security: security, trustFile: "/etc/passwd", names: names,
                    patience: 100))
            #expect(DirectoryPassword(settings).check(person, SecretBytes(bytes)) == .refused(refusal))
        }
        #expect(!listener.wasCalled)
        let command = try #require(ExternalCheck(path: "/nonexistent"))
        #expect(command.check(person, SecretBytes(bytes)) == .refused(refusal))
    }

    @Test(arguments: ["", "a\nb", "a\0", "\u{1b}[2J", "a\u{85}", String(repeating: "a", count: 65)])
    func refusesNames(name: String) throws {
        try HostileSurroundings.set()
        let directory = DirectoryPassword(try #require(RefusalTests.settings))
        #expect(directory.check(name: name, SecretBytes("right")) == .refused(.name))
    }

    @Test func takesNoOtherSettings() throws {
        let names = try #require(DirectoryNameTemplate("uid=%s,dc=example"))
        for host in [
            "", "a b", "a/b", "user@host", "a?b", "a%2f", "[::1]", "host,other", String(repeating: "a", count: 254),
        ] {
            #expect(DirectorySettings(host: host, trustFile: "/a", names: names) == nil)
        }
        for file in ["", "ca.pem", "./ca.pem", "/a\0b"] {
            #expect(DirectorySettings(host: "a", trustFile: file, names: names) == nil)
        }
        for patience in [-1, 0, 99, 10_001, Int.max] {
            #expect(DirectorySettings(host: "a", trustFile: "/a", names: names, patience: patience) == nil)
        }
        for patience in [-1, 0, 99, 60_001, Int.max] {
            #expect(ExternalCheck(path: "/a", patience: patience) == nil)
        }
        #expect(DirectorySettings(host: "a", trustFile: "/a", names: names)?.patience == 2_000)
    }
}

/// A server that notices whether anybody comes.
private final class Listener {
    private let descriptor: Int32
    let port: UInt16

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, size) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard outcome else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    var wasCalled: Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&state, 1, 50) != 0
    }
}
