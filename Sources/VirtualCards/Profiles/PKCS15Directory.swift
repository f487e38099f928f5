// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The PKCS#15 files of a card: which objects there are and where.
struct PKCS15Directory {
    /// A key as its directory describes it.
    struct KeyEntry {
        var role: CardKeyRole
        var label: String
        var id: [UInt8]
        var reference: Int
        var certificateFile: UInt16
        var certificateLabel: String
        /// CommonObjectAttributes, after the label.
        var attributes: [UInt8]
        var usage: [UInt8]
        var hasPublicEntry: Bool
    }

    let keys: [KeyEntry]
    let data: [BusinessObject]
    let pin: CardProfile.ReferencePolicy?
    let puk: CardProfile.ReferencePolicy?
    let labels: CardProfile.Labels

    private static let publicAttributes = DER.bits(0x06, 0x40)
    private static let pinID = DER.octets([0x01])
    private static let size = DataObject.encode(
        0xA1, DER.sequence(DER.sequence(DER.octets([])), DER.integer(2048)))

    /// ODF (5031).
    var objectDirectory: [UInt8] {
        func entry(_ tag: UInt32, _ id: UInt16) -> [UInt8] {
            DataObject.encode(tag, DER.sequence(DER.octets(CardFilePath(id).bytes)))
        }
        return (pin == nil ? [] : entry(0xA8, 0x7001)) + entry(0xA0, 0x7002)
            + (keys.contains { $0.hasPublicEntry } ? entry(0xA1, 0x7004) : []) + entry(0xA4, 0x7005)
            + entry(0xA7, 0x7006)
    }

    /// AODF (7001): the PIN first, since hosts make their token of the first entry.
    var authentication: [UInt8] {
        guard let pin, let puk else { return [] }
        // The authId of the PIN names the PUK, which unblocks it.
        let user = DER.sequence(
            DER.sequence(DER.utf8(labels.pin), DER.bits(0x06, 0xC0), DER.octets([0x02])),
            DER.sequence(DER.octets([0x01])),
            attributes(pin, flags: DER.bits(0x03, 0x08), reference: 0x01))
        // soPin and unblocking: Cryptolib logs the security officer in only with the former.
        let officer = DER.sequence(
            DER.sequence(DER.utf8(labels.puk), DER.bits(0x06, 0x40)),
            DER.sequence(DER.octets([0x02])),
            attributes(puk, flags: DER.bits(0x00, 0x0B), reference: 0x02))
        return user + officer
    }

    private func attributes(_ policy: CardProfile.ReferencePolicy, flags: [UInt8], reference: UInt8) -> [UInt8] {
        DataObject.encode(
            0xA1,
            DER.sequence(
                // ENUMERATED 1: ASCII digits; pad character 00, unused since nothing is padded.
                flags, [0x0A, 0x01, 0x01], DER.integer(policy.minimum), DER.integer(policy.stored),
                DER.integer(policy.maximum), [0x80, 0x01, reference], DER.octets([0x00])))
    }

    /// PrKDF (7002).
    var privateKeys: [UInt8] {
        keys.flatMap { key in
            DER.sequence(
                DER.sequence(DER.utf8(key.label), key.attributes),
                DER.sequence(
                    DER.octets(key.id), key.usage, DER.bits(0x03, 0xB0), reference(key)),
                PKCS15Directory.size)
        }
    }

    /// PuKDF (7004); the key itself is in the certificate.
    var publicKeys: [UInt8] {
        keys.filter(\.hasPublicEntry).flatMap { key in
            DER.sequence(
                DER.sequence(DER.utf8(publicLabel(key)), PKCS15Directory.publicAttributes),
                DER.sequence(DER.octets(key.id), DER.bits(0x01, 0x02), reference(key)),
                PKCS15Directory.size)
        }
    }

    /// CDF (7005).
    var certificates: [UInt8] {
        keys.flatMap { key in
            DER.sequence(
                DER.sequence(DER.utf8(key.certificateLabel), PKCS15Directory.publicAttributes),
                DER.sequence(DER.octets(key.id)),
                DataObject.encode(
                    0xA1, DER.sequence(DER.sequence(DER.octets(CardFilePath(key.certificateFile).bytes)))))
        }
    }

    /// DODF (7006).
    var dataObjects: [UInt8] {
        data.filter { $0.label != nil }.flatMap { object in
            let flags: [UInt8] =
                switch object.access {
                case .free: DER.bits(0x06, 0x00)
                case .writable: DER.bits(0x06, 0x40)
                case .personal: DER.bits(0x06, 0x80) + PKCS15Directory.pinID
                }
            return DER.sequence(
                DER.sequence(DER.utf8(object.label ?? ""), flags),
                DER.sequence(DER.utf8("CPS")),
                DataObject.encode(0xA1, DER.sequence(DER.octets(CardFilePath(object.path.last).bytes))))
        }
    }

    private func reference(_ key: KeyEntry) -> [UInt8] { DER.integer(key.reference) }

    private func publicLabel(_ key: KeyEntry) -> String {
        key.role == .signature ? "CPS_PUB_SIG" : "CPS_PUB_AUT"
    }
}
