// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// A CMS SignedData with one signer and its content elsewhere.
@safe
final class CMSMessage {
    private let pointer: OpaquePointer
    /// The only SignerInfo, owned by the message.
    let signerInfo: OpaquePointer
    /// The certificates that came with it.
    let certificates: [CertificateHandle]

    init(_ der: [UInt8]) throws(CMSVerificationError) {
        guard der.count <= CMSVerification.maximumCount else { throw .malformed("too long") }
        let read = unsafe Borrowed.decoded(der) { unsafe d2i_CMS_ContentInfo(nil, &$0, $1) }
        guard let (read, used) = unsafe read else { throw .malformed("CMS") }
        unsafe pointer = read
        do throws(CMSVerificationError) {
            guard used == der.count else { throw .malformed("trailing bytes") }
            guard unsafe OBJ_obj2nid(CMS_get0_type(read)) == NID_pkcs7_signed else {
                throw .unsupported("not SignedData")
            }
            guard unsafe OBJ_obj2nid(CMS_get0_eContentType(read)) == NID_pkcs7_data else {
                throw .unsupported("content type")
            }
            guard unsafe CMS_is_detached(read) == 1 else { throw .unsupported("content inside") }
            let signers = unsafe CMS_get0_SignerInfos(read)
            guard unsafe OPENSSL_sk_num(signers) == 1, let only = unsafe OPENSSL_sk_value(signers, 0) else {
                throw .unsupported("number of signers")
            }
            unsafe signerInfo = OpaquePointer(only)
            let stack = unsafe CMS_get1_certs(read)
            // Each certificate comes with a reference of its own; the stack goes at once.
            certificates = unsafe Borrowed.elements(stack).map { unsafe CertificateHandle(owning: OpaquePointer($0)) }
            unsafe OPENSSL_sk_free(stack)
        } catch {
            unsafe CMS_ContentInfo_free(read)
            throw error
        }
    }

    deinit {
        unsafe CMS_ContentInfo_free(pointer)
    }

    /// The certificate that the SignerInfo names, among those that came along.
    func signer() throws(CMSVerificationError) -> (CertificateHandle, X509Certificate) {
        let found = certificates.first { unsafe CMS_SignerInfo_cert_cmp(signerInfo, $0.pointer) == 0 }
        guard let found else { throw .signerCertificateMissing }
        do {
            return (found, try X509Certificate(found))
        } catch {
            throw .malformed("signer certificate")
        }
    }

    /// Checks the signature over the signed attributes.
    func checkSignature(by signer: CertificateHandle) throws(CMSVerificationError) {
        unsafe CMS_SignerInfo_set1_signer_cert(signerInfo, signer.pointer)
        guard unsafe CMS_SignerInfo_verify(signerInfo) == 1 else { throw .signatureWrong }
    }
}
