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
        // Without servers there is nobody to be trusted.
        let folder = HeldServers.areWanted ? try HeldServers.slapd.get().folder() : "/nonexistent"
        let (file, authority) = ("\(folder)/ldap.conf", "\(folder)/ca.pem")
        if HeldServers.areWanted {
            let settings = "TLS_REQCERT never\nTLS_REQSAN never\nTLS_CACERT \(authority)\nTIMEOUT 60\n"
            try Data(settings.utf8).write(to: URL(filePath: file))
        }
        for (name, value) in [
            ("LDAPCONF", file), ("LDAPRC", file), ("LDAPTLS_REQCERT", "never"), ("LDAPTLS_REQSAN", "never"),
            ("LDAPTLS_CACERT", authority), ("LDAPTLS_CIPHER_SUITE", "NORMAL:+VERS-ALL:%COMPAT"),
            ("LDAPURI", "ldap://127.0.0.1:1"), ("SSLKEYLOGFILE", keyLog),
        ] {
            unsafe setenv(name, value, 1)
        }
    }
}
