// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CMSSigning
internal import CertificateTrust
internal import FSEDocuments

/// What the caller of a lot's signing supplies.
struct LotContext {
    let clock: () -> Int64
    let progress: (LotProgress) -> Void
    let isCancelled: () -> Bool
}

extension LotSigner {
    /// The clock's time, if a signature may bear it.
    func time(_ context: LotContext, _ plan: LotPlan) throws(LotStop) -> Int64 {
        let now = context.clock()
        guard now >= cades.certificate.notBefore else {
            throw .clockBeforeCertificate(notBefore: cades.certificate.notBefore)
        }
        guard now <= cades.certificate.notAfter else {
            throw .certificateExpired(notAfter: cades.certificate.notAfter)
        }
        let last: Int64?
        do { last = try register.lastSigningTime(of: plan.holder.certificateIdentifier) } catch {
            throw .register(error)
        }
        if let last, now < last { throw .clockBeforeLastSignature(last) }
        return now
    }

    /// Has the key sign, once.
    func newSignature(
        digest: [UInt8], mimeType: String, _ plan: LotPlan, _ context: LotContext
    ) throws(LotStop) -> LotRecord.Signature {
        guard !context.isCancelled() else { throw .cancelled }
        let time = try time(context, plan)
        do {
            let cms = try cades.sign(digest: digest, mimeType: mimeType, signingTime: time) { try key.sign($0) }
            return LotRecord.Signature(cms: cms, time: time)
        } catch {
            switch error {
            case .cades(let error): throw .signature(error)
            case .signer(let error): throw .key(error)
            }
        }
    }

    /// The bytes to sign, read again: they must still be those that were validated and consented to.
    func content(of item: LotPlan.Item, _ plan: LotPlan) throws(LotStop) -> [UInt8] {
        let name = PayloadFile.name(of: item.path)
        let payload: FSEPayload
        do { payload = try PayloadFile.read(item.path, b2LineEnding: plan.b2LineEnding).1 } catch {
            throw .contentChanged(file: name)
        }
        guard DigestAlgorithm.sha256.digest(payload.signedBytes) == item.digest else {
            throw .contentChanged(file: name)
        }
        return payload.signedBytes
    }
}

extension LotStop {
    init(_ error: any Error) {
        switch error {
        case let error as LotStop: self = error
        case let error as RegisterError: self = .register(error)
        default: self = .register(.storage(code: 0))
        }
    }
}
