// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust

/// The signed attributes of CAdES baseline B-B, each as an encoded Attribute.
enum SignedAttribute {
    /// content-type: id-data (RFC 5652 §11.1).
    static var contentType: [UInt8] {
        attribute([1, 2, 840, 113549, 1, 9, 3], DERWriter.objectIdentifier(SignedDataEncoding.data))
    }

    /// message-digest (RFC 5652 §11.2).
    static func messageDigest(_ digest: [UInt8]) -> [UInt8] {
        attribute([1, 2, 840, 113549, 1, 9, 4], DERWriter.primitive(.octetString, digest))
    }

    /// signing-time (RFC 5652 §11.3): UTCTime through 2049, GeneralizedTime after.
    static func signingTime(_ time: CivilTime) -> [UInt8] {
        let value =
            time.year < 2050
            ? DERWriter.primitive(.utcTime, time.digits.dropFirst(2))
            : DERWriter.primitive(.generalizedTime, time.digits)
        return attribute([1, 2, 840, 113549, 1, 9, 5], value)
    }

    /// signing-certificate-v2 (RFC 5035 §3) with one ESSCertIDv2, the signer's.
    static func signingCertificate(_ certificate: X509Certificate) -> [UInt8] {
        // hashAlgorithm is SHA-256, the default, which DER leaves out.
        let hash = DERWriter.primitive(.octetString, certificate.fingerprint)
        let identifier = DERWriter.sequence(hash, IssuerSerial.der(of: certificate))
        let value = DERWriter.sequence(DERWriter.sequence(identifier))
        return attribute([1, 2, 840, 113549, 1, 9, 16, 2, 47], value)
    }

    /// mime-type (ETSI EN 319 122-1 §5.2.4.3).
    static func mimeType(_ type: String) -> [UInt8] {
        attribute([0, 4, 0, 1733, 2, 1], DERWriter.primitive(.utf8String, type.utf8))
    }

    private static func attribute(_ type: [UInt], _ value: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.objectIdentifier(type), DERWriter.constructed(.set, [value]))
    }
}
