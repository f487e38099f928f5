// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CLDAP
internal import Glibc

/// What is set once for libldap in this process.
enum DirectoryLibrary {
    /// Sets it, before anything else of libldap is called.
    static func prepare() { _ = prepared }

    /// Whether TLS is GnuTLS's, as in Debian; it has settings of its own.
    static var isGnuTLS: Bool { prepared }

    private static let prepared: Bool = {
        // ldap.conf(5): with this set no file and no variable is read. Each connection sets what matters besides.
        _ = unsafe setenv("LDAPNOINIT", "1", 1)
        // GnuTLS would write down the keys of each connection there.
        _ = unsafe unsetenv("SSLKEYLOGFILE")
        wipeWhatIsFreed()
        var name: UnsafeMutablePointer<CChar>?
        guard unsafe ldap_get_option(nil, LDAP_OPT_X_TLS_PACKAGE, &name) == LDAP_OPT_SUCCESS else { return false }
        guard let name = unsafe name else { return false }
        defer { unsafe ldap_memfree(name) }
        return unsafe String(cString: name) == "GnuTLS"
    }()

    /// The messages that liblber makes hold the password, and it frees them as they are.
    ///
    /// All memory stays malloc's, so that what was allocated before can be freed after.
    private static func wipeWhatIsFreed() {
        var functions = unsafe BerMemoryFunctions(
            bmf_malloc: { size, _ in unsafe malloc(Int(size)) },
            bmf_calloc: { count, size, _ in unsafe calloc(Int(count), Int(size)) },
            bmf_realloc: { old, size, _ in
                guard let old = unsafe old else { return unsafe malloc(Int(size)) }
                guard let new = unsafe malloc(Int(size)) else { return nil }
                let held = unsafe malloc_usable_size(old)
                unsafe memcpy(new, old, min(Int(held), Int(size)))
                unsafe explicit_bzero(old, Int(held))
                unsafe free(old)
                return unsafe new
            },
            bmf_free: { memory, _ in
                guard let memory = unsafe memory else { return }
                unsafe explicit_bzero(memory, Int(malloc_usable_size(memory)))
                unsafe free(memory)
            })
        // Copied there. Whoever set others before keeps them.
        _ = unsafe ber_set_option(nil, LBER_OPT_MEMORY_FNS, &functions)
    }
}
