// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// The security data objects of a CPS3: keys by directory and reference, environments, their descriptions.
final class IASObjects {
    /// Whether the contact interface finds the files of the contactless application.
    let showsContactlessInContact: Bool
    private let contact: [(reference: UInt8, key: CardKey)]
    private let contactless: [(reference: UInt8, key: CardKey)]

    init(_ keys: [CardKey], showsContactlessInContact: Bool) {
        self.showsContactlessInContact = showsContactlessInContact
        contact = keys.compactMap { key in
            switch key.role {
            case .signature: (0x01, key)
            case .authentication: (0x02, key)
            case .technical: nil
            }
        }
        contactless = keys.filter { $0.role == .technical }.map { (0x03, $0) }
    }

    func key(_ reference: UInt8, in directory: UInt16) -> CardKey? {
        let list =
            switch directory {
            case IASNames.contactDirectory: contact
            case IASNames.contactlessDirectory: contactless
            default: [(reference: UInt8, key: CardKey)]()
            }
        return list.first { $0.reference == reference }?.key
    }

    /// Control reference templates by security environment: 1 the PIN, 3 the PUK, 5 the issuer's secure messaging.
    static let environments: [UInt8: [UInt8]] = [
        0x01: [0xA4, 0x06, 0x95, 0x01, 0x08, 0x83, 0x01, 0x01],
        0x03: [0xA4, 0x06, 0x95, 0x01, 0x08, 0x83, 0x01, 0x02],
        0x05: [
            0xA4, 0x09, 0x95, 0x01, 0xC0, 0x83, 0x01, 0x05, 0x80, 0x01, 0x0C, 0xB4, 0x03, 0x95, 0x01, 0x30, 0xB8, 0x03,
            0x95, 0x01, 0x30,
        ],
    ]
}
