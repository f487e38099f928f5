// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
public import CardToolSupport
public import CertificateTrust
public import HealthCard

/// The commands `caducee cert list|export|check`.
public struct CertificateCommands: Sendable {
    private let trust: TrustStore?
    private let now: Int64

    /// With the anchors that are installed, at `now`, seconds since 1970.
    public init(trust: TrustStore?, now: Int64) {
        self.trust = trust
        self.now = now
    }

    /// Lists the card's certificates with their state; tells the state and fails for none.
    public func list(_ context: CommandContext) throws -> Report {
        let facts = try facts(context)
        return Report(
            lines: facts.map { $0.line(context) }, data: ["certificates": .array(facts.map(\.json))],
            warnings: trust == nil ? [CardMessage.noTrust] : [])
    }

    /// Like ``list(_:)``, and fails when one of them should not be used.
    public func check(_ context: CommandContext) throws -> Report {
        guard trust != nil else {
            throw Failure(.untrusted, CardMessage.noTrust as any Message, hint: CertificateMessage.installAnchors)
        }
        var report = try list(context)
        report.failure = try facts(context).compactMap(\.failure).first
        return report
    }

    /// Writes one certificate to a file, or shows it in PEM.
    public func export(_ context: CommandContext, _ role: KeyRole, output: String?, asPEM: Bool) throws -> Report {
        let token = try context.openToken()
        let found = try telling { () throws(TokenError) in try token.certificate(role) }
        let facts = try CertificateFacts(found, trust: trust, now: now)
        let pem = facts.certificate.pem
        guard let output else {
            return Report(lines: [pem], data: facts.json.adding(["pem": .string(pem)]))
        }
        try OutputFile.write(asPEM ? Array(pem.utf8) : found.der, to: output)
        return Report(
            lines: [context.text(CardMessage.written(output))],
            data: facts.json.adding(["file": .string(output)]))
    }

    private func facts(_ context: CommandContext) throws -> [CertificateFacts] {
        let token = try context.openToken()
        let found = try telling { () throws(TokenError) in try token.certificates() }
        return try found.map { try CertificateFacts($0, trust: trust, now: now) }
    }
}
