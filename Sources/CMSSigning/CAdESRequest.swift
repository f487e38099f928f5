// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import CertificateTrust

/// A document's signature but for the value that only the key can give.
public struct CAdESRequest: Sendable {
    /// What the key signs: the attributes as SET OF (tag 31) in DER, to be hashed with SHA-256.
    public let signedAttributes: [UInt8]

    private let signer: CAdESSigner

    init(signer: CAdESSigner, attributes: [[UInt8]]) {
        self.signer = signer
        signedAttributes = DERWriter.setOf(attributes, tag: .set)
    }

    /// The finished ContentInfo in DER.
    ///
    /// The value is verified: key and certificate may come from different cards, and here they meet.
    public func signature(with value: [UInt8]) throws(CAdESError) -> [UInt8] {
        guard value.count == signer.signatureCount else {
            throw .signatureLength(expected: signer.signatureCount, got: value.count)
        }
        let digest = HashFunction.sha256.digest(signedAttributes)
        let padding: SignaturePadding =
            switch signer.scheme {
            case .pkcs1: .pkcs1
            case .pss: .pss
            }
        guard signer.publicKey.verifies(value, digest: digest, .sha256, padding) else { throw .signatureWrong }
        return encoded(with: value)
    }

    /// How long the finished ContentInfo will be, whatever the value.
    public var signatureCount: Int { encoded(with: [UInt8](repeating: 0, count: signer.signatureCount)).count }

    private func encoded(with value: [UInt8]) -> [UInt8] {
        SignedDataEncoding.contentInfo(
            certificateSet: signer.certificateSet,
            signerIdentifier: signer.signerIdentifier,
            // RFC 5652 §5.4: signed as SET OF, written in the SignerInfo under [0].
            signedAttributes: DERWriter.retagged(signedAttributes, as: 0xA0),
            signatureAlgorithm: signer.signatureAlgorithm,
            value: value
        )
    }
}
