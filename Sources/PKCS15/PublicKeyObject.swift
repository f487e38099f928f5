// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import ISO7816

/// A public key as the PuKDF describes it.
public struct PublicKeyObject: Hashable, Sendable {
    /// Label, such as `CPS_PUB_SIG`.
    public let label: String
    /// iD, shared with its private key and certificate.
    public let identifier: [UInt8]
    /// Usage bits: 0 encrypt, 6 verify, 9 non-repudiation.
    public let usage: UInt64
    /// The file that holds it; nil on the cards seen, whose keys are in their certificates.
    public let path: FilePath?
    /// Bits of the modulus, as announced.
    public let modulusBits: Int
    /// The card's reference, truncated to one byte as hosts do.
    public let reference: UInt8

    /// Reads the directory.
    public static func directory(_ content: [UInt8], in directory: FilePath) throws(CardError) -> [PublicKeyObject] {
        var found: [PublicKeyObject] = []
        for entry in try DirectoryEntry.all(content) {
            let fields = try entry.classAttributes?.children() ?? []
            guard let identifier = fields.first(0x04), let usage = fields.first(0x03) else {
                throw .malformed("PuKDF: class attributes")
            }
            found.append(
                PublicKeyObject(
                    label: entry.common.label,
                    identifier: Array(identifier.value),
                    usage: usage.bits,
                    path: try entry.path(relativeTo: directory),
                    modulusBits: entry.typeAttributes.first(0x02)?.unsignedInteger ?? 0,
                    reference: fields.first(0x02)?.value.last ?? 0))
        }
        return found
    }
}
