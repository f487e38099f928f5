// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

extension X509Certificate {
    /// Length of a whole certificate, from its first bytes (five are enough); nil when they begin none.
    ///
    /// Files of a card are longer than the certificate they hold: who reads one stops here.
    public static func length(ofHeader header: some Collection<UInt8>) -> Int? {
        guard let element = DERElement.header(header), element.tag == 0x30, element.count <= maximumCount else {
            return nil
        }
        return element.count
    }

    /// Reads a certificate at the start of a card file and leaves the padding that follows.
    public init(padded file: [UInt8]) throws(CertificateError) {
        guard let count = Self.length(ofHeader: file), count <= file.count else { throw .malformed("certificate") }
        try self.init(der: Array(file[..<count]))
    }

    /// Reads every certificate of a file in PEM, or the one of a file in DER.
    public static func all(in file: [UInt8]) throws(CertificateError) -> [X509Certificate] {
        var result: [X509Certificate] = []
        for handle in try Bundle.certificates(file) { result.append(try X509Certificate(handle)) }
        return result
    }

    /// The certificate in PEM, 64 characters a line (RFC 7468 §2).
    public var pem: String {
        var text = [UInt8](repeating: 0, count: (der.count + 2) / 3 * 4 + 1)
        let count = unsafe Int(EVP_EncodeBlock(&text, der, Int32(der.count)))
        let characters = text.prefix(max(0, count))
        var lines = ["-----BEGIN CERTIFICATE-----"]
        var start = characters.startIndex
        while start < characters.endIndex {
            let end = min(start + 64, characters.endIndex)
            lines.append(String(decoding: characters[start..<end], as: UTF8.self))
            start = end
        }
        return (lines + ["-----END CERTIFICATE-----", ""]).joined(separator: "\n")
    }
}
