// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CertificateTrust
internal import FSEDocuments
internal import Foundation

/// The end of a lot: index, manifest, its signature, container.
struct LotAssembly {
    let signer: LotSigner
    let plan: LotPlan
    let lot: LotRecord
    let items: [LotIndex.Item]

    /// Writes the container and closes the lot; returns the container's path.
    func finish(in folder: OutputFolder, _ context: LotContext) throws(LotStop) -> String {
        let index = try index()
        let manifest = manifest(index).encoded()
        let signature = try manifestSignature(manifest, context)
        context.progress(.manifestSigned(lot: lot.number))
        try folder.synchronize(items.flatMap { [$0.payload.name, $0.signature.name] })
        let name = Self.name(ofLot: lot.number)
        try folder.writeDurably(name) { file in
            var archive = ZIPWriter(to: file, time: signature.time)
            try archive.add("mimetype", Array(MediaType.container.utf8))
            try archive.add(LotIndex.path, index)
            for (item, source) in zip(items, plan.items) {
                try archive.add(item.payload.name, try signer.content(of: source, plan))
                try archive.add(item.signature.name, try keptSignature(item))
            }
            try archive.add(ASiCManifest.path, manifest)
            try archive.add(ASiCManifest.signaturePath, signature.cms)
            try archive.finish()
        }
        context.progress(.archived(lot: lot.number))
        do {
            try signer.register.close(lot: lot.number, digest: DigestAlgorithm.sha256.digest(index), issuer: issuer)
        } catch {
            throw .register(error)
        }
        return folder.path(of: name)
    }

    /// `lot-001.asice`.
    static func name(ofLot number: Int) -> String {
        let digits = String(number)
        return "lot-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + ".asice"
    }

    private var issuer: String { plan.holder.certificateIdentifier }

    private func index() throws(LotStop) -> [UInt8] {
        let index = LotIndex(
            issuer: issuer, structure: plan.holder.activity.structure, sector: plan.holder.activity.sector,
            number: lot.number, previous: lot.previous, items: items, sums: plan.sums)
        do { return try index.encoded() } catch { throw .tooLarge }
    }

    private func manifest(_ index: [UInt8]) -> ASiCManifest {
        var references = [
            ASiCManifest.Reference(
                name: LotIndex.path, mimeType: MediaType.lot, digest: DigestAlgorithm.sha256.digest(index))
        ]
        for (item, source) in zip(items, plan.items) {
            references.append(
                .init(name: item.payload.name, mimeType: source.kind.mimeType, digest: item.payload.digest))
            references.append(
                .init(name: item.signature.name, mimeType: MediaType.signature, digest: item.signature.digest))
        }
        return ASiCManifest(references: references)
    }

    private func manifestSignature(
        _ manifest: [UInt8], _ context: LotContext
    ) throws(LotStop) -> LotRecord.Signature {
        let digest = DigestAlgorithm.sha256.digest(manifest)
        do {
            if let kept = try signer.register.manifestSignature(digest: digest, lot: lot.number, issuer: issuer) {
                return kept
            }
            let made = try signer.newSignature(digest: digest, mimeType: MediaType.manifest, plan, context)
            try signer.register.keepManifest(made, digest: digest, lot: lot.number, issuer: issuer)
            return made
        } catch {
            throw LotStop(error)
        }
    }

    private func keptSignature(_ item: LotIndex.Item) throws -> [UInt8] {
        guard let kept = try signer.register.signature(of: item.number, issuer: issuer) else {
            throw LotStop.register(.notBound(number: item.number))
        }
        return kept.cms
    }
}
