// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust

/// The AlgorithmIdentifiers that our signatures carry.
enum AlgorithmIdentifier {
    /// SHA-256 in SignedData: parameters absent (RFC 5754 §2).
    static var sha256: [UInt8] { DERWriter.sequence(DERWriter.objectIdentifier(sha256OID)) }

    static func signature(_ scheme: SignatureScheme) -> [UInt8] {
        switch scheme {
        // RFC 4055 §5: NULL shall be there.
        case .pkcs1: DERWriter.sequence(DERWriter.objectIdentifier([1, 2, 840, 113549, 1, 1, 11]), DERWriter.null)
        case .pss: DERWriter.sequence(DERWriter.objectIdentifier([1, 2, 840, 113549, 1, 1, 10]), pssParameters)
        }
    }

    /// RSASSA-PSS-params (RFC 4055 §3.1): SHA-256, MGF1 with SHA-256, salt of 32 bytes, the trailer field by default.
    private static var pssParameters: [UInt8] {
        // RFC 4055 §2.1: inside these parameters SHA-256 carries NULL.
        let hash = DERWriter.sequence(DERWriter.objectIdentifier(sha256OID), DERWriter.null)
        let mask = DERWriter.sequence(DERWriter.objectIdentifier([1, 2, 840, 113549, 1, 1, 8]), hash)
        let salt = DERWriter.primitive(.integer, [32])
        return DERWriter.sequence(DERWriter.context(0, hash), DERWriter.context(1, mask), DERWriter.context(2, salt))
    }

    private static let sha256OID: [UInt] = [2, 16, 840, 1, 101, 3, 4, 2, 1]
}
