// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Writes PKCS#11 URIs (RFC 7512).
struct PKCS11URI {
    private var attributes: [String] = []

    /// Adds a path attribute; everything but unreserved characters is percent-encoded.
    ///
    /// RFC 7512 §2.3 lets more characters stand; clients differ about them and agree on these.
    mutating func add(_ name: String, _ value: [UInt8]) {
        var text = name + "="
        for byte in value {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        attributes.append(text)
    }

    /// The URI.
    var text: String { "pkcs11:" + attributes.joined(separator: ";") }
}
