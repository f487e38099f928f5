// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
public import CertificateTrust
internal import FSE
internal import FSEDocuments

/// The command `caducee fse verify PATH…`: needs no card.
public struct FSEVerify: Sendable {
    private let paths: [String]
    private let trust: TrustStore?

    /// Verifies files, lots and folders against the anchors.
    public init(_ paths: [String], trust: TrustStore?) {
        self.paths = paths
        self.trust = trust
    }

    /// Verifies and tells every finding.
    public func run(_ context: CommandContext) throws -> Report {
        guard let trust else {
            throw Failure(
                .untrusted, FSEMessage.noTrustForVerification as any Message, hint: CertificateMessage.installAnchors)
        }
        let result = FSEVerifier(trust: trust).verify(paths)
        let errors = result.findings.filter { $0.severity == .error }
        var report = Report(data: json(result))
        report.lines = result.findings.filter { $0.severity != .note }.map { line($0, context.language) }
        guard let first = errors.first else {
            report.lines.append(context.text(FSEMessage.verified(result.items.count)))
            return report
        }
        report.failure = Failure(FSEVerify.code(first), FSEMessage.notVerified(errors.count) as any Message)
        return report
    }

    private static func code(_ finding: Finding) -> FailureCode {
        switch finding.code.category {
        case .signature: .signatureInvalid
        case .expired: .certificateExpired
        case .revoked: .certificateRevoked
        case .untrusted: .untrusted
        case .input: .inputInvalid
        }
    }

    private func line(_ finding: Finding, _ language: Language) -> String {
        let place = [finding.file, finding.entry, finding.field].compactMap(\.self).joined(separator: " ")
        return "\(place) : \(FindingText(finding.code).text(in: language)) [\(finding.code.rawValue)]"
    }

    private func json(_ result: VerificationReport) -> JSON {
        [
            "valid": .bool(result.isValid),
            "fse": .array(result.items.map(json)),
            "lots": .array(result.lots.map(json)),
            "findings": .array(result.findings.map(json)),
        ]
    }

    private func json(_ item: VerificationReport.Item) -> JSON {
        [
            "file": .string(item.file),
            "entry": JSON(item.entry),
            "number": JSON(item.number),
            "signer": JSON(item.signer),
            "signing_time": JSON(item.signingTime.map { Int($0) }),
            "total_cents": JSON(item.total),
        ]
    }

    private func json(_ lot: VerificationReport.Lot) -> JSON {
        ["file": .string(lot.file), "issuer": .string(lot.issuer), "number": .number(lot.number)]
    }

    private func json(_ finding: Finding) -> JSON {
        [
            "code": .string(finding.code.rawValue),
            "severity": .string(finding.severity.rawValue),
            "file": .string(finding.file),
            "entry": JSON(finding.entry),
            "field": JSON(finding.field),
            "number": JSON(finding.number),
        ]
    }
}

/// FSE has a JSON value of its own, for what it signs; this is the one that commands print.
private typealias JSON = CardToolSupport.JSONValue
