// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// One reference to a libcrypto certificate, which nobody changes after it was read.
@safe
final class CertificateHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    /// Adds a reference to a certificate that someone else owns.
    init?(sharing pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer, unsafe X509_up_ref(pointer) == 1 else { return nil }
        unsafe self.pointer = pointer
    }

    /// Reads DER that ends where the certificate ends.
    convenience init(der: [UInt8]) throws(CertificateError) {
        guard der.count <= X509Certificate.maximumCount else { throw .tooLong(limit: X509Certificate.maximumCount) }
        let read = unsafe Borrowed.decoded(der) { unsafe d2i_X509(nil, &$0, $1) }
        guard let read = unsafe read else { throw .malformed("certificate") }
        unsafe self.init(owning: read.object)
        guard unsafe read.used == der.count else { throw .trailingBytes }
    }

    deinit {
        unsafe X509_free(pointer)
    }

    /// The certificate as libcrypto writes it.
    var der: [UInt8]? { unsafe Borrowed.der { unsafe i2d_X509(pointer, $0) } }
}

/// A stack of certificates, which its owner keeps alive for as long as libcrypto looks at it.
@safe
struct CertificateStack: ~Copyable {
    let pointer: OpaquePointer?
    private let handles: [CertificateHandle]

    init(_ handles: [CertificateHandle]) {
        self.handles = handles
        unsafe pointer = OPENSSL_sk_new_null()
        for handle in handles {
            unsafe OPENSSL_sk_push(pointer, UnsafeRawPointer(handle.pointer))
        }
    }

    deinit {
        unsafe OPENSSL_sk_free(pointer)
    }
}
