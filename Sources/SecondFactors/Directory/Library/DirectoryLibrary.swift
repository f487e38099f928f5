// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CLDAP
internal import Glibc

/// What is set once for libldap in this process.
enum DirectoryLibrary {
    /// Sets it, before anything else of libldap is called here.
    static func prepare() { _ = prepared }

    /// Whether TLS is GnuTLS's, as in Debian; it has settings of its own.
    static var isGnuTLS: Bool { prepared }

    private static let prepared: Bool = {
        // ldap.conf(5): with this set no file and no variable is read. Each connection sets what matters besides.
        _ = unsafe setenv("LDAPNOINIT", "1", 1)
        // GnuTLS would write down the keys of each connection there.
        _ = unsafe unsetenv("SSLKEYLOGFILE")
        var name: UnsafeMutablePointer<CChar>?
        guard unsafe ldap_get_option(nil, LDAP_OPT_X_TLS_PACKAGE, &name) == LDAP_OPT_SUCCESS else { return false }
        guard let name = unsafe name else { return false }
        defer { unsafe ldap_memfree(name) }
        return unsafe String(cString: name) == "GnuTLS"
    }()
}
