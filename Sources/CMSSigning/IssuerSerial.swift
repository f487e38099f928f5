// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

package import CertificateTrust

/// IssuerSerial (RFC 5035 §5): who issued a certificate, and under which number.
package enum IssuerSerial {
    /// Its DER, which CAdES signs inside an attribute and XAdES in base64.
    package static func der(of certificate: X509Certificate) -> [UInt8] {
        // The issuer is a directoryName, [4] of GeneralName (RFC 5280 §4.2.1.6).
        let issuer = DERWriter.sequence(DERWriter.context(4, certificate.issuer.der))
        return DERWriter.sequence(issuer, DERWriter.primitive(.integer, certificate.serialNumber))
    }
}
