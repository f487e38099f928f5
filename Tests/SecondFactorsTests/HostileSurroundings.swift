// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What in a process's surroundings could tell libldap to trust anybody; set before any check is made.
enum HostileSurroundings {
    /// Where GnuTLS would write down the keys of connections.
    static let keyLog = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)").path

    /// Sets them once.
    static func set() throws { try prepared.get() }

    private static let prepared = Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "ldap.conf")
        let authority = HeldServers.areWanted ? try HeldServers.slapd.get().folder() + "/ca.pem" : "/nonexistent"
        try Data("TLS_REQCERT never\nTLS_REQSAN never\nTLS_CACERT \(authority)\nTIMEOUT 60\n".utf8).write(to: file)
        for (name, value) in [
            ("LDAPCONF", file.path), ("LDAPRC", file.path), ("LDAPTLS_REQCERT", "never"), ("LDAPTLS_REQSAN", "never"),
            ("LDAPTLS_CACERT", authority), ("LDAPTLS_CIPHER_SUITE", "NORMAL:+VERS-ALL:%COMPAT"),
            ("LDAPURI", "ldap://127.0.0.1:1"), ("SSLKEYLOGFILE", keyLog),
        ] {
            unsafe setenv(name, value, 1)
        }
    }
}
