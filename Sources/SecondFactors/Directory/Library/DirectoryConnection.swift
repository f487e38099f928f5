// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CLDAP
internal import Glibc
internal import SecretMemory

/// A secured connection to a directory, for one bind.
@safe
final class DirectoryConnection {
    let handle: OpaquePointer
    private let callback: UnsafeMutablePointer<ldap_conncb>
    let work: BoundedWork
    let patience: Int

    /// Connects, and secures the connection.
    init(_ settings: DirectorySettings, _ work: BoundedWork) throws(SecondFactorTrouble) {
        var handle: OpaquePointer?
        guard unsafe ldap_initialize(&handle, settings.address) == LDAP_SUCCESS, let handle = unsafe handle else {
            throw .resources
        }
        unsafe self.handle = handle
        self.work = work
        patience = settings.patience
        unsafe callback = .allocate(capacity: 1)
        unsafe callback.initialize(
            to: ldap_conncb(
                lc_add: { _, socket, _, _, context in
                    guard let argument = unsafe context?.pointee.lc_arg else { return LDAP_LOCAL_ERROR }
                    var descriptor: Int32 = -1
                    guard unsafe ber_sockbuf_ctrl(socket, LBER_SB_OPT_GET_FD, &descriptor) == 1 else {
                        return LDAP_LOCAL_ERROR
                    }
                    guard unsafe WipingLayer.add(to: socket) else { return LDAP_LOCAL_ERROR }
                    unsafe Unmanaged<BoundedWork>.fromOpaque(argument).takeUnretainedValue().opened(descriptor)
                    return LDAP_SUCCESS
                },
                lc_del: { _, _, _ in }, lc_arg: Unmanaged.passUnretained(work).toOpaque()))
        // From here on deinit gives both back, also when this throws.
        try configure(settings)
        try secure(settings)
    }

    deinit {
        unsafe ldap_unbind_ext(handle, nil, nil)
        unsafe callback.deallocate()
    }

    private func configure(_ settings: DirectorySettings) throws(SecondFactorTrouble) {
        try set(LDAP_OPT_PROTOCOL_VERSION, 3)
        var limit = timeval(tv_sec: patience / 1_000, tv_usec: patience % 1_000 * 1_000)
        for option in [LDAP_OPT_NETWORK_TIMEOUT, LDAP_OPT_TIMEOUT] {
            guard unsafe ldap_set_option(handle, option, &limit) == LDAP_OPT_SUCCESS else { throw .resources }
        }
        guard unsafe ldap_set_option(handle, LDAP_OPT_CONNECT_CB, callback) == LDAP_OPT_SUCCESS,
            // LDAP_OPT_OFF: another server would be another judge.
            unsafe ldap_set_option(handle, LDAP_OPT_REFERRALS, nil) == LDAP_OPT_SUCCESS
        else { throw .resources }
        for option in [LDAP_OPT_X_TLS_CACERTDIR, LDAP_OPT_X_TLS_CERTFILE, LDAP_OPT_X_TLS_KEYFILE] {
            guard unsafe ldap_set_option(handle, option, nil) == LDAP_OPT_SUCCESS else { throw .resources }
        }
        try set(LDAP_OPT_X_TLS_REQUIRE_CERT, LDAP_OPT_X_TLS_DEMAND)
        // RFC 9525 §2: the common name is no place for a host.
        try set(LDAP_OPT_X_TLS_REQUIRE_SAN, LDAP_OPT_X_TLS_DEMAND)
        try set(LDAP_OPT_X_TLS_PROTOCOL_MIN, 3 << 8 | 3)
        // ldap.conf(5): the minimum is ignored with GnuTLS, which takes it from its priorities.
        if DirectoryLibrary.isGnuTLS {
            try set(LDAP_OPT_X_TLS_CIPHER_SUITE, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM")
        }
        try set(LDAP_OPT_X_TLS_CACERTFILE, settings.trustFile)
        var client: Int32 = 0
        guard unsafe ldap_set_option(handle, LDAP_OPT_X_TLS_NEWCTX, &client) == LDAP_OPT_SUCCESS else {
            throw .trustFile
        }
    }

    private func set(_ option: Int32, _ value: Int32) throws(SecondFactorTrouble) {
        var value = value
        guard unsafe ldap_set_option(handle, option, &value) == LDAP_OPT_SUCCESS else { throw .resources }
    }

    private func set(_ option: Int32, _ text: String) throws(SecondFactorTrouble) {
        guard unsafe text.withCString({ unsafe ldap_set_option(handle, option, $0) }) == LDAP_OPT_SUCCESS else {
            throw .resources
        }
    }

    private func secure(_ settings: DirectorySettings) throws(SecondFactorTrouble) {
        let outcome =
            settings.security == .tls ? unsafe ldap_connect(handle) : unsafe ldap_start_tls_s(handle, nil, nil)
        guard outcome == LDAP_SUCCESS else {
            if outcome == LDAP_TIMEOUT || work.isOver { throw .timeout }
            throw work.hasOpened ? .notSecure : .unreachable
        }
        guard unsafe ldap_tls_inplace(handle) == 1, let version = tlsVersion() else { throw .notSecure }
        guard ["TLS1.2", "TLS1.3", "TLSv1.2", "TLSv1.3"].contains(version) else { throw .notSecure }
    }

    private func tlsVersion() -> String? {
        var name: UnsafeMutablePointer<CChar>?
        // A constant of the TLS library's.
        guard unsafe ldap_get_option(handle, LDAP_OPT_X_TLS_VERSION, &name) == LDAP_OPT_SUCCESS else { return nil }
        return unsafe name.map { unsafe String(cString: $0) }
    }
}
