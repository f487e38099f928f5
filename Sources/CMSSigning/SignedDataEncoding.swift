// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust

/// CMS SignedData with one SignerInfo and no content inside (RFC 5652 §5).
enum SignedDataEncoding {
    static let data: [UInt] = [1, 2, 840, 113549, 1, 7, 1]

    static func issuerAndSerialNumber(of certificate: X509Certificate) -> [UInt8] {
        DERWriter.sequence(certificate.issuer.der, DERWriter.primitive(.integer, certificate.serialNumber))
    }

    /// CertificateSet under [0], each certificate once.
    static func certificateSet(_ certificates: [X509Certificate]) -> [UInt8] {
        let unique = Set(certificates.map(\.der))
        return DERWriter.setOf(Array(unique), tag: .context(0))
    }

    static func contentInfo(
        certificateSet: [UInt8], signerIdentifier: [UInt8], signedAttributes: [UInt8], signatureAlgorithm: [UInt8],
        value: [UInt8]
    ) -> [UInt8] {
        // §5.1 and §5.3: version 1 for id-data, X.509 certificates and issuerAndSerialNumber.
        let version = DERWriter.primitive(.integer, [1])
        let signerInfo = DERWriter.sequence(
            version,
            signerIdentifier,
            AlgorithmIdentifier.sha256,
            signedAttributes,
            signatureAlgorithm,
            DERWriter.primitive(.octetString, value)
        )
        let signedData = DERWriter.sequence(
            version,
            DERWriter.constructed(.set, [AlgorithmIdentifier.sha256]),
            DERWriter.sequence(DERWriter.objectIdentifier(data)),
            certificateSet,
            DERWriter.constructed(.set, [signerInfo])
        )
        let signedDataType: [UInt] = [1, 2, 840, 113549, 1, 7, 2]
        return DERWriter.sequence(DERWriter.objectIdentifier(signedDataType), DERWriter.context(0, signedData))
    }
}
