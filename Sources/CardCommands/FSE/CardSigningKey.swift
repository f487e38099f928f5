// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
internal import CertificateTrust
internal import FSE
internal import FSEDocuments

/// The signature key of the card in the reader, as a lot sees it: one presentation of the PIN, one transaction.
struct CardSigningKey: SigningKey {
    let session: SigningSession
    let certificate: X509Certificate
    let intermediates: [X509Certificate]
    let scheme: CertificateTrust.SignatureScheme

    func sign(_ signedAttributes: [UInt8]) throws -> [UInt8] {
        try session.sign(signedAttributes)
    }
}
