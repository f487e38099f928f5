// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CertificateTrust
public import FSEDocuments
internal import Foundation

/// Verifies signed FSE and lots: signature, chain, revocation, key usage, holder, numbering, totals, manifest.
///
/// The holder's activities are on the card; without it, an FSE is held against the certificate's identifier, and the
/// FSE of a lot against the lot's structure and sector.
public struct FSEVerifier: Sendable {
    let trust: TrustStore
    let moment: CMSVerification.Moment
    let b2LineEnding: B2Block.LineEnding

    /// A verifier.
    ///
    /// - Parameter moment: When chains are judged; what the signer claims, unless a better time is known.
    public init(
        trust: TrustStore, moment: CMSVerification.Moment = .claimedSigningTime,
        b2LineEnding: B2Block.LineEnding = .crlf
    ) {
        self.trust = trust
        self.moment = moment
        self.b2LineEnding = b2LineEnding
    }

    /// Verifies a payload with its `.p7s` beside it, a `.asice` lot, or all of these in a folder.
    public func verify(_ paths: [String]) -> VerificationReport {
        var report = VerificationReport()
        for path in paths { verify(path, &report) }
        LotChain.check(&report)
        if report.items.isEmpty, report.lots.isEmpty, report.findings.isEmpty {
            for path in paths { report.findings.append(Finding(.noInput, file: PayloadFile.name(of: path))) }
        }
        return report
    }

    private func verify(_ path: String, _ report: inout VerificationReport) {
        if let names = try? FileManager.default.contentsOfDirectory(atPath: path) {
            verifyFolder(path, names.sorted(), &report)
        } else if path.hasSuffix(".asice") {
            LotVerification(verifier: self, path: path).run(&report)
        } else if path.hasSuffix(".p7s") {
            let base = String(path.dropLast(4))
            let payload = FSEPayload.Kind.allCases.map { base + "." + $0.rawValue }
                .first { FileManager.default.fileExists(atPath: $0) }
            guard let payload else {
                report.findings.append(Finding(.payloadMissing, file: PayloadFile.name(of: path)))
                return
            }
            verifyLoose(payload, &report)
        } else {
            verifyLoose(path, &report)
        }
    }

    private func verifyFolder(_ path: String, _ names: [String], _ report: inout VerificationReport) {
        var bases: Set<String> = []
        let start = report.items.count
        for name in names where PayloadFile.kind(of: name) != nil {
            bases.insert(URL(filePath: name).deletingPathExtension().lastPathComponent)
            verifyLoose(path + "/" + name, &report)
        }
        for name in names where name.hasSuffix(".p7s") && !bases.contains(String(name.dropLast(4))) {
            report.findings.append(Finding(.payloadMissing, file: name))
        }
        Numbering.checkLoose(Array(report.items[start...]), &report)
        for name in names where name.hasSuffix(".asice") {
            LotVerification(verifier: self, path: path + "/" + name).run(&report)
        }
    }

    private func verifyLoose(_ path: String, _ report: inout VerificationReport) {
        let name = PayloadFile.name(of: path)
        guard let kind = PayloadFile.kind(of: path) else {
            report.findings.append(Finding(.unreadable, file: name, field: InputFault.unknownKind.code))
            return
        }
        let content: [UInt8]
        do { content = try PayloadFile.bytes(path) } catch {
            report.findings.append(Finding(.unreadable, file: name, field: error.code))
            return
        }
        let signaturePath = URL(filePath: path).deletingPathExtension().path + ".p7s"
        let signature = try? PayloadFile.bytes(signaturePath)
        let place = Place(file: name, entry: nil)
        let result = PayloadVerification(verifier: self, place: place)
            .run(content, kind, signature: signature, name: name)
        report.findings += result.findings
        report.items.append(result.item)
    }
}

/// Where a finding is made.
struct Place: Sendable {
    let file: String
    let entry: String?

    func finding(
        _ code: FindingCode, severity: FindingCode.Severity? = nil, field: String? = nil, number: Int? = nil
    ) -> Finding {
        Finding(code, severity: severity, file: file, entry: entry, field: field, number: number)
    }
}
