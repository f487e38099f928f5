// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CLDAP
internal import Glibc
internal import SecretMemory

/// A message of the server's that is freed once.
@safe private struct DirectoryMessage: ~Copyable {
    let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
    deinit { unsafe _ = ldap_msgfree(pointer) }
}

extension DirectoryConnection {
    /// Binds with a name and a password of one byte at least.
    func bind(_ name: String, _ secret: borrowing SecretBytes) throws(SecondFactorTrouble) -> BindAnswer {
        // RFC 4513 §5.1.2: without a password it would be another operation.
        guard secret.count > 0 else { throw .malformed }
        // Nothing is given away for an answer that nobody waits for.
        guard !work.isOver else { throw .timeout }
        var number: Int32 = -1
        let outcome = sendBind(name, secret, &number)
        guard outcome == LDAP_SUCCESS else { throw trouble(outcome) }
        return try answer(message(number, ofType: 0x61))
    }

    /// Whom the server takes us for ("Who am I?", RFC 4532 §2.2); empty for nobody.
    func identity() throws(SecondFactorTrouble) -> String {
        var number: Int32 = -1
        let sent = unsafe ldap_whoami(handle, nil, nil, &number)
        guard sent == LDAP_SUCCESS else { throw trouble(sent) }
        let message = try message(number, ofType: 0x78)
        // Not every directory has the operation: RFC 4511 §4.12 says protocolError then, and nobody is named.
        guard try answer(message).code == LDAP_SUCCESS else { throw .notNamed }
        var name: UnsafeMutablePointer<berval>?
        guard unsafe ldap_parse_whoami(handle, message.pointer, &name) == LDAP_SUCCESS else { throw .malformed }
        guard let name = unsafe name else { return "" }
        defer { unsafe ber_bvfree(name) }
        let bytes = unsafe UnsafeRawBufferPointer(start: name.pointee.bv_val, count: Int(name.pointee.bv_len))
        guard let text = unsafe String(validating: bytes, as: UTF8.self) else { throw .malformed }
        return text
    }

    /// The password is lent to the library, which writes it into the message only.
    private func sendBind(
        _ name: String, _ secret: borrowing SecretBytes, _ number: inout Int32
    ) -> Int32 {
        unsafe LDAP_CONTROL_PASSWORDPOLICYREQUEST.withCString { identifier in
            var control = unsafe LDAPControl()
            unsafe control.ldctl_oid = UnsafeMutablePointer(mutating: identifier)
            return unsafe withUnsafeMutablePointer(to: &control) { request in
                var controls = unsafe [request, nil]
                return secret.withSpan { bytes in
                    unsafe bytes.withUnsafeBufferPointer { password in
                        unsafe password.withMemoryRebound(to: CChar.self) { characters in
                            var value = unsafe berval(
                                bv_len: UInt(characters.count),
                                bv_val: UnsafeMutablePointer(mutating: characters.baseAddress))
                            // No mechanism: simple (LDAP_SASL_SIMPLE).
                            return unsafe ldap_sasl_bind(handle, name, nil, &value, &controls, nil, &number)
                        }
                    }
                }
            }
        }
    }

    private func message(
        _ number: Int32, ofType type: Int32
    ) throws(SecondFactorTrouble) -> DirectoryMessage {
        var limit = timeval(tv_sec: patience / 1_000, tv_usec: patience % 1_000 * 1_000)
        var pointer: OpaquePointer?
        // LDAP_MSG_ALL
        let got = unsafe ldap_result(handle, number, 1, &limit, &pointer)
        guard let pointer = unsafe pointer else {
            if got == 0 { throw .timeout }
            throw trouble(code())
        }
        let message = unsafe DirectoryMessage(pointer)
        guard got == type else { throw .malformed }
        return message
    }

    private func answer(_ message: borrowing DirectoryMessage) throws(SecondFactorTrouble) -> BindAnswer {
        var code: Int32 = -1
        var words: UnsafeMutablePointer<CChar>?
        var controls: UnsafeMutablePointer<UnsafeMutablePointer<LDAPControl>?>?
        let parsed = unsafe ldap_parse_result(handle, message.pointer, &code, nil, &words, nil, &controls, 0)
        defer {
            unsafe ldap_memfree(words)
            unsafe ldap_controls_free(controls)
        }
        guard parsed == LDAP_SUCCESS, code >= 0 else { throw .malformed }
        return unsafe BindAnswer(
            code: code, policyError: try policyError(controls),
            words: unsafe words.map { unsafe String(cString: $0) } ?? "")
    }

    private func policyError(
        _ controls: UnsafeMutablePointer<UnsafeMutablePointer<LDAPControl>?>?
    ) throws(SecondFactorTrouble) -> UInt32? {
        guard let control = unsafe ldap_control_find(LDAP_CONTROL_PASSWORDPOLICYRESPONSE, controls, nil) else {
            return nil
        }
        var seconds: Int32 = -1
        var logins: Int32 = -1
        var error = PP_noError
        let parsed = unsafe ldap_parse_passwordpolicy_control(handle, control, &seconds, &logins, &error)
        guard parsed == LDAP_SUCCESS else { throw .malformed }
        return error == PP_noError ? nil : error.rawValue
    }

    private func code() -> Int32 {
        var code: Int32 = LDAP_LOCAL_ERROR
        _ = unsafe ldap_get_option(handle, LDAP_OPT_RESULT_CODE, &code)
        return code
    }

    private func trouble(_ code: Int32) -> SecondFactorTrouble {
        if work.isOver { return .timeout }
        return switch code {
        case LDAP_SERVER_DOWN, LDAP_CONNECT_ERROR: .unreachable
        case LDAP_TIMEOUT: .timeout
        case LDAP_NO_MEMORY, LDAP_LOCAL_ERROR: .resources
        default: .malformed
        }
    }
}
