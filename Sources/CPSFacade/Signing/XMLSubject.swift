// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
public import HealthCard
public import SecretMemory
public import XMLSigning

/// What an XML signature is made over.
public enum XMLSubject: Sendable {
    /// An assertion, which must be this holder's and of the structure of one activity of the card.
    case vihf(VIHFAssertion)
    /// A document or any bytes, signed in XAdES baseline B-B.
    case xades(XAdESContent)
}

extension CPSSession {
    /// A signed XML document; see ``XMLSubject`` for what is refused.
    public func sign(
        _ subject: XMLSubject, options: SigningOptions = SigningOptions()
    ) throws(CPSFailure) -> [UInt8] {
        if case .vihf(let assertion) = subject {
            try certificate.checkHolder(of: assertion)
            let structures = try activities().compactMap(\.structureIdentifier)
            do {
                try assertion.check(structures: structures)
            } catch {
                throw CPSFailure(error)
            }
        }
        guard options.scheme == scheme else { throw CPSFailure(code: .usage, detail: .otherScheme) }
        let request = try certificate.request(subject, options, at: options.signingTime ?? SystemClock.now)
        let value = try work { (session) throws(TokenError) in try session.sign(request.signedInfo) }
        do {
            return try request.document(with: value)
        } catch {
            throw CPSFailure(error)
        }
    }
}

extension CPSCard {
    /// A signed XML document: what can be refused without the PIN is refused before it is used.
    ///
    /// Activities are behind the PIN: the structure of an assertion is held against them after it, before anything is
    /// signed.
    public func sign(
        _ subject: XMLSubject, with pin: consuming SecretBytes, options: SigningOptions = SigningOptions(),
        consent: TryConsent = .none
    ) throws(CPSFailure) -> [UInt8] {
        let certificate = try signingCertificate()
        if case .vihf(let assertion) = subject { try certificate.checkHolder(of: assertion) }
        _ = try certificate.request(subject, options, at: options.signingTime ?? SystemClock.now)
        let session = try session(pin, scheme: options.scheme, consent: consent)
        defer { session.close() }
        return try session.sign(subject, options: options)
    }
}
