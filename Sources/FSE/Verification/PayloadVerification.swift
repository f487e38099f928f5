// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
internal import FSEDocuments

/// Verifies one payload with its signature.
struct PayloadVerification {
    let verifier: FSEVerifier
    let place: Place

    struct Result {
        var findings: [Finding] = []
        var item: VerificationReport.Item
        var issuer: Issuer?
        var totals: Totals?
    }

    func run(_ content: [UInt8], _ kind: FSEPayload.Kind, signature: [UInt8]?, name: String) -> Result {
        var findings: [Finding] = []
        let document = document(content, kind, &findings)
        let number = document?.number ?? (kind == .b2 ? PayloadFile.number(inNameOf: name) : nil)
        let signed = signature.flatMap { verified($0, content, kind, number, &findings) }
        if signature == nil { findings.append(place.finding(.signatureMissing, number: number)) }
        if let signed, let document,
            signed.signer.subject.commonName?.isSameText(as: document.issuer.identifier) != true
        {
            findings.append(place.finding(.holder, field: "/issuer/identifier", number: number))
        }
        let item = VerificationReport.Item(
            file: place.file, entry: place.entry, number: number, signer: signed?.signer.subject.commonName,
            signingTime: signed?.signingTime, total: document?.totals.acts)
        return Result(findings: findings, item: item, issuer: document?.issuer, totals: document?.totals)
    }

    private func document(
        _ content: [UInt8], _ kind: FSEPayload.Kind, _ findings: inout [Finding]
    ) -> FSEDocument? {
        do {
            switch try PayloadFile.payload(of: content, kind, b2LineEnding: verifier.b2LineEnding) {
            case .document(let document):
                if document.canonicalBytes != content {
                    findings.append(place.finding(.notCanonical, number: document.number))
                }
                if document.patientProof.kind != .none {
                    findings.append(
                        place.finding(.proofNotVerifiable, field: "/patientProof", number: document.number))
                }
                return document
            case .b2(let block):
                for aspect in block.notChecked {
                    findings.append(place.finding(.b2NotChecked, field: aspect.rawValue))
                }
            }
        } catch {
            let detail = [error.code, error.place].compactMap(\.self).joined(separator: " ")
            findings.append(place.finding(.documentInvalid, field: detail))
        }
        return nil
    }

    private func verified(
        _ signature: [UInt8], _ content: [UInt8], _ kind: FSEPayload.Kind, _ number: Int?,
        _ findings: inout [Finding]
    ) -> VerifiedSignature? {
        let (signed, faults) = SignatureFindings.verify(signature, of: content, verifier)
        for (code, field) in faults { findings.append(place.finding(code, field: field, number: number)) }
        if let signed, signed.mimeType != kind.mimeType {
            findings.append(place.finding(.mediaType, number: number))
        }
        return signed
    }
}
