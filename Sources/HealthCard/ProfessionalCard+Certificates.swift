// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
public import ISO7816
internal import PKCS15

/// A certificate on the card.
public struct CardCertificate: Hashable, Sendable {
    /// What its key is for.
    public let role: KeyRole
    /// Label as the card names it.
    public let label: String
    /// iD, shared with the key.
    public let identifier: [UInt8]
    /// X.509 certificate.
    public let der: [UInt8]
}

/// A certificate as the directory lists it, not read.
public struct CardCertificateEntry: Hashable, Sendable {
    /// What its key is for.
    public let role: KeyRole
    /// Label as the card names it.
    public let label: String
    /// iD, shared with the key.
    public let identifier: [UInt8]
}

/// The public key that a card's signatures are checked with, and its certificate.
struct CertificateKey {
    let key: RSAPublicKey
    let certificate: [UInt8]
}

extension ProfessionalCard {
    /// All certificates with their roles, read from the card.
    public func certificates() throws(CardError) -> [CardCertificate] {
        var found: [CardCertificate] = []
        for object in try certificateObjects() {
            guard let role = try role(of: object) else { continue }
            found.append(try certificate(object, role))
        }
        return found
    }

    /// The certificates that ``certificate(_:)`` reads, one for each role.
    public func certificateEntries() throws(CardError) -> [CardCertificateEntry] {
        var found: [CardCertificateEntry] = []
        for object in try certificateObjects() {
            guard let role = try role(of: object), !found.contains(where: { $0.role == role }) else { continue }
            found.append(CardCertificateEntry(role: role, label: object.label, identifier: object.identifier))
        }
        return found
    }

    /// The certificate of one key.
    public func certificate(_ role: KeyRole) throws(CardError) -> CardCertificate {
        for object in try certificateObjects() where try self.role(of: object) == role {
            return try certificate(object, role)
        }
        throw .unsupportedOperation("certificate: \(role.rawValue)")
    }

    private func certificate(_ object: CertificateObject, _ role: KeyRole) throws(CardError) -> CardCertificate {
        if let kept = publicKeys[role] {
            return CardCertificate(
                role: role, label: object.label, identifier: object.identifier, der: kept.certificate)
        }
        let read = try publicFile(object.path, .derObject) { (der) throws(CardError) in
            CertificateKey(key: try publicKey(der), certificate: der)
        }
        let der = read.certificate
        // No two keys share a certificate: one of the two reads met the other's file.
        if publicKeys.values.contains(where: { $0.certificate == der }) {
            dropKeptFiles()
            throw .malformed("certificate")
        }
        publicKeys[role] = read
        return CardCertificate(role: role, label: object.label, identifier: object.identifier, der: der)
    }

    /// Forgets what was kept about this card, so that it is read from the card again.
    func dropKeptFiles() {
        store?.forget(serial: identity.serial.digits)
        publicKeys = [:]
        directories = Directories()
    }

    /// The role of a certificate is that of the key with the same iD; its last byte tells where keys are unread.
    private func role(of object: CertificateObject) throws(CardError) -> KeyRole? {
        if let keys = directories.keys { return keys.first { $0.identifier == object.identifier }?.role }
        // CPS3: 01 signature, 02 authentication, 03 technical; CPS4: 10, 20. Saves reading the PrKDF to show a card.
        return switch object.identifier.last {
        case 0x01, 0x10: .signature
        case 0x02, 0x20: .authentication
        case 0x03: .technical
        default: try keys().first { $0.identifier == object.identifier }?.role
        }
    }

    private func publicKey(_ der: [UInt8]) throws(CardError) -> RSAPublicKey {
        let fields = try CertificateFields(der)
        guard let modulus = fields.modulus, let exponent = fields.exponent else {
            throw .unsupportedOperation("certificate without an RSA key")
        }
        do {
            return try RSAPublicKey(modulus: modulus, exponent: exponent)
        } catch {
            throw .malformed("certificate")
        }
    }
}
