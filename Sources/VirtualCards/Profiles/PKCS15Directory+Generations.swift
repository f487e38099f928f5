// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension PKCS15Directory {
    // Access rules of the CPS3: PSO CDS; PSO DECIPHER and INTERNAL AUTHENTICATE; each by the PIN.
    private static let rule = DER.octets([0x01])
    private static let signatureRules = DER.sequence(DER.sequence(DER.bits(0x02, 0x04), rule))
    private static let authenticationRules = DER.sequence(
        DER.sequence(DER.bits(0x00, 0x01), rule), DER.sequence(DER.bits(0x06, 0x00, 0x40), rule))
    private static let nonRepudiation = DER.bits(0x06, 0x00, 0x40)
    private static let decryptAndSign = DER.bits(0x05, 0x60)

    /// The contact application of either generation.
    static func contact(_ profile: CardProfile, _ data: [BusinessObject]) -> PKCS15Directory {
        let isNew = profile.generation == .cps4
        let signature = KeyEntry(
            role: .signature, label: "CPS_PRIV_SIG", id: IASNames.contact + [isNew ? 0x10 : 0x01],
            reference: isNew ? 0x10 : 0x81, certificateFile: 0xA001,
            certificateLabel: profile.labels.signatureCertificate,
            attributes: DER.bits(0x07, 0x80) + rule + (isNew ? [] : signatureRules), usage: nonRepudiation,
            hasPublicEntry: true)
        let authentication = KeyEntry(
            role: .authentication, label: "CPS_PRIV_AUT", id: IASNames.contact + [isNew ? 0x20 : 0x02],
            reference: isNew ? 0x20 : 0x82, certificateFile: 0xA002,
            certificateLabel: profile.labels.authenticationCertificate,
            attributes: isNew ? DER.bits(0x07, 0x80) + rule : DER.bits(0x05, 0xE0) + rule + authenticationRules,
            usage: decryptAndSign, hasPublicEntry: true)
        return PKCS15Directory(
            keys: [signature, authentication].filter { profile.keys[$0.role] != nil }, data: data, pin: profile.pin,
            puk: profile.puk, labels: profile.labels)
    }

    /// The contactless application of a CPS3: one key without PIN, hence no AODF.
    static func contactless(_ profile: CardProfile, _ data: [BusinessObject]) -> PKCS15Directory {
        let technical = KeyEntry(
            role: .technical, label: "CPS_PRIV_TECH_AUT", id: IASNames.contactless + [0x03], reference: 0x83,
            certificateFile: 0xA003, certificateLabel: profile.labels.technicalCertificate,
            attributes: DER.bits(0x06, 0x40), usage: DER.bits(0x05, 0x20), hasPublicEntry: false)
        return PKCS15Directory(keys: [technical], data: data, pin: nil, puk: nil, labels: profile.labels)
    }

    /// TokenInfo (5032).
    static func tokenInfo(_ info: CardProfile.TokenInfo, flags: UInt8, algorithms: [UInt8] = []) -> [UInt8] {
        let lastUpdate = info.lastUpdate.map { DataObject.encode(0x85, Array($0.utf8)) } ?? []
        return DER.sequence(
            DER.integer(1), DER.utf8(info.manufacturer), DataObject.encode(0x80, Array(info.label.utf8)),
            DER.bits(0x05, flags), algorithms, lastUpdate)
    }

    /// supportedAlgorithms of a CPS3: index, PKCS#11 mechanism, operations, identifier, reference in MSE.
    static let cps3Algorithms: [UInt8] = {
        let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01]
        let (hash, sign, decipher) = (DER.bits(0x01, 0x02), DER.bits(0x06, 0x40), DER.bits(0x02, 0x04))
        func algorithm(_ index: Int, _ mechanism: Int, _ use: [UInt8], _ oid: [UInt8], _ reference: Int) -> [UInt8] {
            DER.sequence(
                DER.integer(index), DER.integer(mechanism), [0x05, 0x00], use, DER.oid(oid), DER.integer(reference))
        }
        return DataObject.encode(
            0xA2,
            algorithm(1, 0x220, hash, [0x2B, 0x0E, 0x03, 0x02, 0x1A], 0x10),
            algorithm(2, 0x250, hash, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01], 0x40),
            algorithm(3, 0x06, sign, rsa + [0x05], 0x12),
            algorithm(4, 0x40, sign, rsa + [0x0B], 0x42),
            algorithm(5, 0x01, sign, rsa + [0x01], 0x02),
            algorithm(6, 0x01, decipher, rsa + [0x01], 0x1A))
    }()
}
