// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import HealthCard

/// An object as the card's directories list it.
enum TokenObject {
    case privateKey(CardKey)
    case publicKey(PublicKeyObject)
    case certificate(CardCertificateEntry)
    case data(CardDataObject)

    /// A public key: listed by the card, or standing for that of a certificate.
    struct PublicKeyObject {
        let label: String
        let identifier: [UInt8]
        let role: KeyRole
        let modulusBits: Int
        /// Whether the card's directory says that it encrypts.
        let encrypts: Bool
        /// Whether the card lists no such key, so that it was made up from a certificate.
        let isSynthesised: Bool
    }

    /// Kinds, in the order in which objects are told of.
    enum Kind: UInt, CaseIterable {
        case privateKey = 1
        case publicKey, certificate, data

        /// `CKO_` value.
        var objectClass: UInt {
            switch self {
            case .privateKey: UInt(CKO_PRIVATE_KEY)
            case .publicKey: UInt(CKO_PUBLIC_KEY)
            case .certificate: UInt(CKO_CERTIFICATE)
            case .data: UInt(CKO_DATA)
            }
        }
    }

    var kind: Kind {
        switch self {
        case .privateKey: .privateKey
        case .publicKey: .publicKey
        case .certificate: .certificate
        case .data: .data
        }
    }

    /// Whether it is hidden before login.
    var isPrivate: Bool {
        switch self {
        case .privateKey(let key): key.needsPIN
        case .publicKey, .certificate: false
        case .data(let object): object.isPrivate
        }
    }
}
