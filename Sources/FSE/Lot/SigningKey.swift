// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CertificateTrust

/// The key that signs a lot: `CPS_PRIV_SIG` of a card, as the lot sees it.
public protocol SigningKey {
    /// Its certificate.
    var certificate: X509Certificate { get }
    /// Authorities between the certificate and a root; they travel with each signature.
    var intermediates: [X509Certificate] { get }
    /// The padding.
    var scheme: SignatureScheme { get }

    /// Hashes (SHA-256) and signs the DER of the signed attributes.
    ///
    /// Called once for each FSE and once for the manifest. Whatever it throws stops the lot there.
    func sign(_ signedAttributes: [UInt8]) throws -> [UInt8]
}
