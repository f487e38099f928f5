// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
internal import Foundation
internal import XMLSigning

/// XML that applications of strangers want signed.
struct XMLEntry: Sendable {
    /// Made once: a signer, whose key is not needed.
    static let shared = Result { try XMLEntry() }

    private let signer: XMLSigner
    /// As long as the signer's modulus.
    private static let value = [UInt8](repeating: 0xA5, count: 256)

    private init() throws {
        let certificate = Fixtures.folder.appendingPathComponent("PKI/signer.crt.der")
        signer = try XMLSigner(certificate: X509Certificate(der: Array(try Data(contentsOf: certificate))))
    }

    func run(_ bytes: [UInt8]) throws {
        if let assertion = try? VIHFAssertion(bytes) {
            try? assertion.check(holder: "899700000013")
            try? assertion.check(structures: ["499700000013001"])
            try judge(try signer.prepare(assertion), bytes)
        }
        guard let document = try? XMLDocument(bytes) else { return }
        let time = CertificateEntry.time
        try judge(try signer.prepare(.enveloped(document), mimeType: "application/xml", signingTime: time), bytes)
    }

    /// Whatever was taken can be signed, holds what was signed, and is not taken a second time.
    private func judge(_ request: XMLSignatureRequest, _ bytes: [UInt8]) throws {
        let signed = try request.checked(XMLEntry.value)
        try require(signed.count == request.documentCount, "a signed document is as long as was said")
        try require(signed.count >= bytes.count, "a document loses nothing when it is signed")
        try require((try? XMLDocument(signed)) == nil, "a signed document is not signed again")
        try require((try? VIHFAssertion(signed)) == nil, "a signed assertion is not signed again")
    }
}
