// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import CardToken
public import CardToolSupport
internal import CertificateTrust
public import HealthCard
internal import ISO7816

/// The command `caducee auth challenge`: the card proves that it holds its authentication key.
public struct AuthChallenge: Sendable {
    private let challenge: [UInt8]
    private let role: KeyRole
    private let isPSS: Bool
    private let presentation: PresentationOptions

    /// Signs a challenge of 16 to 1024 bytes with the authentication key, or the technical key of a contactless CPS3.
    ///
    /// - Throws: exit 64 for a challenge of another length, which is too easy to foresee or no challenge at all.
    public init(
        challenge: [UInt8]?, role: KeyRole, isPSS: Bool, presentation: PresentationOptions
    ) throws {
        let bytes = try challenge ?? SystemRandom().bytes(32)
        guard (16...1024).contains(bytes.count) else { throw Failure(.usage, .badHexadecimal(1)) }
        self.challenge = bytes
        self.role = role
        self.isPSS = isPSS
        self.presentation = presentation
    }

    /// Signs and tells challenge, signature and certificate: what a verifier needs.
    public func run(_ context: CommandContext) throws -> Report {
        let token = try context.openToken()
        let object = try telling { () throws(TokenError) in try token.certificate(role) }
        let facts = try CertificateFacts(object, trust: nil, now: 0)
        let scheme: HealthCard.SignatureScheme = isPSS ? .pss(.sha256) : .pkcs1(.sha256)
        let input = SignatureInput.message(challenge)
        let signature: [UInt8]
        if role == .technical {
            signature = try telling { () throws(TokenError) in try token.signWithoutPIN(input, scheme) }
        } else {
            let given = try context.present(.holder, to: token, presentation)
            signature = try given.using { (pin, consent) throws(TokenError) in
                try token.sign(input, scheme, with: role, pin, consent: consent)
            }
        }
        return Report(
            lines: [context.text(CardMessage.authenticated)],
            data: [
                "challenge": .string(challenge.hexadecimal),
                "signature": .string(signature.hexadecimal),
                "scheme": .string(isPSS ? "pss-sha256" : "pkcs1-sha256"),
                "role": .string(role.rawValue),
                "certificate_pem": .string(facts.certificate.pem),
            ])
    }
}
