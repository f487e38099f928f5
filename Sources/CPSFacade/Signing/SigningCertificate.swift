// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CardToken
public import CertificateTrust
public import FSEDocuments
internal import HealthCard
public import XMLSigning

/// The certificate of `CPS_PRIV_SIG`, judged before anybody gives a PIN.
public struct SigningCertificate: Sendable {
    /// The certificate.
    public let certificate: X509Certificate

    init(_ object: CardCertificate) throws(CPSFailure) {
        do {
            certificate = try X509Certificate(der: object.der)
        } catch {
            throw CPSFailure(code: .communication, detail: .place(object.label))
        }
    }

    /// Refuses documents that this holder may not sign as an FSE: the card's family, and another issuer.
    ///
    /// - Throws: `refusedByPolicy`, `inputInvalid`.
    public func checkIssuer(of payload: FSEPayload) throws(CPSFailure) {
        let family = CardFamily(
            certificateExtension: certificate.extension(oid: CardFamily.certificateExtension),
            commonName: certificate.subject.commonName)
        let rule = family.flatMap { FamilyRule.rule($0, isNamed: certificate.subject.surname != nil) }
        if let rule, !rule.signsFSE {
            throw CPSFailure(code: .refusedByPolicy, detail: .mayNotBill(rule.reason.rawValue))
        }
        guard let document = payload.document else { return }
        guard document.issuer.identifier.utf8.elementsEqual((certificate.subject.commonName ?? "").utf8) else {
            throw CPSFailure(BindingError.identifier)
        }
    }

    /// How long a signature under these options will be; nothing is signed.
    ///
    /// - Parameter mimeType: that of an FSE; nil: that of the options.
    public func signatureCount(_ options: SigningOptions, mimeType: String? = nil) throws(CPSFailure) -> Int {
        let time = options.signingTime ?? SystemClock.now
        let signer = try signer(options, at: time)
        do {
            let digest = [UInt8](repeating: 0, count: DigestAlgorithm.sha256.count)
            return try signer.prepare(digest: digest, mimeType: mimeType ?? options.contentType, signingTime: time)
                .signatureCount
        } catch {
            throw CPSFailure(error)
        }
    }

    /// Refuses an assertion that is not this holder's.
    ///
    /// - Throws: `inputInvalid` with the field.
    public func checkHolder(of assertion: VIHFAssertion) throws(CPSFailure) {
        do {
            try assertion.check(holder: certificate.subject.commonName ?? "")
        } catch {
            throw CPSFailure(error)
        }
    }

    /// How long a signed XML document will be; nothing is signed.
    public func documentCount(_ subject: XMLSubject, _ options: SigningOptions) throws(CPSFailure) -> Int {
        try request(subject, options, at: options.signingTime ?? SystemClock.now).documentCount
    }

    /// What the card has to sign for an XML signature.
    func request(
        _ subject: XMLSubject, _ options: SigningOptions, at time: Int64
    ) throws(CPSFailure) -> XMLSignatureRequest {
        // The readers of VIHF know PKCS #1 only, and so do most verifiers of XML signatures.
        guard options.scheme == .pkcs1 else { throw CPSFailure(code: .usage, detail: .pkcs1Only) }
        let intermediates = try intermediates(options.trust, at: time)
        do {
            let signer = try XMLSigner(certificate: certificate, intermediates: intermediates)
            switch subject {
            case .vihf(let assertion): return try signer.prepare(assertion)
            case .xades(let content):
                let mimeType = options.mimeType ?? content.defaultMimeType
                return try signer.prepare(content, mimeType: mimeType, signingTime: time)
            }
        } catch {
            throw CPSFailure(error)
        }
    }

    /// A signer in the name of this certificate.
    ///
    /// - Throws: why the certificate should not sign at that moment.
    func signer(_ options: SigningOptions, at time: Int64) throws(CPSFailure) -> CAdESSigner {
        let intermediates = try intermediates(options.trust, at: time)
        do {
            return try CAdESSigner(certificate: certificate, intermediates: intermediates, scheme: options.scheme)
        } catch {
            throw CPSFailure(error)
        }
    }

    /// The authorities that travel with the signature, when the chain is good.
    private func intermediates(_ trust: TrustStore?, at time: Int64) throws(CPSFailure) -> [X509Certificate] {
        switch trust?.validate(certificate, at: time, for: .signature) {
        case .valid(let chain): return chain.certificates.dropFirst().filter { !$0.isSelfSigned }
        case .revoked: throw CPSFailure(code: .certificateRevoked)
        case .untrusted, .badUsage, .crlMissing, .crlStale, .crlInvalid: throw CPSFailure(code: .untrusted)
        case .expired, .notYetValid, nil:
            if time < certificate.notBefore { throw CPSFailure(code: .clockUntrusted) }
            if time > certificate.notAfter { throw CPSFailure(code: .certificateExpired) }
            // With a verdict, it is an authority's certificate whose dates do not fit.
            guard trust == nil else { throw CPSFailure(code: .untrusted) }
            return []
        }
    }
}
