// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CertificateTrust

/// How a document is signed.
public struct SigningOptions {
    /// The padding; PSS is for CPS4.
    public var scheme: SignatureScheme
    /// The claimed moment, seconds since 1970; nil: the machine's clock.
    public var signingTime: Int64?
    /// The media type of a document that is no FSE; nil: `application/xml` for XAdES inside of a document, else
    /// `application/octet-stream`.
    public var mimeType: String?
    /// What the certificate's chain is judged against; nil: only its dates are checked.
    public var trust: TrustStore?

    /// From its parts.
    public init(
        scheme: SignatureScheme = .pkcs1, signingTime: Int64? = nil, mimeType: String? = nil,
        trust: TrustStore? = nil
    ) {
        self.scheme = scheme
        self.signingTime = signingTime
        self.mimeType = mimeType
        self.trust = trust
    }
}

extension SigningOptions {
    /// The media type of bytes that CAdES signs.
    var contentType: String { mimeType ?? "application/octet-stream" }
}
