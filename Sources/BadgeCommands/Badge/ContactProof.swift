// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import CardCommands
internal import CardCrypto
internal import CardToken
internal import CardToolSupport
internal import CertificateTrust
internal import HealthCard
internal import ISO7816
internal import RoamingSessions

/// Who is at the reader with contacts: a health card whose authentication key signed a random number after the PIN.
enum ContactProof {
    /// The person; the card is reset afterwards.
    ///
    /// - Throws: what the card, the PIN, the certificate or its chain have against it.
    static func person(
        _ context: CommandContext, _ presentation: PresentationOptions, trust: TrustStore?, now: Int64
    ) throws -> PersonIdentifier {
        guard let trust else { throw Failure(.untrusted, SiteMessage.trustMissing as any Message) }
        let token = try context.openToken()
        defer { token.disconnect(.reset) }
        let object = try telling { () throws(TokenError) in try token.certificate(.authentication) }
        // Before the PIN is asked for: no try is spent for a card that would be refused anyway.
        let facts = try CertificateFacts(object, trust: trust, now: now)
        if let failure = facts.failure { throw failure }
        guard let person = facts.certificate.subject.commonName.flatMap({ PersonIdentifier($0) }) else {
            throw Failure(.untrusted, SiteMessage.noHolder as any Message)
        }
        let challenge = try SystemRandom().bytes(32)
        let given = try context.present(.holder, to: token, presentation)
        // What the token gives out verifies under that certificate.
        _ = try given.using { (pin, consent) throws(TokenError) in
            try token.sign(.message(challenge), .pkcs1(.sha256), with: .authentication, pin, consent: consent)
        }
        return person
    }

    private static func telling<R>(_ work: () throws(TokenError) -> R) throws(Failure) -> R {
        do {
            return try work()
        } catch {
            throw Failure(error)
        }
    }
}
