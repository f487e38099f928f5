// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Files of certificates and of revocation lists, in DER or PEM.
enum Bundle {
    /// The largest file accepted; lists of a national authority count in hundreds of kilobytes.
    static let maximumCount = 1 << 25

    // The callbacks answer -1, no password: libcrypto would ask the terminal for the one of an encrypted PEM block.
    static func certificates(_ file: [UInt8]) throws(CertificateError) -> [CertificateHandle] {
        if file.first == 0x30 { return [try CertificateHandle(der: file)] }
        return try unsafe all(file) { source in
            guard let read = unsafe PEM_read_bio_X509(source, nil, { _, _, _, _ in -1 }, nil) else { return nil }
            return unsafe CertificateHandle(owning: read)
        }
    }

    static func revocationLists(_ file: [UInt8]) throws(CertificateError) -> [RevocationListHandle] {
        if file.first == 0x30 { return [try RevocationListHandle(der: file)] }
        return try unsafe all(file) { source in
            guard let read = unsafe PEM_read_bio_X509_CRL(source, nil, { _, _, _, _ in -1 }, nil) else { return nil }
            return unsafe RevocationListHandle(owning: read)
        }
    }

    private static func all<Handle>(
        _ file: [UInt8], _ next: (OpaquePointer) -> Handle?
    ) throws(CertificateError) -> [Handle] {
        guard file.count <= maximumCount else { throw .tooLong(limit: maximumCount) }
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        var handles: [Handle] = []
        // The memory BIO borrows the bytes.
        let atEnd = unsafe file.withUnsafeBufferPointer { bytes -> Bool in
            guard let source = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return false }
            defer { unsafe BIO_free(source) }
            while let handle = unsafe next(source) { handles.append(handle) }
            return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
        }
        guard atEnd else { throw .malformed("PEM") }
        guard !handles.isEmpty else { throw .nothingFound }
        return handles
    }
}

/// One reference to a libcrypto revocation list, which nobody changes after it was read.
@safe
final class RevocationListHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    convenience init(der: [UInt8]) throws(CertificateError) {
        guard der.count <= Bundle.maximumCount else { throw .tooLong(limit: Bundle.maximumCount) }
        let read = unsafe Borrowed.decoded(der) { unsafe d2i_X509_CRL(nil, &$0, $1) }
        guard let read = unsafe read else { throw .malformed("revocation list") }
        unsafe self.init(owning: read.object)
        guard unsafe read.used == der.count else { throw .trailingBytes }
    }

    deinit {
        unsafe X509_CRL_free(pointer)
    }
}
