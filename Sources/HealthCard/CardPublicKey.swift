// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816
internal import PKCS15

/// A public key that the card lists; its value is in the certificate of the same role.
public struct CardPublicKey: Hashable, Sendable {
    /// What its private half is for.
    public let role: KeyRole
    /// Label as the card names it.
    public let label: String
    /// iD, shared with the private key and the certificate.
    public let identifier: [UInt8]
    /// Usage bits as the card announces them: 0 encrypt, 6 verify, 9 non-repudiation.
    public let usage: UInt64
    /// Bits of the modulus, as announced.
    public let modulusBits: Int
}

extension ProfessionalCard {
    /// The public keys that the card lists, in its order; those that belong to none of its private keys are left out.
    public func publicKeyObjects() throws(CardError) -> [CardPublicKey] {
        let application = driver.application
        let listed = try directory(\.publicKeys, \.publicKeys) { (content) throws(CardError) in
            try PublicKeyObject.directory(content, in: application)
        }
        guard !listed.isEmpty else { return [] }
        let roles = try keys()
        return listed.compactMap { object in
            roles.first { $0.identifier == object.identifier }.map {
                CardPublicKey(
                    role: $0.role, label: object.label, identifier: object.identifier, usage: object.usage,
                    modulusBits: object.modulusBits)
            }
        }
    }
}
