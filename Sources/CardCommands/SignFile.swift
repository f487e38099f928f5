// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CardCrypto
internal import CardToken
public import CardToolSupport
public import CertificateTrust
public import HealthCard
internal import ISO7816

/// The command `caducee sign file IN --out OUT.p7s`: a detached CAdES baseline B-B signature.
public struct SignFile: Sendable {
    private let input: String
    private let output: String
    private let role: KeyRole
    private let isPSS: Bool
    private let mimeType: String
    private let trust: TrustStore?
    private let now: Int64
    private let presentation: PresentationOptions

    /// Signs `input` with the key of `role`; `now` is the signing time, seconds since 1970.
    public init(
        input: String, output: String, role: KeyRole, isPSS: Bool, mimeType: String, trust: TrustStore?, now: Int64,
        presentation: PresentationOptions
    ) {
        self.input = input
        self.output = output
        self.role = role
        self.isPSS = isPSS
        self.mimeType = mimeType
        self.trust = trust
        self.now = now
        self.presentation = presentation
    }

    /// Signs and writes.
    public func run(_ context: CommandContext) throws -> Report {
        let content = try InputFile.read(input, limit: 256 << 20)
        let token = try context.openToken()
        let object = try telling { () throws(TokenError) in try token.certificate(role) }
        let facts = try CertificateFacts(object, trust: trust, now: now)
        if let failure = facts.failure { throw failure }
        let given = try context.present(.holder, to: token, presentation)
        let signer = try CAdESSigner(
            certificate: facts.certificate, intermediates: facts.intermediates,
            scheme: isPSS ? .pss : .pkcs1)
        let signature: [UInt8]
        do {
            let request = try signer.prepare(
                digest: HashFunction.sha256.digest(content), mimeType: mimeType, signingTime: now)
            let value = try given.using { (pin, consent) throws(TokenError) in
                try token.sign(
                    .message(request.signedAttributes), isPSS ? .pss(.sha256) : .pkcs1(.sha256), with: role, pin,
                    consent: consent)
            }
            signature = try request.signature(with: value)
        } catch let error as CAdESError {
            throw Failure(.failed, .internalError("\(error)"), hint: .reportProblem)
        }
        try OutputFile.write(signature, to: output)
        return Report(
            lines: [context.text(CardMessage.signed(output))],
            data: [
                "input": .string(input), "output": .string(output), "certificate": facts.json,
                "scheme": .string(isPSS ? "pss" : "pkcs1"), "signing_time": .number(Int(now)),
            ])
    }
}

extension CertificateFacts {
    /// The authorities between the certificate and its root, where the chain is known: they travel with signatures.
    var intermediates: [X509Certificate] {
        guard case .valid(let chain) = verdict else { return [] }
        return chain.certificates.dropFirst().filter { !$0.isSelfSigned }
    }
}
