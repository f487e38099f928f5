// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CMSSigning
internal import CertificateTrust
internal import FSEDocuments

/// Signs a validated lot: binds its numbers, signs each FSE and the manifest, writes the container.
///
/// Whatever interrupts it, the same call with the same plan goes on where it stopped: signatures that exist are kept,
/// numbers stay with their contents, and the finished container is the same.
public struct LotSigner {
    let key: any SigningKey
    let cades: CAdESSigner
    let register: NumberingRegister
    private let folder: String

    /// A signer that writes to `folder`.
    public init(key: any SigningKey, register: NumberingRegister, folder: String) throws(CAdESError) {
        cades = try CAdESSigner(certificate: key.certificate, intermediates: key.intermediates, scheme: key.scheme)
        self.key = key
        self.register = register
        self.folder = folder
    }

    /// Signs, or goes on signing.
    ///
    /// - Parameters:
    ///   - clock: Seconds since 1970; asked before each signature.
    ///   - progress: Told after each step that is safe on disk.
    ///   - isCancelled: Asked before each signature.
    public func run(
        _ plan: LotPlan, clock: @escaping () -> Int64, progress: @escaping (LotProgress) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) -> LotOutcome {
        var outcome = LotOutcome(notSigned: plan.items.map(\.number))
        let context = LotContext(clock: clock, progress: progress, isCancelled: isCancelled)
        do throws(LotStop) {
            let folder = try OutputFolder(path: folder)
            let lot = try open(plan, folder, context)
            outcome.lot = lot.number
            for item in plan.items where lot.signed.contains(item.number) { outcome.markSigned(item.number) }
            context.progress(.bound(lot: lot.number))
            let items = try sign(plan, lot, folder, context, &outcome)
            outcome.archive = try LotAssembly(signer: self, plan: plan, lot: lot, items: items)
                .finish(in: folder, context)
        } catch {
            outcome.stop = error
        }
        return outcome
    }

    /// Everything that can refuse does so before a number is bound.
    private func open(
        _ plan: LotPlan, _ folder: OutputFolder, _ context: LotContext
    ) throws(LotStop) -> LotRecord {
        guard key.certificate.subject.commonName == plan.holder.certificateIdentifier else { throw .otherHolder }
        _ = try time(context, plan)
        do {
            if try register.interrupted(plan.binding) == nil {
                for item in plan.items {
                    for name in [item.name, item.signatureName] where folder.contains(name) {
                        throw LotStop.outputExists(file: name)
                    }
                }
            }
            let lot = try register.open(plan.binding)
            // A container is written last: one that is there while signatures are missing is somebody else's.
            let name = LotAssembly.name(ofLot: lot.number)
            if lot.signed.count < plan.items.count, folder.contains(name) { throw LotStop.outputExists(file: name) }
            return lot
        } catch {
            throw LotStop(error)
        }
    }

    private func sign(
        _ plan: LotPlan, _ lot: LotRecord, _ folder: OutputFolder, _ context: LotContext, _ outcome: inout LotOutcome
    ) throws(LotStop) -> [LotIndex.Item] {
        var items: [LotIndex.Item] = []
        let issuer = plan.holder.certificateIdentifier
        for item in plan.items {
            let content = try content(of: item, plan)
            let signature: [UInt8]
            do {
                if let kept = try register.signature(of: item.number, issuer: issuer) {
                    signature = kept.cms
                } else {
                    let made = try newSignature(digest: item.digest, mimeType: item.kind.mimeType, plan, context)
                    try register.keep(made, of: .init(number: item.number, digest: item.digest), issuer: issuer)
                    signature = made.cms
                    outcome.markSigned(item.number)
                }
            } catch {
                throw LotStop(error)
            }
            try folder.write(item.name, content)
            try folder.write(item.signatureName, signature)
            if !lot.signed.contains(item.number) {
                context.progress(.signed(number: item.number, count: outcome.signed.count, of: plan.items.count))
            }
            items.append(
                LotIndex.Item(
                    number: item.number, payload: .init(name: item.name, content: content),
                    signature: .init(name: item.signatureName, content: signature)))
        }
        return items
    }
}
