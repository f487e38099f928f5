// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

extension X509Certificate {
    static func serialNumber(of certificate: OpaquePointer) throws(CertificateError) -> [UInt8] {
        let serial = unsafe X509_get0_serialNumber(certificate)
        guard let encoded = unsafe Borrowed.der({ unsafe i2d_ASN1_INTEGER(serial, $0) }),
            let content = DERElement(encoded)?.content, !content.isEmpty
        else { throw .malformed("serial number") }
        return Array(content)
    }

    static func publicKeyInfo(of certificate: OpaquePointer) throws(CertificateError) -> [UInt8] {
        let info = unsafe X509_get_X509_PUBKEY(certificate)
        guard let encoded = unsafe Borrowed.der({ unsafe i2d_X509_PUBKEY(info, $0) }) else {
            throw .malformed("public key")
        }
        return encoded
    }

    static func publicKey(of certificate: OpaquePointer) throws(CertificateError) -> SubjectPublicKey {
        let key = unsafe X509_get0_pubkey(certificate)
        func number(_ name: String) -> [UInt8]? {
            var value: OpaquePointer?
            guard unsafe EVP_PKEY_get_bn_param(key, name, &value) == 1 else { return nil }
            defer { unsafe BN_free(value) }
            let count = Int(unsafe BN_num_bits(value) + 7) / 8
            var bytes = [UInt8](repeating: 0, count: max(0, count))
            unsafe BN_bn2bin(value, &bytes)
            return bytes
        }
        if unsafe key != nil, unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA {
            guard let modulus = number("n"), let exponent = number("e") else { throw .malformed("public key") }
            return .rsa(modulus: modulus, exponent: exponent)
        }
        // A key that libcrypto cannot use still has a named algorithm.
        var algorithm: OpaquePointer?
        let info = unsafe X509_get_X509_PUBKEY(certificate)
        guard unsafe X509_PUBKEY_get0_param(&algorithm, nil, nil, nil, info) == 1,
            let name = unsafe Borrowed.oid(algorithm)
        else { throw .malformed("public key") }
        return .other(algorithm: name)
    }

    static func extensions(of certificate: OpaquePointer) throws(CertificateError) -> [Extension] {
        var result: [Extension] = []
        for index in 0..<max(0, unsafe X509_get_ext_count(certificate)) {
            let item = unsafe X509_get_ext(certificate, index)
            guard let type = unsafe Borrowed.oid(X509_EXTENSION_get_object(item)),
                let value = unsafe Borrowed.bytes(X509_EXTENSION_get_data(item))
            else { throw .malformed("extension") }
            let isCritical = unsafe X509_EXTENSION_get_critical(item) == 1
            result.append(Extension(type: type, isCritical: isCritical, value: value))
        }
        return result
    }

    static func extendedKeyUsage(of certificate: OpaquePointer) -> [String] {
        guard let decoded = unsafe X509_get_ext_d2i(certificate, NID_ext_key_usage, nil, nil) else { return [] }
        let usages = OpaquePointer(decoded)
        defer { unsafe EXTENDED_KEY_USAGE_free(usages) }
        return unsafe Borrowed.elements(usages).compactMap { unsafe Borrowed.oid(OpaquePointer($0)) }
    }

    static func crlDistributionURLs(of certificate: OpaquePointer) -> [String] {
        guard let decoded = unsafe X509_get_ext_d2i(certificate, NID_crl_distribution_points, nil, nil) else {
            return []
        }
        let points = OpaquePointer(decoded)
        defer { unsafe CRL_DIST_POINTS_free(points) }
        // Type 0 is fullName; a name relative to the issuer holds no URL.
        return unsafe Borrowed.elements(points).flatMap { point -> [String] in
            let name = unsafe point.assumingMemoryBound(to: DIST_POINT.self).pointee.distpoint
            guard let name = unsafe name, unsafe name.pointee.type == 0 else { return [] }
            return unsafe Borrowed.elements(name.pointee.name.fullname).compactMap { unsafe url($0) }
        }
    }

    private static func url(_ generalName: UnsafeMutableRawPointer) -> String? {
        var type: Int32 = -1
        let value = unsafe GENERAL_NAME_get0_value(generalName.assumingMemoryBound(to: GENERAL_NAME.self), &type)
        guard type == GEN_URI else { return nil }
        return unsafe Borrowed.text(value?.assumingMemoryBound(to: ASN1_STRING.self))
    }
}
