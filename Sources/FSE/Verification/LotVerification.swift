// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
internal import FSEDocuments

/// Verifies a container, one entry in memory at a time.
struct LotVerification {
    let verifier: FSEVerifier
    let path: String

    var file: String { PayloadFile.name(of: path) }

    func run(_ report: inout VerificationReport) {
        do {
            let archive = try ZIPReader(path: path)
            try run(archive, &report)
        } catch {
            let code: FindingCode =
                switch error.reason {
                case .foreign: .archiveForeign
                case .type: .archiveType
                case .missingEntry: .archiveEntryMissing
                default: .archiveInvalid
                }
            report.findings.append(Finding(code, file: file, entry: error.entry, field: error.reason.rawValue))
        }
    }

    private func run(_ archive: ZIPReader, _ report: inout VerificationReport) throws(ArchiveError) {
        try requireType(archive)
        let manifestBytes = try content(ASiCManifest.path, archive, &report)
        let manifestSigner = try checkManifestSignature(manifestBytes, archive, &report)
        let indexBytes = try content(LotIndex.path, archive, &report)
        let manifest = readManifest(manifestBytes, &report)
        guard let index = readIndex(indexBytes, &report) else { return }
        report.lots.append(
            .init(
                file: file, issuer: index.issuer, number: index.number, previous: index.previous,
                digest: DigestAlgorithm.sha256.digest(indexBytes)))
        report.findings += Numbering.checkLot(index.items, file: file)
        if let manifest { checkCoverage(manifest, index, archive, &report) }
        if let manifestSigner, !manifestSigner.isSameText(as: index.issuer) {
            report.findings.append(Finding(.holder, file: file, entry: ASiCManifest.signaturePath))
        }
        try LotContents(lot: self, index: index, indexBytes: indexBytes, manifest: manifest).check(archive, &report)
    }

    /// ETSI EN 319 162-1 §A.1: `mimetype` is the first entry.
    private func requireType(_ archive: ZIPReader) throws(ArchiveError) {
        guard let first = archive.entries.first, first.name == "mimetype" else { throw ArchiveError(.type) }
        guard try archive.content(of: first).bytes == Array(MediaType.container.utf8) else {
            throw ArchiveError(.type, entry: first.name)
        }
    }

    /// An entry's bytes; a wrong checksum is noted.
    func content(
        _ name: String, _ archive: ZIPReader, _ report: inout VerificationReport
    ) throws(ArchiveError) -> [UInt8] {
        guard let entry = archive.entries.first(where: { $0.name == name }) else {
            throw ArchiveError(.missingEntry, entry: name)
        }
        let (bytes, isIntact) = try archive.content(of: entry)
        if !isIntact { report.findings.append(Finding(.archiveChecksum, file: file, entry: name)) }
        return bytes
    }

    /// The identifier of who signed the manifest, if the signature is right.
    private func checkManifestSignature(
        _ manifest: [UInt8], _ archive: ZIPReader, _ report: inout VerificationReport
    ) throws(ArchiveError) -> String? {
        let signature = try content(ASiCManifest.signaturePath, archive, &report)
        let (signed, faults) = SignatureFindings.verify(signature, of: manifest, verifier)
        for fault in faults {
            // The manifest's own words for what would else read like a fault of an FSE.
            let code: FindingCode =
                switch fault.code {
                case .contentAltered: .manifestAltered
                case .signatureInvalid: .manifestSignature
                default: fault.code
                }
            let entry = code == .manifestAltered ? ASiCManifest.path : ASiCManifest.signaturePath
            report.findings.append(Finding(code, file: file, entry: entry, field: fault.field))
        }
        return signed?.signer.subject.commonName
    }

    private func readManifest(_ bytes: [UInt8], _ report: inout VerificationReport) -> ASiCManifest? {
        do {
            return try ASiCManifest(parsing: bytes)
        } catch {
            report.findings.append(
                Finding(.manifestMalformed, file: file, entry: ASiCManifest.path, field: String(error.offset)))
            return nil
        }
    }

    private func readIndex(_ bytes: [UInt8], _ report: inout VerificationReport) -> LotIndex? {
        do {
            let index = try LotIndex(bytes)
            if (try? index.encoded()) != bytes {
                report.findings.append(Finding(.notCanonical, file: file, entry: LotIndex.path))
            }
            return index
        } catch {
            let field = error.code + " " + error.pointer.description
            report.findings.append(Finding(.lotMalformed, file: file, entry: LotIndex.path, field: field))
            return nil
        }
    }

    /// The manifest lists every file of the container, in the order of the index, and nothing else.
    private func checkCoverage(
        _ manifest: ASiCManifest, _ index: LotIndex, _ archive: ZIPReader, _ report: inout VerificationReport
    ) {
        let listed = manifest.references.map(\.name)
        let present = archive.entries.map(\.name)
        let outside: Set = ["mimetype", ASiCManifest.path, ASiCManifest.signaturePath]
        for name in present where !outside.contains(name) && !Set(listed).contains(name) {
            report.findings.append(Finding(.manifestUnlisted, file: file, entry: name))
        }
        for name in listed where !Set(present).contains(name) {
            report.findings.append(Finding(.manifestMissing, file: file, entry: name))
        }
        let expected = [LotIndex.path] + index.items.flatMap { [$0.payload.name, $0.signature.name] }
        if listed != expected, listed.sorted() == expected.sorted() {
            let first = zip(listed, expected).first { $0 != $1 }?.0
            report.findings.append(Finding(.lotOrder, file: file, entry: ASiCManifest.path, field: first))
        } else if listed.sorted() != expected.sorted() {
            report.findings.append(Finding(.lotFile, file: file, entry: ASiCManifest.path))
        }
    }
}
