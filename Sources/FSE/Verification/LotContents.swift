// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
internal import FSEDocuments

/// Holds the files of a container against its index and its manifest.
struct LotContents {
    let lot: LotVerification
    let index: LotIndex
    let indexBytes: [UInt8]
    let manifest: ASiCManifest?

    func check(_ archive: ZIPReader, _ report: inout VerificationReport) throws(ArchiveError) {
        let digests = Dictionary(
            (manifest?.references ?? []).map { ($0.name, $0.digest) }, uniquingKeysWith: { first, _ in first })
        var sums = LotIndex.Sums()
        checkDigest(LotIndex.path, indexBytes, digests, &report)
        for item in index.items {
            let payload = try lot.content(item.payload.name, archive, &report)
            let signature = try lot.content(item.signature.name, archive, &report)
            for (file, bytes) in [(item.payload, payload), (item.signature, signature)] {
                if LotIndex.File(name: file.name, content: bytes) != file {
                    report.findings.append(finding(.lotFile, file.name, number: item.number))
                }
                checkDigest(file.name, bytes, digests, &report)
            }
            check(item, payload, signature, &sums, &report)
        }
        if sums != index.sums { report.findings.append(finding(.lotTotals, LotIndex.path, field: "/totals")) }
    }

    private func check(
        _ item: LotIndex.Item, _ payload: [UInt8], _ signature: [UInt8], _ sums: inout LotIndex.Sums,
        _ report: inout VerificationReport
    ) {
        guard let kind = PayloadFile.kind(of: item.payload.name) else {
            report.findings.append(finding(.unreadable, item.payload.name, number: item.number))
            return
        }
        let result = PayloadVerification(
            verifier: lot.verifier, place: Place(file: lot.file, entry: item.payload.name)
        ).run(payload, kind, signature: signature, name: item.payload.name)
        report.findings += result.findings
        report.items.append(result.item)
        if let totals = result.totals { sums.add(totals) }
        if let number = result.item.number, number != item.number {
            report.findings.append(finding(.lotNumber, item.payload.name, field: "/number", number: number))
        }
        if let signer = result.item.signer, !signer.isSameText(as: index.issuer) {
            report.findings.append(finding(.lotSigner, item.signature.name, number: item.number))
        }
        guard let issuer = result.issuer else { return }
        if !issuer.structure.isSameText(as: index.structure) {
            report.findings.append(
                finding(.activity, item.payload.name, field: "/issuer/structure", number: item.number))
        }
        if !issuer.sector.isSameText(as: index.sector) {
            report.findings.append(finding(.activity, item.payload.name, field: "/issuer/sector", number: item.number))
        }
    }

    private func checkDigest(
        _ name: String, _ bytes: [UInt8], _ digests: [String: [UInt8]], _ report: inout VerificationReport
    ) {
        guard let digest = digests[name], digest != DigestAlgorithm.sha256.digest(bytes) else { return }
        report.findings.append(finding(.manifestDigest, name))
    }

    private func finding(
        _ code: FindingCode, _ entry: String, field: String? = nil, number: Int? = nil
    ) -> Finding {
        Finding(code, file: lot.file, entry: entry, field: field, number: number)
    }
}
