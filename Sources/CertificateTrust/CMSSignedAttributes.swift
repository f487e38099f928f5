// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// The signed attributes of a message and the algorithms that go with them; nothing here is verified yet.
struct CMSSignedAttributes {
    let digestAlgorithm: DigestAlgorithm
    let scheme: SignatureScheme
    let messageDigest: [UInt8]
    let signingTime: Int64
    let mimeType: String?
    /// SigningCertificateV2 in DER; nil when the attribute is absent.
    private let signingCertificate: [UInt8]?

    init(of message: CMSMessage) throws(CMSVerificationError) {
        defer { withExtendedLifetime(message) {} }
        let info = unsafe message.signerInfo
        guard unsafe CMS_signed_get_attr_count(info) > 0 else { throw .malformed("no signed attributes") }
        (digestAlgorithm, scheme) = try unsafe Self.algorithms(of: info)
        // RFC 5652 §11.1: content-type is signed too and names the type of the content.
        let type = unsafe Self.value(of: info, Self.contentType, V_ASN1_OBJECT)
        guard let type = unsafe type, unsafe OBJ_obj2nid(OpaquePointer(type)) == NID_pkcs7_data else {
            throw .malformed("content-type attribute")
        }
        let digest = unsafe Self.value(of: info, Self.messageDigest, V_ASN1_OCTET_STRING)
        guard let bytes = unsafe Borrowed.bytes(digest?.assumingMemoryBound(to: ASN1_STRING.self)) else {
            throw .malformed("message-digest attribute")
        }
        messageDigest = bytes
        let time =
            unsafe Self.value(of: info, Self.signingTime, V_ASN1_UTCTIME)
            ?? Self.value(of: info, Self.signingTime, V_ASN1_GENERALIZEDTIME)
        // ETSI EN 319 122-1 §6.3: required at level B-B.
        guard let seconds = unsafe Borrowed.seconds(time?.assumingMemoryBound(to: ASN1_TIME.self)) else {
            throw .malformed("signing-time attribute")
        }
        signingTime = seconds
        let mime = unsafe Self.value(of: info, Self.mimeType, V_ASN1_UTF8STRING)
        mimeType = unsafe Borrowed.text(mime?.assumingMemoryBound(to: ASN1_STRING.self))
        let certificate = unsafe Self.value(of: info, Self.signingCertificateV2, V_ASN1_SEQUENCE)
        signingCertificate = unsafe Borrowed.bytes(certificate?.assumingMemoryBound(to: ASN1_STRING.self))
    }

    /// Checks that the attribute names the first of `certificates`, and no certificate that is not among them.
    func checkSigningCertificate(against certificates: [CertificateHandle]) throws(CMSVerificationError) {
        guard let signingCertificate else { throw .signingCertificateAttributeMissing }
        let parsed = unsafe Borrowed.decoded(signingCertificate) { unsafe d2i_ESS_SIGNING_CERT_V2(nil, &$0, $1) }
        guard let (parsed, _) = unsafe parsed else { throw .signingCertificateMismatch }
        defer { unsafe ESS_SIGNING_CERT_V2_free(parsed) }
        let stack = CertificateStack(certificates)
        defer { withExtendedLifetime(stack) {} }
        guard unsafe OSSL_ESS_check_signing_certs(nil, parsed, stack.pointer, 1) == 1 else {
            throw .signingCertificateMismatch
        }
    }

    private static let contentType = "1.2.840.113549.1.9.3"
    private static let messageDigest = "1.2.840.113549.1.9.4"
    private static let signingTime = "1.2.840.113549.1.9.5"
    private static let signingCertificateV2 = "1.2.840.113549.1.9.16.2.47"
    private static let mimeType = "0.4.0.1733.2.1"

    /// The value of an attribute that stands once, with one value of that type; nil otherwise.
    private static func value(of info: OpaquePointer, _ type: String, _ tag: Int32) -> UnsafeMutableRawPointer? {
        let object = unsafe OBJ_txt2obj(type, 1)
        defer { unsafe ASN1_OBJECT_free(object) }
        // -3: no other attribute of the type, no other value in it.
        return unsafe CMS_signed_get0_data_by_OBJ(info, object, -3, tag)
    }

    private static func algorithms(
        of info: OpaquePointer
    ) throws(CMSVerificationError) -> (DigestAlgorithm, SignatureScheme) {
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        var signature: UnsafeMutablePointer<X509_ALGOR>?
        unsafe CMS_SignerInfo_get0_algs(info, nil, nil, &digest, &signature)
        guard let digest = unsafe digest, let signature = unsafe signature else { throw .malformed("algorithms") }
        guard let algorithm = unsafe DigestAlgorithm(digest.pointee.algorithm) else {
            throw .unsupported("digest algorithm")
        }
        switch unsafe OBJ_obj2nid(signature.pointee.algorithm) {
        case NID_rsaEncryption, NID_sha256WithRSAEncryption, NID_sha384WithRSAEncryption, NID_sha512WithRSAEncryption:
            return (algorithm, .pkcs1)
        case NID_rsassaPss: return (algorithm, .pss)
        default: throw .unsupported("signature algorithm")
        }
    }
}
