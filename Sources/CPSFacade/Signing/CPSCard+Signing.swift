// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CardCrypto
internal import CardToken
public import CertificateTrust
public import FSEDocuments
public import HealthCard
public import SecretMemory

extension CPSCard {
    /// The certificate that signs, read before a PIN is asked for.
    public func signingCertificate() throws(CPSFailure) -> SigningCertificate {
        try SigningCertificate(certificate(.signature))
    }

    /// Opens a session for many signatures.
    public func session(
        _ pin: consuming SecretBytes, scheme: CertificateTrust.SignatureScheme = .pkcs1, consent: TryConsent = .none
    ) throws(CPSFailure) -> CPSSession {
        try session(pin, scheme: scheme, consent: consent, uptime: { SystemClock.uptime })
    }

    /// - Parameter uptime: a clock that only goes forward.
    func session(
        _ pin: consuming SecretBytes, scheme: CertificateTrust.SignatureScheme, consent: TryConsent,
        uptime: @escaping () -> Duration
    ) throws(CPSFailure) -> CPSSession {
        let certificate = try signingCertificate()
        let begun = uptime()
        // A closure cannot consume what it captures; it can take it out of an optional.
        var given: SecretBytes? = consume pin
        let opened = try use { (token) throws(TokenError) -> SigningSession in
            guard let pin = given.take() else { throw .pinExpired }
            return try token.signingSession(.signature, scheme.ofCard, pin, consent: consent, uptime: uptime)
        }
        let session = CPSSession(opened, certificate, scheme, begun: begun, uptime: uptime)
        lend(to: session)
        return session
    }

    /// A detached CAdES baseline B-B signature over exactly these bytes: one PIN, one transaction.
    public func sign(
        _ content: [UInt8], with pin: consuming SecretBytes, options: SigningOptions = SigningOptions(),
        consent: TryConsent = .none
    ) throws(CPSFailure) -> [UInt8] {
        _ = try signingCertificate().signer(options, at: options.signingTime ?? SystemClock.now)
        let session = try session(pin, scheme: options.scheme, consent: consent)
        defer { session.close() }
        return try session.sign(content, options: options)
    }

    /// The signature of one FSE: what can be refused without the PIN is refused before it is used.
    public func sign(
        _ payload: FSEPayload, activity: Int? = nil, with pin: consuming SecretBytes,
        options: SigningOptions = SigningOptions(), consent: TryConsent = .none
    ) throws(CPSFailure) -> [UInt8] {
        let certificate = try signingCertificate()
        _ = try certificate.signer(options, at: options.signingTime ?? SystemClock.now)
        try certificate.checkIssuer(of: payload)
        let session = try session(pin, scheme: options.scheme, consent: consent)
        defer { session.close() }
        return try session.sign(payload, activity: activity, options: options)
    }
}

extension CertificateTrust.SignatureScheme {
    /// The same, in the card's terms.
    fileprivate var ofCard: HealthCard.SignatureScheme {
        switch self {
        case .pkcs1: .pkcs1(.sha256)
        case .pss: .pss(.sha256)
        }
    }
}
