// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import AuditTrail
public import CardToolSupport

/// The command `caducee audit verify [DIR]`: reads, and changes nothing.
public struct AuditVerify: Sendable {
    private let folder: String
    private let keyFile: String?
    private let anchor: String?

    /// Of the trail in a folder, a public key from elsewhere, and an anchor as this command shows it.
    public init(_ folder: String, keyFile: String? = nil, anchor: String? = nil) {
        self.folder = folder
        self.keyFile = keyFile
        self.anchor = anchor
    }

    /// Verifies and tells every finding.
    public func run(_ context: CommandContext) throws -> Report {
        let expectation = try expectation()
        let result: AuditReport
        do throws(AuditError) {
            result = try AuditVerification.run(path: folder, expecting: expectation)
        } catch {
            throw Failure(trail: error, path: folder)
        }
        var report = Report(data: json(result), warnings: warnings(result))
        report.failure = Failure(result) { .broken($0) }
        report.lines = result.findings.map { context.text(AuditMessage.finding($0)) }
        if result.isWhole { report.lines.append(context.text(AuditMessage.whole(result.records))) }
        if result.isWhole, let last = result.last {
            report.lines.append(context.text(AuditMessage.last(number: last.number, digest: last.digest.text)))
        }
        return report
    }

    private func expectation() throws(Failure) -> AuditExpectation {
        var head: AuditHead?
        if let anchor {
            let parts = anchor.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let number = Int(parts[0]), number > 0, let digest = AuditDigest(parts[1]) else {
                throw Failure(.usage, AuditMessage.badAnchor as any Message)
            }
            head = AuditHead(number: number, digest: digest)
        }
        let pem = try keyFile.map { path throws(Failure) in try InputFile.read(path, limit: 4096) }
        do throws(AuditError) {
            return try AuditExpectation(publicKey: pem, anchor: head)
        } catch {
            throw Failure(trail: error, path: keyFile ?? folder)
        }
    }

    private func warnings(_ report: AuditReport) -> [any Message] {
        var warnings: [any Message] = []
        if keyFile == nil { warnings.append(AuditMessage.ownKey) }
        if report.unsealed > 0 { warnings.append(AuditMessage.unsealed(report.unsealed)) }
        if report.tornBytes > 0 { warnings.append(AuditMessage.torn(report.tornBytes)) }
        if !report.open.isEmpty { warnings.append(AuditMessage.open(report.open.count)) }
        if !report.unsettled.isEmpty { warnings.append(AuditMessage.unsettled(report.unsettled.count)) }
        return warnings
    }

    private func json(_ report: AuditReport) -> JSONValue {
        [
            "valid": .bool(report.isWhole), "folder": .string(folder), "files": .number(report.files),
            "records": .number(report.records), "first": json(report.first), "last": json(report.last),
            "unsealed": .number(report.unsealed), "closed": .bool(report.isClosed), "in_use": .bool(report.isInUse),
            "torn_bytes": .number(report.tornBytes), "open": .array(report.open.map { .number($0.number) }),
            "unsettled": .array(report.unsettled.map { .number($0.number) }),
            "purges": .array(
                report.purges.map {
                    [
                        "first": json($0.first), "last": json($0.last), "records": .number($0.count),
                        "files": .number($0.files),
                    ]
                }),
            "findings": .array(
                report.findings.map {
                    ["file": .string($0.file), "line": JSONValue($0.line), "reason": .string($0.reason.rawValue)]
                }),
        ]
    }

    private func json(_ head: AuditHead?) -> JSONValue {
        head.map { ["number": .number($0.number), "digest": .string($0.digest.text)] } ?? .null
    }
}
