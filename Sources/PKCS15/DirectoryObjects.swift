// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// A private key as the PrKDF describes it.
public struct PrivateKeyObject: Hashable, Sendable {
    /// Label, such as `CPS_PRIV_SIG`.
    public let label: String
    /// iD, shared with its certificate.
    public let identifier: [UInt8]
    /// Whether a PIN guards it.
    public let isPrivate: Bool
    /// Usage bits: 1 decrypt, 2 sign, 9 non-repudiation.
    public let usage: UInt64
    /// Access bits: 0 sensitive, 1 extractable, 2 always sensitive, 3 never extractable, 4 made on the card.
    public let accessFlags: UInt64
    /// The card's reference, truncated to one byte as hosts do.
    public let reference: UInt8
    /// Bits of the modulus, as announced.
    public let modulusBits: Int

    /// Whether it makes signatures that cannot be repudiated.
    public var isNonRepudiation: Bool { usage & 1 << 9 != 0 }
    /// Whether it deciphers.
    public var decrypts: Bool { usage & 1 << 1 != 0 }

    /// Reads the directory.
    public static func directory(_ content: [UInt8]) throws(CardError) -> [PrivateKeyObject] {
        var found: [PrivateKeyObject] = []
        for entry in try DirectoryEntry.all(content) {
            let fields = try entry.classAttributes?.children() ?? []
            guard let identifier = fields.first(0x04), let usage = fields.first(0x03) else {
                throw .malformed("PrKDF: class attributes")
            }
            found.append(
                PrivateKeyObject(
                    label: entry.common.label,
                    identifier: Array(identifier.value),
                    isPrivate: entry.common.isPrivate,
                    usage: usage.bits,
                    // The BIT STRING after the usage; cards may leave it out.
                    accessFlags: fields.filter { $0.tag == 0x03 }.dropFirst().first?.bits ?? 0,
                    reference: fields.first(0x02)?.value.last ?? 0,
                    modulusBits: entry.typeAttributes.first(0x02)?.unsignedInteger ?? 0))
        }
        return found
    }
}

/// A certificate as the CDF describes it.
public struct CertificateObject: Hashable, Sendable {
    /// Label as the card names it.
    public let label: String
    /// iD, shared with its key.
    public let identifier: [UInt8]
    /// Whether the card announces it as one of an authority.
    public let isAuthority: Bool
    /// The file that holds it.
    public let path: FilePath

    /// Reads the directory; entries without a path (values stored in place) do not occur on these cards.
    public static func directory(_ content: [UInt8], in directory: FilePath) throws(CardError) -> [CertificateObject] {
        var found: [CertificateObject] = []
        for entry in try DirectoryEntry.all(content) {
            let fields = try entry.classAttributes?.children() ?? []
            guard let identifier = fields.first(0x04), let path = try entry.path(relativeTo: directory) else {
                throw .malformed("CDF: entry")
            }
            found.append(
                CertificateObject(
                    label: entry.common.label,
                    identifier: Array(identifier.value),
                    // BOOLEAN DEFAULT FALSE; BER takes every value but 00 for true.
                    isAuthority: fields.first(0x01)?.value.contains { $0 != 0 } ?? false,
                    path: path))
        }
        return found
    }
}

/// A data object as the DODF describes it.
public struct DataObject: Hashable, Sendable {
    /// Label, such as `CPS_NAME_PS`.
    public let label: String
    /// Application name, `CPS` on every card seen.
    public let application: String
    /// The application's object identifier in DER, tag and length included, where the card tells one.
    public let objectIdentifier: [UInt8]?
    /// Whether a PIN guards it.
    public let isPrivate: Bool
    /// Whether hosts may write it.
    public let isModifiable: Bool
    /// The file that holds it.
    public let path: FilePath

    /// Reads the directory.
    public static func directory(_ content: [UInt8], in directory: FilePath) throws(CardError) -> [DataObject] {
        var found: [DataObject] = []
        for entry in try DirectoryEntry.all(content) {
            guard let path = try entry.path(relativeTo: directory) else { continue }
            let fields = try entry.classAttributes?.children() ?? []
            found.append(
                DataObject(
                    label: entry.common.label,
                    application: fields.first(0x0C)?.text ?? "",
                    objectIdentifier: fields.first(0x06).map { Array($0.encoding) },
                    isPrivate: entry.common.isPrivate,
                    isModifiable: entry.common.isModifiable,
                    path: path))
        }
        return found
    }
}
