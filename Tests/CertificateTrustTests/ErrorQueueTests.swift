// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import CertificateTrust
import Testing

/// libcrypto's error queue belongs to the program that loads us.
@Suite struct ErrorQueueTests {
    @Test func failuresLeaveNothingBehind() throws {
        ERR_clear_error()
        let der = try TestPKI.file("signer.crt.der")
        #expect(throws: CertificateError.self) { try X509Certificate(der: Array(der[..<100])) }
        #expect(ERR_peek_error() == 0)
        #expect(throws: CertificateError.self) { try X509Certificate.all(in: Array("none".utf8)) }
        #expect(ERR_peek_error() == 0)
        let revoked = try TestPKI.certificate("revoked")
        #expect(!(try TestPKI.store().validate(revoked, at: TestPKI.time, for: .any).isValid))
        #expect(ERR_peek_error() == 0)
    }

    @Test func anErrorOfTheHostStays() throws {
        ERR_clear_error()
        defer { ERR_clear_error() }
        // The host fails at something of its own.
        var nothing: UnsafePointer<UInt8>? = nil
        #expect(unsafe d2i_X509(nil, &nothing, 0) == nil)
        let code = ERR_peek_last_error()
        try #require(code != 0)
        let der = try TestPKI.file("signer.crt.der")
        #expect(throws: CertificateError.self) { try X509Certificate(der: Array(der[..<100])) }
        _ = try TestPKI.store().validate(X509Certificate(der: der), at: TestPKI.time, for: .signature)
        #expect(ERR_peek_last_error() == code)
    }
}
