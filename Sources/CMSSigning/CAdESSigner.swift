// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import CertificateTrust

/// Makes detached CAdES baseline B-B signatures (ETSI EN 319 122-1) in the name of one certificate.
///
/// It holds what stays the same from one document of a lot to the next. The key is elsewhere:
/// ``prepare(digest:mimeType:signingTime:)`` gives the bytes to sign, ``CAdESRequest/signature(with:)`` takes the
/// value back.
public struct CAdESSigner: Sendable {
    /// The certificate that the signatures name.
    public let certificate: X509Certificate
    /// The padding that the key is asked for.
    public let scheme: SignatureScheme

    let certificateSet: [UInt8]
    let signerIdentifier: [UInt8]
    let signatureAlgorithm: [UInt8]
    let signatureCount: Int
    let publicKey: RSAPublicKey
    private let contentTypeAttribute: [UInt8]
    private let signingCertificateAttribute: [UInt8]

    /// Prepares what does not change between signatures.
    ///
    /// - Parameter intermediates: authorities between the signer and a root, which travel with every signature.
    public init(
        certificate: X509Certificate, intermediates: [X509Certificate] = [], scheme: SignatureScheme
    ) throws(CAdESError) {
        // PSS with SHA-256 and a salt of 32 bytes needs 66 bytes; no key below 1024 bits is served at all.
        guard case .rsa(let modulus, let exponent) = certificate.publicKey, modulus.count >= 128,
            let publicKey = try? RSAPublicKey(modulus: modulus, exponent: exponent)
        else { throw .unsupportedKey }
        self.publicKey = publicKey
        self.certificate = certificate
        self.scheme = scheme
        signatureCount = modulus.count
        signatureAlgorithm = AlgorithmIdentifier.signature(scheme)
        signerIdentifier = SignedDataEncoding.issuerAndSerialNumber(of: certificate)
        certificateSet = SignedDataEncoding.certificateSet([certificate] + intermediates)
        contentTypeAttribute = SignedAttribute.contentType
        signingCertificateAttribute = SignedAttribute.signingCertificate(certificate)
    }

    /// Puts together the signed attributes for a document.
    ///
    /// - Parameters:
    ///   - digest: SHA-256 of the document's bytes.
    ///   - mimeType: media type of the document.
    ///   - signingTime: seconds since 1970 that the signer claims.
    public func prepare(
        digest: [UInt8], mimeType: String, signingTime: Int64
    ) throws(CAdESError) -> CAdESRequest {
        guard digest.count == DigestAlgorithm.sha256.count else { throw .digestLength(digest.count) }
        guard let time = CivilTime(secondsSince1970: signingTime), (1950...9999).contains(time.year) else {
            throw .signingTime(signingTime)
        }
        return CAdESRequest(
            signer: self,
            attributes: [
                contentTypeAttribute, SignedAttribute.messageDigest(digest), SignedAttribute.signingTime(time),
                signingCertificateAttribute, SignedAttribute.mimeType(mimeType),
            ]
        )
    }

    /// Signs a document with a closure that gets the bytes to hash and sign: the attributes as a SET OF in DER.
    public func sign<E: Error>(
        digest: [UInt8], mimeType: String, signingTime: Int64, with sign: ([UInt8]) throws(E) -> [UInt8]
    ) throws(CAdESFailure<E>) -> [UInt8] {
        let request: CAdESRequest
        do {
            request = try prepare(digest: digest, mimeType: mimeType, signingTime: signingTime)
        } catch {
            throw .cades(error)
        }
        let value: [UInt8]
        do {
            value = try sign(request.signedAttributes)
        } catch {
            throw .signer(error)
        }
        do {
            return try request.signature(with: value)
        } catch {
            throw .cades(error)
        }
    }

    /// Signs a document given as bytes.
    public func sign<E: Error>(
        content: [UInt8], mimeType: String, signingTime: Int64, with sign: ([UInt8]) throws(E) -> [UInt8]
    ) throws(CAdESFailure<E>) -> [UInt8] {
        let digest = DigestAlgorithm.sha256.digest(content)
        return try self.sign(digest: digest, mimeType: mimeType, signingTime: signingTime, with: sign)
    }
}
